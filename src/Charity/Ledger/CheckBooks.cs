using Charity.Data;
using Charity.Exceptions;

namespace Charity.Ledger;

/// <summary>Runs the whole check and keeps its result: a dated row, and a finding for each breach that staff see.</summary>
public sealed class CheckBooks(CharityDb db, VerifyLedger verify, ExceptionLog exceptions, Ids ids, TimeProvider time)
{
    /// <summary>The breaches, empty when the books hold.</summary>
    public async Task<IReadOnlyList<Breach>> RunAsync(CancellationToken cancel)
    {
        var started = time.GetUtcNow().UtcDateTime;
        var breaches = await verify.RunAsync(cancel);
        foreach (var breach in breaches)
        {
            await exceptions.RaiseAsync(ToFinding(breach), cancel);
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

    private static Finding ToFinding(Breach breach)
    {
        var meaning = LedgerSql.All.FirstOrDefault(i => i.Name == breach.Invariant)?.Meaning ?? "The chain of sealed entries holds.";
        var detail = $"{breach.Invariant} is broken ({meaning}) {breach.Row}: {breach.Detail}";
        var donation = breach.Row.StartsWith("donation:", StringComparison.Ordinal) ? Guid.Parse(breach.Row["donation:".Length..]) : (Guid?)null;
        return breach.Invariant switch
        {
            "I14" => new Finding(ExceptionKind.ReceiptMissing, ExceptionSeverity.Warning, breach.Row, detail, DonationId: donation),
            "I16" => new Finding(ExceptionKind.TotalDiffers, ExceptionSeverity.Warning, ExceptionSubject.Breach("I16", breach.Row), detail),
            _ => new Finding(
                ExceptionKind.LedgerBreach, ExceptionSeverity.Critical, ExceptionSubject.Breach(breach.Invariant, breach.Row), detail,
                DonationId: donation),
        };
    }
}
