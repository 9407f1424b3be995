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

    public async Task<Swept> RefundsAsync(string account, IReadOnlyList<RefundFact> page, CancellationToken cancel)
    {
        var ids = page.Select(r => r.Id).ToList();
        var known = await db.Refunds.Where(r => r.Account == account && ids.Contains(r.ProviderId))
            .Select(r => new { r.ProviderId, r.Status }).ToListAsync(cancel);
        return Swept.Of(page
            .Where(r => !known.Exists(k => k.ProviderId == r.Id && k.Status == r.Status))
            .Select(r => new SweptObject(StripeEvents.RefundKind, "refund", r.Id)));
    }

    public async Task<Swept> DisputesAsync(string account, IReadOnlyList<DisputeFact> page, CancellationToken cancel)
    {
        var ids = page.Select(d => d.Id).ToList();
        var known = await db.Disputes.Where(d => d.Account == account && ids.Contains(d.ProviderId))
            .Select(d => new { d.ProviderId, d.Status }).ToListAsync(cancel);
        return Swept.Of(page
            .Where(d => !known.Exists(k => k.ProviderId == d.Id && k.Status == d.Status))
            .Select(d => new SweptObject(StripeEvents.DisputeKind, "dispute", d.Id)));
    }

    public async Task<Swept> PayoutsAsync(string account, IReadOnlyList<PayoutFact> page, CancellationToken cancel)
    {
        var ids = page.Select(p => p.Id).ToList();
        var known = await db.Payouts.Where(p => p.Account == account && ids.Contains(p.ProviderId))
            .Select(p => new { p.ProviderId, p.Status, p.ReconciliationStatus }).ToListAsync(cancel);
        return Swept.Of(page
            .Where(p => !known.Exists(k => k.ProviderId == p.Id && k.Status == p.Status && k.ReconciliationStatus == p.ReconciliationStatus))
            .Select(p => new SweptObject(StripeEvents.PayoutKind, "payout", p.Id)));
    }

    /// <summary>Sessions that have ended without any event of theirs reaching us.</summary>
    public async Task<Swept> SessionsAsync(string account, IReadOnlyList<SessionFact> page, CancellationToken cancel)
    {
        var ended = page.Where(s => s.Status != "open").Select(s => s.Id).ToList();
        var heard = await db.Inbox
            .Where(e => e.Account == account && ended.Contains(e.ObjectId!) && e.State != WorkState.Ignored && e.State != WorkState.Quarantined)
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
}
