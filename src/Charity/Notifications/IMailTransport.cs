namespace Charity.Notifications;

/// <summary>A composed mail, ready for a transport. Header values are plain text; the adapter encodes them.</summary>
public sealed record OutgoingMail(
    string MessageId, string FromAddress, string FromName, string ToAddress, string ToName, string Subject,
    string Text, string Html, string Language, IReadOnlyList<MailAttachment> Attachments,
    IReadOnlyDictionary<string, string> Headers);

public sealed record MailAttachment(string FileName, string MediaType, ReadOnlyMemory<byte> Content, string? ContentId = null);

public enum MailOutcome
{
    Sent,

    /// <summary>An explicit 4xx, or no connection at all: certainly not sent; try later.</summary>
    Deferred,

    /// <summary>An explicit 5xx for this receiver: certainly not sent, and never will be.</summary>
    Bounced,

    /// <summary>The connection broke or timed out after the content was on its way: perhaps sent.</summary>
    Ambiguous,
}

/// <param name="StatusCode">SMTP reply code, when one came.</param>
public sealed record MailResult(MailOutcome Outcome, int? StatusCode, string Detail);

/// <summary>The mail port. Never throws for anything a server or network does; every result is one of the four outcomes.</summary>
public interface IMailTransport
{
    Task<MailResult> SendAsync(OutgoingMail mail, CancellationToken cancel);
}
