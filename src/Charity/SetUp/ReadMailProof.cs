using Charity.Data;
using Charity.Languages;
using Charity.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.SetUp;

/// <summary>The step about mail: the settings, and how the last test mail stands.</summary>
public sealed class ReadMailProof(CharityDb db, SettingsMark marks, IOptions<MailOptions> options)
{
    /// <param name="Waiting">A test mail is on its way: look again soon.</param>
    public sealed record Outcome(SetUpReport Report, bool Waiting);

    public async Task<Outcome> RunAsync(CancellationToken cancel)
    {
        var findings = Settings().ToList();
        var mark = marks.OfMail();
        var proofs = await db.SetUpProofs.AsNoTracking().Where(p => p.Kind == ProofKind.Mail).OrderByDescending(p => p.StartedAt).Take(20).ToListAsync(cancel);
        var mine = proofs.Where(p => p.SettingsMark == mark).ToList();
        var waiting = false;
        var last = mine.Find(p => p.ConfirmedAt is not null);
        var proven = last is not null;
        if (last is not null)
        {
            findings.Add(SetUpFinding.Good(
                new TextKey("setup.found.mail-proven"), ("by", last.StartedBy), ("day", DateOnly.FromDateTime(last.ConfirmedAt!.Value))));
        }

        if (mine.Count > 0 && mine[0].ConfirmedAt is null)
        {
            var subject = mine[0].Id.ToString("N");
            var mail = await db.Mails.AsNoTracking().SingleAsync(m => m.Kind == TestMail.MailKind && m.Subject == subject, cancel);
            var (finding, onItsWay) = Of(mail, mine[0]);
            if (!proven || finding.Level == SetUpLevel.Bad)
            {
                // A mail that is refused today says more than one that came last year.
                findings.Add(finding);
                waiting = onItsWay;
            }
        }
        else if (!proven)
        {
            findings.Add(SetUpFinding.Open(proofs.Count > 0 ? new TextKey("setup.found.mail-changed") : new TextKey("setup.found.mail-none")));
        }

        return new(new SetUpReport(SetUpStep.Mail, findings), waiting);
    }

    private static (SetUpFinding Finding, bool Waiting) Of(Mail mail, SetUpProof proof) => mail.State switch
    {
        MailState.Waiting or MailState.Sending => (SetUpFinding.Open(new TextKey("setup.found.mail-waiting"), ("address", proof.Subject)), true),
        MailState.Sent => (SetUpFinding.Open(new TextKey("setup.found.mail-sent"), ("address", proof.Subject), ("reply", mail.LastReply)), true),
        MailState.Deferred => (SetUpFinding.Bad(new TextKey("setup.found.mail-deferred"), ("reply", mail.LastReply)), false),
        MailState.Ambiguous => (SetUpFinding.Bad(new TextKey("setup.found.mail-ambiguous"), ("reply", mail.LastReply)), false),
        _ => (SetUpFinding.Bad(new TextKey("setup.found.mail-refused"), ("reply", mail.LastReply)), false),
    };

    private IEnumerable<SetUpFinding> Settings()
    {
        var way = options.Value;
        yield return SetUpFinding.Good(new TextKey("setup.found.mail-from"), ("address", way.FromAddress));
        if (way.Transport == MailTransportKind.Folder)
        {
            yield return SetUpFinding.Note(new TextKey("setup.found.mail-folder"));
            yield break;
        }

        yield return SetUpFinding.Good(new TextKey("setup.found.mail-server"), ("host", way.Host));
        if (way.Tls == MailEncryption.None)
        {
            yield return SetUpFinding.Note(new TextKey("setup.found.mail-clear"));
        }
    }
}
