using System.Globalization;
using Charity.Exceptions;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;

namespace Charity.Tests.Reconciliation;

/// <summary>
/// Everything that money left in the database, as text: without numbers that only say in which order rows were made
/// (ids of our own, versions, entry and receipt numbers).
/// </summary>
internal static class BooksDump
{
    public static async Task<string> OfAsync(CharityHost host, bool withoutDisputeNeedsResponse = false)
    {
        await using var db = host.Db();
        // Gifts by their place: two worlds made alike differ in ids.
        var gifts = await db.Donations.AsNoTracking().OrderBy(d => d.CreatedAt).ThenBy(d => d.AmountMinor).ThenBy(d => d.Id).ToListAsync();
        var place = gifts.Select((g, i) => (g.Id, Name: $"gift{i}")).ToDictionary(g => g.Id, g => g.Name);
        string Gift(Guid? id) => id is { } known ? place[known] : "none";
        string Plain(string text) => place.Aggregate(text, (t, p) => t.Replace(p.Key.ToString(), p.Value, StringComparison.Ordinal));

        var lines = new List<string>();
        lines.AddRange(gifts.Select(g => Line(
            "donation", Gift(g.Id), g.Status, g.AmountMinor, g.Currency, g.CoveredFeeMinor, g.SettledMinor, g.SettledCurrency, g.FeeMinor, g.PaidAt,
            g.Late, g.PaymentIntentId, g.ChargeId, g.RefundedMinor, g.RefundReservedMinor, g.LostToDisputeMinor, g.DisputeOpen)));
        lines.AddRange((await db.CampaignTotals.AsNoTracking().ToListAsync()).Select(t => Line("total", t.Currency, t.RaisedMinor, t.Gifts, t.Donors)));
        lines.AddRange((await db.Campaigns.AsNoTracking().ToListAsync()).Select(c => Line("campaign", c.Slug, c.FirstGiftAt)));
        lines.AddRange((await db.StripeTransactions.AsNoTracking().ToListAsync()).Select(t => Line(
            "txn", t.Id, t.Type, t.AmountMinor, t.FeeMinor, t.NetMinor, t.Currency, t.SourceId, t.PayoutId)));
        lines.AddRange((await db.Refunds.AsNoTracking().ToListAsync()).Select(r => Line(
            "refund", r.ProviderId, Gift(r.DonationId), r.ChargeId, r.AmountMinor, r.Currency, r.Status, r.CountedMinor)));
        lines.AddRange((await db.Disputes.AsNoTracking().ToListAsync()).Select(d => Line(
            "dispute", d.ProviderId, Gift(d.DonationId), d.ChargeId, d.AmountMinor, d.Currency, d.Status, d.CountedMinor)));
        lines.AddRange((await db.Payouts.AsNoTracking().ToListAsync()).Select(p => Line(
            "payout", p.ProviderId, p.AmountMinor, p.Currency, p.Status, p.TransactionsImported)));
        lines.AddRange((await db.Exceptions.AsNoTracking().ToListAsync())
            .Where(x => !(withoutDisputeNeedsResponse && x.Kind == ExceptionKind.DisputeNeedsResponse))
            .Select(x => Line("finding", x.Kind, Plain(x.Subject), Gift(x.DonationId), x.AmountMinor, x.Currency)));
        lines.AddRange((await db.Receipts.AsNoTracking().ToListAsync())
            .GroupBy(r => r.DonationId)
            .Select(g => Line("receipt", Gift(g.Key), g.Any(r => r.Kind == "donation"))));
        var funds = await db.Funds.AsNoTracking().ToDictionaryAsync(f => f.Id, f => f.Code);
        var postings = (await db.Postings.AsNoTracking().Include(p => p.Account).ToListAsync()).ToLookup(p => p.EntryId);
        lines.AddRange((await db.Entries.AsNoTracking().ToListAsync()).Select(e => Line(
            "entry", e.SourceType, e.SourceId, e.Kind, e.EffectiveDate,
            string.Join(" ", postings[e.Id].OrderBy(p => p.Line).Select(p => Line(
                p.Account.Code, p.FundId is { } fund ? funds[fund] : "-", p.Currency, p.AmountMinor))))));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    /// <summary>Lines that only one of the two has.</summary>
    public static string Difference(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        return string.Join('\n', left.Except(right).Select(l => "- " + l).Concat(right.Except(left).Select(r => "+ " + r)));
    }

    private static string Line(params object?[] values)
        => string.Join('|', values.Select(v => v is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : v?.ToString() ?? ""));
}
