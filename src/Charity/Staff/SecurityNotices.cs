using Charity.Data;
using Charity.Languages;
using Charity.Notifications;

namespace Charity.Staff;

/// <summary>What an account's owner is told by mail, as someone else may have done it.</summary>
public enum SecurityNotice
{
    PasswordChanged,
    PasskeyAdded,
    SecondFactorReset,
}

/// <summary>Adds such a mail, to be saved with what it tells.</summary>
public sealed class SecurityNotices(AddMail mails, Ids ids)
{
    internal void Add(SecurityNotice notice, StaffUser user)
        => mails.Add(SecurityNoticeMail.MailKind, $"{notice}#{ids.New():N}", user.Email!, user.DisplayName, user.Language, donationId: null);
}

/// <summary>Writes the mail: what happened, when, and whom to tell if it was not you.</summary>
public sealed class SecurityNoticeMail(Letterhead letterhead, Texts texts) : IMailWriter
{
    public const string MailKind = "staff-security";

    public string Kind => MailKind;

    public async Task<WrittenMail?> WriteAsync(Mail mail, bool withDocuments, CancellationToken cancel)
    {
        var notice = Enum.Parse<SecurityNotice>(mail.Subject.Split('#')[0]);
        var language = Language.Of(mail.Language);
        var T = texts.In(language);
        var (name, email) = await letterhead.InAsync(language, cancel);
        var at = mail.CreatedAt;
        var letter = new Letter(
            language, name, T[$"security-mail.{notice}.title"], T[$"security-mail.{notice}.opening", ("organisation", name)],
            [
                new LetterFacts([(T["security-mail.when"], $"{DateFormat.Full(DateOnly.FromDateTime(at), language)} {DateFormat.Time(TimeOnly.FromDateTime(at))} UTC")]),
                new LetterNotice(T["security-mail.not-you", ("email", email)]),
            ],
            [T["security-mail.why"]]);
        return new WrittenMail(T[$"security-mail.{notice}.title"], name, letter, []);
    }

    public Task FollowUpAsync(Mail mail, IReadOnlyList<SentDocument> sent, CancellationToken cancel) => Task.CompletedTask;
}
