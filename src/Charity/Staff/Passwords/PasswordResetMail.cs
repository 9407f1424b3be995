using Charity.Data;
using Charity.Languages;
using Charity.Notifications;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Staff.Passwords;

/// <summary>Writes the mail with the link to a new password.</summary>
public sealed class PasswordResetMail(CharityDb db, Letterhead letterhead, Texts texts, PublicTokens tokens, IOptions<SiteOptions> site, TimeProvider time) : IMailWriter
{
    public const string MailKind = "staff-password-reset";

    public string Kind => MailKind;

    public async Task<WrittenMail?> WriteAsync(Mail mail, bool withDocuments, CancellationToken cancel)
    {
        var id = Guid.ParseExact(mail.Subject, "N");
        var reset = await db.StaffPasswordResets.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancel);
        if (reset is null || !reset.CanBeUsed(time.GetUtcNow().UtcDateTime))
        {
            // Used, expired, or a newer link is on its way: this one would lead nowhere.
            return null;
        }

        var language = Language.Of(mail.Language);
        var T = texts.In(language);
        var (name, email, _) = await letterhead.InAsync(language, cancel);
        var letter = new Letter(
            language, name, T["password-mail.title"], T["password-mail.opening", ("organisation", name)],
            [
                new LetterText(T["password-mail.what"]),
                new LetterAction(T["password-mail.open"], new Uri(site.Value.Address("/staff/new-password/" + reset.TokenOf(tokens)))),
            ],
            [T["password-mail.why", ("email", email)]]);
        return new WrittenMail(T["password-mail.subject", ("organisation", name)], name, letter, []);
    }

    public Task FollowUpAsync(Mail mail, IReadOnlyList<SentDocument> sent, CancellationToken cancel) => Task.CompletedTask;
}
