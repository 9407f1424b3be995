using System.Text.RegularExpressions;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Notifications;

/// <summary>Stores what became of a mail that was handed to the transport, and decides whether it is tried again.</summary>
public sealed partial class RecordMailResult(CharityDb db, IEnumerable<IMailWriter> writers, MailFindings findings, CountLater counts, TimeProvider time)
{
    public async Task<SendFact> RunAsync(Guid mailId, MailResult result, IReadOnlyList<SentDocument> sent, CancellationToken cancel)
    {
        var mail = await db.Mails.SingleAsync(m => m.Id == mailId, cancel);
        if (mail.State != MailState.Sending)
        {
            // An earlier run of this verb saved it, and its answer was lost.
            return SendFact.Done;
        }

        // Servers like to repeat the receiver's address, which has no place in findings and logs.
        var reply = Address().Replace(FormattableString.Invariant($"{result.StatusCode} {result.Detail}").Trim(), "(address)");
        counts.Add(measures => measures.MailHandedOver(result.Outcome.ToString().ToLowerInvariant()));
        var fact = await ApplyAsync(mail, result, reply, cancel);
        await writers.Single(w => w.Kind == mail.Kind).FollowUpAsync(mail, sent, cancel);
        await db.SaveChangesAsync(cancel);
        return fact;
    }

    [GeneratedRegex(@"[^\s<>@]+@[^\s<>@]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    private async Task<SendFact> ApplyAsync(Mail mail, MailResult result, string reply, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        switch (result.Outcome)
        {
            case MailOutcome.Sent:
                mail.RecordSent(reply, now);
                return SendFact.Done;
            case MailOutcome.Bounced:
                mail.Bounce(reply);
                await findings.RaiseBouncedAsync(mail, cancel);
                return SendFact.Done;
            case MailOutcome.Ambiguous:
                mail.LoseSight(reply);
                if (mail.IsOver)
                {
                    await findings.RaiseUncertainAsync(mail, cancel);
                    return SendFact.Done;
                }

                return new SendFact(MailSchedule.AfterAmbiguous, reply);
            case MailOutcome.Deferred when now - (mail.FirstTriedAt ?? now) >= MailSchedule.GiveUpAfter:
                mail.GiveUp(reply);
                await findings.RaiseGivenUpAsync(mail, cancel);
                return new SendFact(null, reply, GivenUp: true);
            case MailOutcome.Deferred:
                mail.Defer(reply);
                return new SendFact(MailSchedule.AfterDeferral(mail.Attempts, result.StatusCode), reply);
            default:
                throw new ArgumentOutOfRangeException(nameof(result), result.Outcome, "No such outcome.");
        }
    }
}
