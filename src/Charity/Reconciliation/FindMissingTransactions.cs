using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

/// <summary>Finds, every night, paid gifts whose balance transaction has not come within three days.</summary>
internal sealed class FindMissingTransactions(UseCases useCases) : ITimetableJob
{
    public string Name => "reconciliation.find-missing-transactions";

    public TimeSpan Every => TimeSpan.FromHours(12);

    public Task RunAsync(CancellationToken cancel)
        => useCases.RunAsync<ReportMissingTransactions, int>(report => report.RunAsync(cancel), cancel);
}

/// <summary>Writes the findings of <see cref="FindMissingTransactions"/>.</summary>
internal sealed class ReportMissingTransactions(CharityDb db, ExceptionLog exceptions, TimeProvider time)
{
    private static readonly TimeSpan Grace = TimeSpan.FromDays(3);

    private const int MostInOneRun = 1000;

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var due = time.GetUtcNow().UtcDateTime - Grace;
        var found = await db.Donations.AsNoTracking()
            .Where(d => d.Status == DonationStatus.Succeeded && d.Channel == DonationChannel.Stripe && d.PaidAt < due && d.SettledMinor == null
                && !db.Exceptions.Any(x => x.Kind == ExceptionKind.DonationWithoutTxn && x.DonationId == d.Id))
            .OrderBy(d => d.PaidAt)
            .Select(d => new { d.Id, d.LegalEntityId, d.AmountMinor, d.Currency, d.ChargeId })
            .Take(MostInOneRun)
            .ToListAsync(cancel);
        foreach (var gift in found)
        {
            await exceptions.RaiseAsync(
                new Finding(
                    ExceptionKind.DonationWithoutTxn, ExceptionSeverity.Warning, ExceptionSubject.Donation(gift.Id),
                    new KeptText(new TextKey("finding.no-transaction"), ("charge", gift.ChargeId ?? "–")),
                    gift.LegalEntityId, gift.Id, gift.AmountMinor, gift.Currency),
                cancel);
        }

        await db.SaveChangesAsync(cancel);
        return found.Count;
    }
}
