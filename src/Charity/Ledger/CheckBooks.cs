using System.Globalization;
using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Ledger;

/// <summary>
/// Runs the whole check and keeps its result: a dated row, and a finding for each breach that staff see. A campaign's
/// total that differs is a copy of what the gifts say, and so is also asked to be counted anew.
/// </summary>
public sealed class CheckBooks(CharityDb db, VerifyLedger verify, ExceptionLog exceptions, Outbox outbox, Ids ids, TimeProvider time)
{
    /// <summary>The breaches, empty when the books hold.</summary>
    public async Task<IReadOnlyList<Breach>> RunAsync(CancellationToken cancel)
    {
        var started = time.GetUtcNow().UtcDateTime;
        var breaches = await verify.RunAsync(cancel);
        var night = started.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // One finding a row, with all that was said of it: a campaign's totals may differ in several currencies.
        foreach (var row in breaches.GroupBy(b => (b.Invariant, b.Row)))
        {
            await exceptions.RaiseAsync(ToFinding(row.First() with { Detail = string.Join("; ", row.Select(b => b.Detail)) }, night), cancel);
        }

        foreach (var campaign in breaches.Where(b => b.Invariant == "I16" && b.RowId is not null).Select(b => b.RowId!.Value).Distinct())
        {
            await AskForCountAsync(new CampaignTotalDiffers(campaign, night), cancel);
        }

        db.LedgerChecks.Add(new LedgerCheck
        {
            Id = ids.New(),
            StartedAt = started,
            FinishedAt = time.GetUtcNow().UtcDateTime,
            Breaches = breaches.Count,
            Detail = string.Join('\n', breaches.Select(b => $"{b.Invariant} {b.Row} {b.Detail}")),
        });
        await db.SaveChangesAsync(cancel);
        return breaches;
    }

    /// <summary>Once a night, also when the check runs twice.</summary>
    private async Task AskForCountAsync(CampaignTotalDiffers message, CancellationToken cancel)
    {
        var subject = message.CampaignId.ToString("N");
        if (!await db.Outbox.AnyAsync(m => m.Kind == CampaignTotalDiffers.Kind && m.Subject == subject && m.Discriminator == message.Round, cancel))
        {
            outbox.Add(message);
        }
    }

    private static Finding ToFinding(Breach breach, string night)
    {
        // What is no query is the chain of seals.
        var rule = LedgerSql.All.Any(i => i.Name == breach.Invariant) ? new TextKey($"finding.rule.{breach.Invariant}") : new TextKey("finding.rule.chain");
        var detail = Said(new TextKey("finding.books"));
        var donation = breach.Row.StartsWith("donation:", StringComparison.Ordinal) ? breach.RowId : null;
        return breach.Invariant switch
        {
            "I14" => new Finding(ExceptionKind.ReceiptMissing, ExceptionSeverity.Warning, breach.Row, detail, DonationId: donation),
            // With the night: the total is counted anew, so what differs on another night is another fault.
            "I16" => new Finding(
                ExceptionKind.TotalDiffers, ExceptionSeverity.Warning, $"{ExceptionSubject.Breach("I16", breach.Row)}:{night}",
                Said(new TextKey("finding.total-differs"))),
            _ => new Finding(
                ExceptionKind.LedgerBreach, ExceptionSeverity.Critical, ExceptionSubject.Breach(breach.Invariant, breach.Row), detail,
                DonationId: donation),
        };

        KeptText Said(TextKey key) => new(key, ("invariant", breach.Invariant), ("rule", rule), ("row", breach.Row), ("detail", breach.Detail));
    }
}
