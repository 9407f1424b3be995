using System.Buffers.Text;
using Charity.Data;
using Charity.Languages;
using Charity.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>What an account's owner is told by mail, as someone else may have done it.</summary>
public enum SecurityNotice
{
    PasswordChanged,
    PasskeyAdded,
    PasskeyRemoved,
    AuthenticatorSet,
    AuthenticatorRemoved,
    RecoveryCodesRenewed,
    SecondFactorReset,
    RolesChanged,
    AccountShut,
    AccountOpened,

    /// <summary>Goes to the other administrators; where there is none, to the organisation's own address.</summary>
    AdministratorShut,
}

/// <summary>Adds such a mail, to be saved with what it tells.</summary>
public sealed class SecurityNotices(CharityDb db, AddMail mails, Ids ids)
{
    private const char Joint = '#';

    /// <param name="by">The colleague who did it; null for the owner themselves, or for the program.</param>
    internal void Add(SecurityNotice notice, StaffUser user, Guid? by = null)
        => mails.Add(
            SecurityNoticeMail.MailKind, Subject(notice, user.Id, by, ids.New()), user.Email!, user.DisplayName, user.Language, donationId: null);

    /// <summary>Tells every other administrator at work; where there is none, the organisation's contact address.</summary>
    internal async Task TellOthersAsync(SecurityNotice notice, StaffUser about, Guid by, CancellationToken cancel)
    {
        var others = (await db.Users.AsNoTracking().Where(u => u.Id != about.Id && u.Id != by && u.DisabledAt == null)
                .Select(u => new { u.Email, u.DisplayName, u.Language, u.Roles }).ToListAsync(cancel))
            .Where(u => u.Email is not null && SecondPerson.IsAdministrator(u.Roles))
            .Select(u => (Address: u.Email!, Name: u.DisplayName, u.Language)).ToList();
        if (others.Count == 0 && await db.Organisations.AsNoTracking().SingleOrDefaultAsync(cancel) is { } organisation)
        {
            others.Add((organisation.ContactEmail, "", organisation.DefaultLanguage));
        }

        foreach (var (address, name, language) in others)
        {
            mails.Add(SecurityNoticeMail.MailKind, Subject(notice, about.Id, by, ids.New()), address, name, language, donationId: null);
        }
    }

    internal static (SecurityNotice Notice, Guid About, Guid? By) Read(string subject)
    {
        var parts = subject.Split(Joint);
        return (Enum.Parse<SecurityNotice>(parts[0]), Guid(parts[1]), parts[2].Length == 0 ? null : Guid(parts[2]));

        static Guid Guid(string text) => new(Base64Url.DecodeFromChars(text));
    }

    private static string Subject(SecurityNotice notice, Guid about, Guid? by, Guid id)
        => string.Join(Joint, notice, Short(about), by is { } who ? Short(who) : "", Short(id));

    private static string Short(Guid id) => Base64Url.EncodeToString(id.ToByteArray());
}

/// <summary>Writes the mail: what happened, when, by whom, and whom to tell if it was not you.</summary>
public sealed class SecurityNoticeMail(CharityDb db, Letterhead letterhead, Texts texts) : IMailWriter
{
    public const string MailKind = "staff-security";

    public string Kind => MailKind;

    public async Task<WrittenMail?> WriteAsync(Mail mail, bool withDocuments, CancellationToken cancel)
    {
        var (notice, aboutId, byId) = SecurityNotices.Read(mail.Subject);
        var language = Language.Of(mail.Language);
        var T = texts.In(language);
        var (name, email, zone) = await letterhead.InAsync(language, cancel);
        var about = await db.Users.AsNoTracking().SingleAsync(u => u.Id == aboutId, cancel);
        var by = byId is { } id ? await db.Users.AsNoTracking().Where(u => u.Id == id).Select(u => u.DisplayName).SingleOrDefaultAsync(cancel) : null;
        List<(string Name, string Value)> facts = [(T["security-mail.when"], DateFormat.DateTimeWithZone(mail.CreatedAt, zone, language))];
        if (notice == SecurityNotice.AdministratorShut)
        {
            facts.Add((T["security-mail.whose"], $"{about.DisplayName} ({about.Email})"));
        }

        if (notice == SecurityNotice.RolesChanged)
        {
            facts.Add((T["security-mail.roles"], string.Join(", ", StaffRoles.Names(about.Roles).Select(role => T[role]))));
        }

        if (by is not null)
        {
            facts.Add((T["security-mail.by"], by));
        }

        var letter = new Letter(
            language, name, T[$"security-mail.{notice}.title"], T[$"security-mail.{notice}.opening", ("organisation", name)],
            [
                new LetterFacts(facts),
                new LetterNotice(NextStep(notice, about, email, T)),
            ],
            [notice == SecurityNotice.AdministratorShut ? T["security-mail.why-others"] : T["security-mail.why"]]);
        return new WrittenMail(T[$"security-mail.{notice}.title"], name, letter, []);
    }

    public Task FollowUpAsync(Mail mail, IReadOnlyList<SentDocument> sent, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>An administrator who was shut out, and whoever hears of it, learns how long nothing can be done without them.</summary>
    private static string NextStep(SecurityNotice notice, StaffUser about, string email, LanguageTexts T)
        => notice == SecurityNotice.AdministratorShut ? T["security-mail.week-others"]
            : notice == SecurityNotice.AccountShut && SecondPerson.IsAdministrator(about.Roles) ? T["security-mail.week", ("email", email)]
            : notice is SecurityNotice.AccountShut or SecurityNotice.RolesChanged or SecurityNotice.AccountOpened ? T["security-mail.ask", ("email", email)]
            : T["security-mail.not-you", ("email", email)];
}
