namespace Charity.Notifications;

/// <summary>
/// Writes the mails of one kind. The room that owns what a mail is about registers one (<c>AddMailWriter</c>); this
/// room knows how letters look and how they are sent, and nothing of receipts or gifts.
/// </summary>
public interface IMailWriter
{
    /// <summary><see cref="Mail.Kind"/>.</summary>
    string Kind { get; }

    /// <summary>The letter as it is to be sent now, or null when it is no longer wanted. Changes nothing; may be called again.</summary>
    /// <param name="withDocuments">False when its documents could not be drawn repeatedly: then it says where to find them.</param>
    Task<WrittenMail?> WriteAsync(Mail mail, bool withDocuments, CancellationToken cancel);

    /// <summary>Called when it is known what became of it; changes tracked entities, the caller saves.</summary>
    /// <param name="sent">Documents that were attached, by file name, with the SHA-256 of their bytes.</param>
    Task FollowUpAsync(Mail mail, IReadOnlyList<SentDocument> sent, CancellationToken cancel);
}

/// <summary>A document that was attached.</summary>
public sealed record SentDocument(string FileName, byte[] Sha256);

/// <summary>A letter with its subject line and attachments.</summary>
public sealed record WrittenMail(string Subject, string FromName, Letter Letter, IReadOnlyList<MailAttachment> Attachments);
