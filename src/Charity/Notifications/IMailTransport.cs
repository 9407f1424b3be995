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
public sealed record MailResult(MailOutcome Outcome, int? StatusCode, string Detail)
{
    /// <summary>
    /// What a server's refusal means. A 4xx will pass. A 5xx bounces only when it can be about this receiver or this mail;
    /// what is about us (greeting, sign-in, TLS, sender, commands) is a wrong setting, which someone mends while the mail
    /// waits.
    /// </summary>
    /// <param name="code">SMTP reply code.</param>
    /// <param name="answer">The server's words.</param>
    /// <param name="what">What was refused, as far as the adapter can tell.</param>
    public static MailResult Refused(int code, string answer, RefusedPart what)
    {
        var bounces = code is >= 500 and < 600 && what switch
        {
            RefusedPart.Receiver => true,
            RefusedPart.MailOrUs => code is >= 550 and not 554,
            _ => false,
        };
        return new MailResult(bounces ? MailOutcome.Bounced : MailOutcome.Deferred, code, answer);
    }
}

/// <summary>What a mail server said no to.</summary>
public enum RefusedPart
{
    /// <summary>Who we are: connection, sign-in, sender.</summary>
    Us,

    /// <summary>The receiver's address.</summary>
    Receiver,

    /// <summary>The mail, or something of ours before it.</summary>
    MailOrUs,
}

/// <summary>The mail port. Never throws for anything a server or network does; every result is one of the four outcomes.</summary>
public interface IMailTransport
{
    Task<MailResult> SendAsync(OutgoingMail mail, CancellationToken cancel);
}
