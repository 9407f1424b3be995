using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Notifications;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.SetUp;

/// <summary>Sends a mail to whoever asks for it, by the way that every receipt takes. Its link proves that it was read.</summary>
public sealed class SendTestMail(CharityDb db, SettingsMark marks, AddMail mails, PublicTokens tokens, AuditLog audit, Ids ids, TimeProvider time)
{
    /// <param name="Language">Code of the reader's language.</param>
    public sealed record Input(string Address, string Name, string Language, Actor By);

    /// <summary>False for an address that no mail could go to.</summary>
    public async Task<bool> RunAsync(Input input, CancellationToken cancel)
    {
        if (!MailAddresses.IsOne(input.Address))
        {
            return false;
        }

        var proof = new SetUpProof(ids.New(), ProofKind.Mail, input.Address, marks.OfMail(), input.By.Name, time.GetUtcNow().UtcDateTime);
        proof.Seal(tokens.HashFor(TestMail.Token, proof.Id, 1));
        db.SetUpProofs.Add(proof);
        mails.Add(TestMail.MailKind, proof.Id.ToString("N"), input.Address, input.Name, input.Language, donationId: null);
        audit.Add(input.By, "setup.test-mail", "proof", proof.Id);
        await db.SaveChangesAsync(cancel);
        return true;
    }
}

/// <summary>Writes the mail.</summary>
internal sealed class TestMail(CharityDb db, Texts texts, PublicTokens tokens, IOptions<SiteOptions> site) : IMailWriter
{
    internal const string MailKind = "set-up-test";

    /// <summary>Purpose of its token.</summary>
    internal const string Token = "set-up-mail";

    public string Kind => MailKind;

    public async Task<WrittenMail?> WriteAsync(Mail mail, bool withDocuments, CancellationToken cancel)
    {
        var id = Guid.ParseExact(mail.Subject, "N");
        if (await db.SetUpProofs.AsNoTracking().AnyAsync(p => p.Id == id && p.ConfirmedAt != null, cancel))
        {
            return null;
        }

        var language = Language.Of(mail.Language);
        var T = texts.In(language);
        var organisation = await db.Organisations.AsNoTracking().SingleOrDefaultAsync(cancel);
        var name = organisation?.Name.In(language, Language.Of(organisation.DefaultLanguage)).Text ?? "Charity";
        var letter = new Letter(
            language, name, T["setup-mail.title"], T["setup-mail.opening", ("site", new Uri(site.Value.PublicBaseUrl).Host)],
            [
                new LetterText(T["setup-mail.what"]),
                new LetterAction(T["setup-mail.open"], new Uri(site.Value.Address("/staff/set-up/received/" + tokens.For(Token, id, 1)))),
            ],
            [T["setup-mail.why"]]);
        return new WrittenMail(T["setup-mail.subject"], name, letter, []);
    }

    public Task FollowUpAsync(Mail mail, IReadOnlyList<SentDocument> sent, CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>What a link of a test mail is good for.</summary>
public enum TestMailLink
{
    Unknown,
    Open,

    /// <summary>It was followed before.</summary>
    Used,
}

/// <summary>Takes the reader's word that the mail came. Looking changes nothing: mail scanners follow every link.</summary>
public sealed class ConfirmTestMail(CharityDb db, TimeProvider time)
{
    public async Task<TestMailLink> FindAsync(string token, CancellationToken cancel)
        => await ProofAsync(token, cancel) switch
        {
            null => TestMailLink.Unknown,
            { ConfirmedAt: not null } => TestMailLink.Used,
            _ => TestMailLink.Open,
        };

    /// <summary>What the link was good for before.</summary>
    public async Task<TestMailLink> RunAsync(string token, CancellationToken cancel)
    {
        if (await ProofAsync(token, cancel) is not { } proof)
        {
            return TestMailLink.Unknown;
        }

        if (proof.ConfirmedAt is not null)
        {
            return TestMailLink.Used;
        }

        proof.Confirm(time.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancel);
        return TestMailLink.Open;
    }

    private async Task<SetUpProof?> ProofAsync(string token, CancellationToken cancel)
        => PublicTokens.HashOf(token) is { } hash ? await db.SetUpProofs.SingleOrDefaultAsync(p => p.TokenHash == hash && p.Kind == ProofKind.Mail, cancel) : null;
}
