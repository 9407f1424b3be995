using Charity.Data;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Payments;

/// <summary>An object of the provider that we should look at.</summary>
internal sealed record SweptObject(string Kind, string ObjectType, string ObjectId);

/// <summary>What one page of a list holds that we do not.</summary>
/// <param name="Objects">To be fetched by their own handlers.</param>
/// <param name="Transactions">Balance transactions that no object's handler brings in.</param>
internal sealed record Swept(IReadOnlyList<SweptObject> Objects, IReadOnlyList<string> Transactions)
{
    public static Swept Of(IEnumerable<SweptObject> objects) => new([.. objects], []);
}

/// <summary>Compares pages of the provider's lists with our mirrors of them.</summary>
internal sealed class SweepCompare(CharityDb db)
{
    public async Task<Swept> TransactionsAsync(string account, IReadOnlyList<TransactionFact> page, CancellationToken cancel)
    {
        var ids = page.Select(t => t.Id).ToList();
        var known = await db.StripeTransactions.Where(t => t.Account == account && ids.Contains(t.Id)).Select(t => t.Id).ToListAsync(cancel);
        var missing = page.Where(t => !known.Contains(t.Id)).ToList();
        var sources = missing.Select(t => t.SourceId).OfType<string>().ToList();
        // Its object's handler has run after an earlier sweep and did not bring it: then it is asked for by its own id.
        var tried = await db.Inbox
            .Where(e => e.Account == account && e.Source == InboxSource.Manual && e.State == WorkState.Done && sources.Contains(e.ObjectId!))
            .Select(e => e.ObjectId!)
            .ToListAsync(cancel);
        var objects = new List<SweptObject>();
        var alone = new List<string>();
        foreach (var transaction in missing)
        {
            var behind = ObjectsBehind(transaction);
            if (behind.Count == 0 || tried.Contains(transaction.SourceId!))
            {
                alone.Add(transaction.Id);
            }
            else
            {
                objects.AddRange(behind);
            }
        }

        return new Swept(objects, alone);
    }

    /// <summary>Refunds that our copy does not show as they are: state, amount, charge, and the transactions that moved their money.</summary>
    public async Task<Swept> RefundsAsync(string account, IReadOnlyList<RefundFact> page, CancellationToken cancel)
    {
        var ids = page.Select(r => r.Id).ToList();
        var known = (await db.Refunds.Where(r => r.Account == account && ids.Contains(r.ProviderId))
            .Select(r => new { r.ProviderId, r.Status, r.AmountMinor, r.ChargeId }).ToListAsync(cancel)).ToDictionary(r => r.ProviderId);
        var held = await HeldAsync(account, page.SelectMany(r => new[] { r.TransactionId, r.FailureTransactionId }), cancel);
        return Swept.Of(page
            .Where(r => known.GetValueOrDefault(r.Id) is not { } copy || (copy.Status, copy.AmountMinor, copy.ChargeId) != (r.Status, r.Amount, r.ChargeId)
                || !held.Has(r.TransactionId) || !held.Has(r.FailureTransactionId))
            .Select(r => new SweptObject(StripeEvents.RefundKind, "refund", r.Id)));
    }

    /// <summary>Disputes that our copy does not show as they are.</summary>
    public async Task<Swept> DisputesAsync(string account, IReadOnlyList<DisputeFact> page, CancellationToken cancel)
    {
        var ids = page.Select(d => d.Id).ToList();
        var known = (await db.Disputes.Where(d => d.Account == account && ids.Contains(d.ProviderId))
            .Select(d => new { d.ProviderId, d.Status, d.AmountMinor, d.ChargeId }).ToListAsync(cancel)).ToDictionary(d => d.ProviderId);
        var held = await HeldAsync(account, page.SelectMany(d => d.Transactions.Select(t => t.Id)), cancel);
        return Swept.Of(page
            .Where(d => known.GetValueOrDefault(d.Id) is not { } copy || (copy.Status, copy.AmountMinor, copy.ChargeId) != (d.Status, d.Amount, d.ChargeId)
                || d.Transactions.Any(t => !held.Has(t.Id)))
            .Select(d => new SweptObject(StripeEvents.DisputeKind, "dispute", d.Id)));
    }

    /// <summary>Payouts that our copy does not show as they are, or whose transactions are still not in.</summary>
    public async Task<Swept> PayoutsAsync(string account, IReadOnlyList<PayoutFact> page, CancellationToken cancel)
    {
        var ids = page.Select(p => p.Id).ToList();
        var known = (await db.Payouts.Where(p => p.Account == account && ids.Contains(p.ProviderId))
            .Select(p => new { p.ProviderId, p.Status, p.ReconciliationStatus, p.AmountMinor, p.TransactionsImported })
            .ToListAsync(cancel)).ToDictionary(p => p.ProviderId);
        var held = await HeldAsync(account, page.SelectMany(p => new[] { p.TransactionId, p.FailureTransactionId }), cancel);
        return Swept.Of(page
            .Where(p => known.GetValueOrDefault(p.Id) is not { } copy
                || (copy.Status, copy.ReconciliationStatus, copy.AmountMinor) != (p.Status, p.ReconciliationStatus, p.Amount)
                || (p is { Automatic: true, ReconciliationStatus: "completed" } && !copy.TransactionsImported)
                || !held.Has(p.TransactionId) || !held.Has(p.FailureTransactionId))
            .Select(p => new SweptObject(StripeEvents.PayoutKind, "payout", p.Id)));
    }

    /// <summary>Objects whose work a person was given: looked at afresh each night, as what stood in the way may be gone.</summary>
    public async Task<IReadOnlyList<SweptObject>> ParkedAsync(string account, DateTime since, int most, CancellationToken cancel)
    {
        var parked = await db.Inbox.AsNoTracking()
            .Where(e => e.Account == account && e.State == WorkState.Parked && e.CreatedAt >= since && e.ObjectId != null && e.Kind != "")
            .OrderByDescending(e => e.Id)
            .Select(e => new { e.Kind, e.ObjectType, e.ObjectId })
            .Take(most)
            .ToListAsync(cancel);
        return [.. parked.Select(e => new SweptObject(e.Kind, e.ObjectType ?? "object", e.ObjectId!)).Distinct()];
    }

    private async Task<HeldTransactions> HeldAsync(string account, IEnumerable<string?> transactions, CancellationToken cancel)
    {
        var ids = transactions.OfType<string>().Distinct().ToList();
        return new(ids.Count == 0 ? [] : [.. await db.StripeTransactions
            .Where(t => t.Account == account && ids.Contains(t.Id)).Select(t => t.Id).ToListAsync(cancel)]);
    }

    /// <summary>Sessions that have ended without any event of theirs reaching us, or none that could be handled.</summary>
    public async Task<Swept> SessionsAsync(string account, IReadOnlyList<SessionFact> page, CancellationToken cancel)
    {
        var ended = page.Where(s => s.Status != "open").Select(s => s.Id).ToList();
        var heard = await db.Inbox
            .Where(e => e.Account == account && ended.Contains(e.ObjectId!) && e.State != WorkState.Ignored && e.State != WorkState.Quarantined
                && e.State != WorkState.Parked)
            .Select(e => e.ObjectId!)
            .ToListAsync(cancel);
        return Swept.Of(ended.Except(heard).Select(id => new SweptObject(StripeEvents.SessionKind, "checkout.session", id)));
    }

    /// <summary>
    /// The objects whose handlers bring a transaction in. A charge comes with its payment, because it is the payment
    /// that knows the gift.
    /// </summary>
    private static List<SweptObject> ObjectsBehind(TransactionFact transaction) => transaction.SourceId?.Split('_')[0] switch
    {
        "ch" or "py" => transaction.PaymentIntentId is { } payment
            ? [new(StripeEvents.PaymentKind, "payment_intent", payment), new(StripeEvents.ChargeKind, "charge", transaction.SourceId)]
            : [new(StripeEvents.ChargeKind, "charge", transaction.SourceId)],
        "re" or "pyr" => [new(StripeEvents.RefundKind, "refund", transaction.SourceId)],
        "dp" or "du" => [new(StripeEvents.DisputeKind, "dispute", transaction.SourceId)],
        "po" => [new(StripeEvents.PayoutKind, "payout", transaction.SourceId)],
        _ => [],
    };

    private sealed record HeldTransactions(HashSet<string> Ids)
    {
        /// <summary>True when there is nothing to hold, too.</summary>
        public bool Has(string? id) => id is null || Ids.Contains(id);
    }
}
