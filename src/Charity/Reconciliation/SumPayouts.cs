using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

/// <summary>What a payout says of itself.</summary>
/// <param name="Payout">Null when it is gone, or the provider gave no answer.</param>
/// <param name="Unreachable">Why the provider gave no answer.</param>
internal sealed record PayoutAnswer(PayoutFact? Payout, string? Unreachable = null);

/// <summary>
/// <c>payout.sum.v1</c>: once every page of a payout is in, checks that its transactions sum to what went to the bank. The
/// sum is made by the database, of what stands in our own table.
/// </summary>
internal sealed class SumPayouts(CharityDb db, IPaymentGateway gateway, ExceptionLog exceptions, TimeProvider time) : MessageHandler<SumPayout, PayoutAnswer>
{
    private static readonly TimeSpan UntilImported = TimeSpan.FromMinutes(1);

    /// <summary>Looks for pages that are being imported: longer than a page waits for its transactions.</summary>
    private const int MaxLooks = 35;

    public override async Task<PayoutAnswer> GatherAsync(SumPayout message, CancellationToken cancel)
    {
        try
        {
            return new PayoutAnswer(await gateway.GetPayoutAsync(message.Account, message.PayoutId, cancel));
        }
        catch (GatewayException error) when (error.Fault == GatewayFault.NotFound)
        {
            return new PayoutAnswer(null);
        }
        catch (GatewayException error) when (error.IsTransient)
        {
            return new PayoutAnswer(null, error.Code);
        }
    }

    public override async Task ApplyAsync(WorkItem<SumPayout, PayoutAnswer> item, CancellationToken cancel)
    {
        var (account, payoutId) = (item.Message.Account, item.Message.PayoutId);
        if (item.Fact.Unreachable is { } code)
        {
            item.RetryLater($"The provider gave no answer ({code}).");
            return;
        }

        var row = await db.Payouts.FirstOrDefaultAsync(p => p.Account == account && p.ProviderId == payoutId, cancel);
        if (item.Fact.Payout is not { } payout || row is null)
        {
            await exceptions.RaiseAsync(
                new Finding(
                    ExceptionKind.ProviderObjectGone, ExceptionSeverity.Warning, ExceptionSubject.ProviderObject(payoutId),
                    new KeptText(new TextKey("finding.payout-gone"), ("payout", payoutId), ("account", account))),
                cancel);
            return;
        }

        var round = item.Message.Round;
        var waiting = await db.Outbox.AsNoTracking()
            .Where(m => m.Kind == ImportPayout.Kind && m.Subject == payoutId && m.State != WorkState.Done
                && (m.Discriminator == round || m.Discriminator.StartsWith(round + ":")))
            .Select(m => m.State)
            .ToListAsync(cancel);
        if (waiting.Contains(WorkState.Parked) || waiting.Contains(WorkState.Ignored) || (waiting.Count > 0 && item.Attempts >= MaxLooks))
        {
            // The page itself stands before a person; the next night asks for the whole payout again.
            item.Park($"{waiting.Count} pages of payout {payoutId} did not come in; the sum was not compared.");
        }
        else if (waiting.Count > 0)
        {
            item.RetryAfter(UntilImported * Math.Min(60, 1 << Math.Min(item.Attempts - 1, 6)), $"{waiting.Count} pages are being imported.");
        }
        else
        {
            await CheckAsync(row, payout, cancel);
            row.TransactionsImported = true;
            row.Version++;
            await SupersedeAsync(payoutId, cancel);
        }
    }

    /// <summary>Pages and sums of earlier days that were parked have nothing left to wait for.</summary>
    private async Task SupersedeAsync(string payoutId, CancellationToken cancel)
    {
        foreach (var parked in await db.Outbox
            .Where(m => (m.Kind == ImportPayout.Kind || m.Kind == SumPayout.Kind) && m.Subject == payoutId && m.State == WorkState.Parked)
            .ToListAsync(cancel))
        {
            parked.Supersede(time.GetUtcNow().UtcDateTime);
        }
    }

    private async Task CheckAsync(Payout row, PayoutFact payout, CancellationToken cancel)
    {
        var transactions = db.StripeTransactions.AsNoTracking().Where(t => t.Account == row.Account && t.PayoutId == row.ProviderId);
        // Its own movements only: money of an earlier payout that came back is part of what this one pays out.
        var others = transactions.Where(t => t.SourceId != row.ProviderId || !PayoutMovements.Contains(t.Type));
        var (count, sum) = (await others.CountAsync(cancel), await others.SumAsync(t => t.NetMinor, cancel));
        var went = await transactions.Where(t => t.SourceId == row.ProviderId && t.Type == "payout").Select(t => t.NetMinor).ToListAsync(cancel);
        if (sum == payout.Amount && went is [var single] && single == -payout.Amount)
        {
            return;
        }

        await exceptions.RaiseAsync(
            new Finding(
                ExceptionKind.PayoutSumMismatch, ExceptionSeverity.Critical, ExceptionSubject.Payout(row.ProviderId),
                new KeptText(
                    new TextKey("finding.payout-sum"),
                    ("payout", row.ProviderId), ("says", Sum.Value(payout.Amount, payout.Currency)), ("number", count), ("sum", Sum.Value(sum, payout.Currency)),
                    ("withdrawals", went.Count), ("taken", Sum.Value(went.Sum(), payout.Currency))),
                row.LegalEntityId, null, payout.Amount - sum, payout.Currency),
            cancel);
    }

    /// <summary>Types by which a payout itself moves the balance; the ledger's I6 says the same.</summary>
    private static readonly string[] PayoutMovements = ["payout", "payout_failure", "payout_cancel"];
}
