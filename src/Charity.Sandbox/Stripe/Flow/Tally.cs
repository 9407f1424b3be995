using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Flow;

/// <summary>Adds up <see cref="SimulatedTotals"/>. Call under the gate of the world.</summary>
internal static class Tally
{
    internal static SimulatedTotals Of(World world, IEnumerable<string> accounts)
    {
        var ids = accounts.ToList();
        var charges = ids.SelectMany(world.Charges.Of).Where(c => c.Succeeded).ToLookup(c => c.Currency, StringComparer.Ordinal);
        var refunds = ids.SelectMany(world.Refunds.Of).ToLookup(r => r.Currency, StringComparer.Ordinal);
        var disputes = ids.SelectMany(world.Disputes.Of).Where(d => d.BalanceTransactions.Count > 0).ToLookup(d => d.Currency, StringComparer.Ordinal);
        var txns = ids.SelectMany(world.BalanceTransactions.Of).ToLookup(t => t.Currency, StringComparer.Ordinal);
        return new SimulatedTotals(
            Sorted(charges.Select(g => g.Key), c => new PresentedTotals(
                charges[c].Count(),
                charges[c].Sum(x => x.Amount),
                refunds[c].Where(r => r.Status == "succeeded").Sum(r => r.Amount),
                refunds[c].Where(r => r.Status == "pending").Sum(r => r.Amount),
                disputes[c].Where(d => d.IsOpen).Sum(d => d.Amount),
                disputes[c].Where(d => d.Status == "lost").Sum(d => d.Amount))),
            Sorted(txns.Select(g => g.Key), c => Settled([.. txns[c]])));
    }

    private static SettledTotals Settled(IReadOnlyList<BalanceTransactionState> txns)
    {
        long Sum(Func<BalanceTransactionState, long> of, params string[] categories) =>
            txns.Where(t => categories.Contains(t.ReportingCategory)).Sum(of);

        string[] named = ["charge", "refund", "refund_failure", "dispute", "dispute_reversal", "payout", "payout_reversal"];
        return new SettledTotals(
            Gross: Sum(t => t.Amount, "charge"),
            Fees: Sum(t => t.Fee, "charge"),
            Refunded: -Sum(t => t.Net, "refund", "refund_failure"),
            Disputed: -Sum(t => t.Amount, "dispute", "dispute_reversal"),
            DisputeFees: Sum(t => t.Fee, "dispute", "dispute_reversal"),
            Other: txns.Where(t => !named.Contains(t.ReportingCategory)).Sum(t => t.Net),
            PaidOut: -Sum(t => t.Net, "payout", "payout_reversal"),
            Balance: txns.Sum(t => t.Net));
    }

    private static SortedDictionary<string, T> Sorted<T>(IEnumerable<string> currencies, Func<string, T> of)
    {
        var sorted = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var currency in currencies)
        {
            sorted[currency] = of(currency);
        }

        return sorted;
    }
}
