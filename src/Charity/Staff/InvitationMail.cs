using System.Globalization;
using Charity.Data;
using Charity.Languages;
using Charity.Notifications;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Staff;

/// <summary>Writes the mail that brings an invitation: who invites, as what, and the link.</summary>
public sealed class InvitationMail(CharityDb db, Letterhead letterhead, Texts texts, PublicTokens tokens, IOptions<SiteOptions> site, TimeProvider time) : IMailWriter
{
    public const string MailKind = "staff-invitation";

    public string Kind => MailKind;

    /// <summary>The invitation's id and the version of its link: each sending is a mail of its own.</summary>
    internal static string SubjectOf(StaffInvitation invitation)
        => string.Create(CultureInfo.InvariantCulture, $"{invitation.Id:N}#{invitation.TokenVersion}");

    public async Task<WrittenMail?> WriteAsync(Mail mail, bool withDocuments, CancellationToken cancel)
    {
        var parts = mail.Subject.Split('#');
        var id = Guid.ParseExact(parts[0], "N");
        var invitation = await db.StaffInvitations.AsNoTracking().SingleAsync(i => i.Id == id, cancel);
        if (!invitation.CanBeUsed(time.GetUtcNow().UtcDateTime) || SubjectOf(invitation) != mail.Subject)
        {
            // Used, withdrawn, expired, or a newer link is on its way: this one would lead nowhere.
            return null;
        }

        var language = Language.Of(invitation.Language);
        var T = texts.In(language);
        var (name, email, zone) = await letterhead.InAsync(language, cancel);
        var letter = new Letter(
            language, name, T["invitation-mail.title"],
            T["invitation-mail.opening", ("who", invitation.InvitedBy), ("organisation", name)],
            [
                new LetterFacts(
                [
                    (T["invitation-mail.roles"], string.Join(", ", StaffRoles.Of(invitation.Roles).Select(role => T[$"staff.role.{role}"]))),
                    (T["invitation-mail.until"], DateFormat.DateTimeWithZone(invitation.ExpiresAt, zone, language)),
                ]),
                new LetterText(T["invitation-mail.what"]),
                new LetterAction(T["invitation-mail.open"], new Uri(site.Value.Address("/staff/invitation/" + invitation.TokenOf(tokens)))),
            ],
            [T["invitation-mail.why", ("email", email)]]);
        return new WrittenMail(T["invitation-mail.subject", ("organisation", name)], name, letter, []);
    }

    public Task FollowUpAsync(Mail mail, IReadOnlyList<SentDocument> sent, CancellationToken cancel) => Task.CompletedTask;
}
