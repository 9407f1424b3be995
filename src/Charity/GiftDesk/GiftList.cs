using Charity.Accounting;
using Charity.Data;
using Charity.Data.Paging;
using Charity.Donations;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.GiftDesk;

/// <summary>One line of the list.</summary>
/// <param name="Donor">The company where one gives.</param>
public sealed record GiftRow(
    Guid Id, DateTime CreatedAt, string Donor, LocalizedText Campaign, Money Amount, DonationChannel Channel, DonationStatus Status,
    long RefundedMinor, long LostMinor, bool DisputeOpen);

/// <summary>Which page of the list.</summary>
/// <param name="Older">Gifts made before this one.</param>
/// <param name="Newer">Gifts made after this one, the nearest first.</param>
/// <param name="Last">The oldest gifts.</param>
public sealed record GiftPageAsked(GiftPlace? Older = null, GiftPlace? Newer = null, bool Last = false);

/// <summary>A page, newest first.</summary>
/// <param name="Older">Where the next page begins, or null on the last.</param>
/// <param name="Newer">Where the page before begins, or null on the first.</param>
/// <param name="Count">Gifts of the filter; null when there are more than <see cref="GiftList.MostCounted"/>.</param>
/// <param name="Sums">What those gifts brought, paid ones less what went back, one for each currency; null when they were not counted.</param>
public sealed record GiftPage(IReadOnlyList<GiftRow> Rows, GiftPlace? Older, GiftPlace? Newer, int? Count, IReadOnlyList<Money>? Sums);

/// <summary>
/// The list of gifts: filtered, newest first, by pages that stay what they are while new gifts come. What is rare is found
/// by an index of its own (<see cref="NarrowGifts"/>); everything else is walked by date, in the index of one filter.
/// </summary>
public sealed class GiftList
{
    public const int PageSize = 50;

    /// <summary>Gifts that are counted and summed; of more it is only said that they are more.</summary>
    public const int MostCounted = 10_000;

    private readonly CharityDb db;
    private readonly GiftCalendar calendar;
    private readonly NarrowGifts narrow;

    public GiftList(CharityDb db, GiftCalendar calendar)
    {
        (this.db, this.calendar) = (db, calendar);
        narrow = new NarrowGifts(db);
    }

    public async Task<GiftPage> ReadAsync(GiftFilter filter, GiftPageAsked asked, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(asked);
        var rule = await RuleAsync(filter, cancel);
        if (await narrow.FindAsync(filter, rule, cancel) is { } found)
        {
            var (some, older, newer) = PageOf([.. found.Select(g => new GiftPlace(g.CreatedAt, g.Id))], asked);
            return new(await RowsAsync(some, cancel), older, newer, found.Count,
                Sum(found.Where(g => g.Status == DonationStatus.Succeeded).Select(g => (g.Currency, checked(g.AmountMinor - g.RefundedMinor - g.LostMinor)))));
        }

        var (places, next, before) = await WalkAsync(rule, asked, cancel);
        var count = await rule.Walk(Facts()).OrderByDescending(g => g.CreatedAt).Select(g => 1).Take(MostCounted + 1).CountAsync(cancel);
        return new(
            await RowsAsync(places, cancel), next, before, count > MostCounted ? null : count,
            count > MostCounted ? null : await SumAsync(rule, cancel));
    }

    /// <summary>Places of the gifts made after one, oldest first, up to the moment named: an export goes on from place to place.</summary>
    internal async Task<IReadOnlyList<GiftPlace>> AfterAsync(GiftFilter filter, GiftPlace? after, DateTime until, int most, CancellationToken cancel)
    {
        var rule = await RuleAsync(filter, cancel);
        if (await narrow.FindAsync(filter, rule, cancel) is { } found)
        {
            return [.. found.Select(g => new GiftPlace(g.CreatedAt, g.Id)).Where(p => p.At <= until && (after is null || p > after)).Order().Take(most)];
        }

        var gifts = rule.Walk(Facts()).Where(g => g.CreatedAt <= until);
        return await Oldest(after is { } place ? Newer(gifts, place) : gifts, most).ToListAsync(cancel);
    }

    private async Task<GiftRule> RuleAsync(GiftFilter filter, CancellationToken cancel)
        => await GiftRule.OfAsync(filter, db, await calendar.ZoneAsync(filter.Entity, cancel), cancel);

    private IQueryable<GiftFacts> Facts() => db.Donations.AsNoTracking().Select(GiftFacts.Of);

    private async Task<(IReadOnlyList<GiftPlace> Places, GiftPlace? Older, GiftPlace? Newer)> WalkAsync(
        GiftRule rule, GiftPageAsked asked, CancellationToken cancel)
    {
        var gifts = rule.Walk(Facts());
        var page = await Keyset.ReadAsync(
            PageSize,
            asked.Newer is null && !asked.Last ? null : most => Oldest(asked.Newer is { } above ? Newer(gifts, above) : gifts, most).ToListAsync(cancel),
            asked.Last, asked.Older is not null,
            (after, most) => Newest(after ? Older(gifts, asked.Older!.Value) : gifts, most).ToListAsync(cancel));
        return (page.Rows, page.More ? page.Rows[^1] : null, page.Earlier ? page.Rows[0] : null);
    }

    private static (IReadOnlyList<GiftPlace> Places, GiftPlace? Older, GiftPlace? Newer) PageOf(List<GiftPlace> all, GiftPageAsked asked)
    {
        var from = asked switch
        {
            { Last: true } => Math.Max(0, all.Count - PageSize),
            { Newer: { } above } => Math.Max(0, all.Count(p => p > above) - PageSize),
            { Older: { } below } => all.Count(p => p >= below),
            _ => 0,
        };
        var rows = all.Skip(from).Take(PageSize).ToList();
        return (rows, from + rows.Count < all.Count ? rows[^1] : null, from > 0 && rows.Count > 0 ? rows[0] : null);
    }

    // The first condition is the one an index serves; the second settles gifts of one moment.
    private static IQueryable<GiftFacts> Older(IQueryable<GiftFacts> gifts, GiftPlace than)
    {
        var (at, id) = (than.At, than.Id);
        return gifts.Where(g => g.CreatedAt <= at && (g.CreatedAt < at || g.Id.CompareTo(id) < 0));
    }

    private static IQueryable<GiftFacts> Newer(IQueryable<GiftFacts> gifts, GiftPlace than)
    {
        var (at, id) = (than.At, than.Id);
        return gifts.Where(g => g.CreatedAt >= at && (g.CreatedAt > at || g.Id.CompareTo(id) > 0));
    }

    private static IQueryable<GiftPlace> Newest(IQueryable<GiftFacts> gifts, int most)
        => gifts.OrderByDescending(g => g.CreatedAt).ThenByDescending(g => g.Id).Take(most).Select(g => new GiftPlace(g.CreatedAt, g.Id));

    private static IQueryable<GiftPlace> Oldest(IQueryable<GiftFacts> gifts, int most)
        => gifts.OrderBy(g => g.CreatedAt).ThenBy(g => g.Id).Take(most).Select(g => new GiftPlace(g.CreatedAt, g.Id));

    /// <summary>By the same walk as the count, since a sum in SQL tempts the engine to group all gifts there are.</summary>
    private async Task<IReadOnlyList<Money>> SumAsync(GiftRule rule, CancellationToken cancel)
    {
        var gifts = await rule.Walk(Facts()).OrderByDescending(g => g.CreatedAt)
            .Select(g => new { g.Status, g.Currency, Minor = g.AmountMinor - g.RefundedMinor - g.LostMinor }).Take(MostCounted).ToListAsync(cancel);
        return Sum(gifts.Where(g => g.Status == DonationStatus.Succeeded).Select(g => (g.Currency, g.Minor)));
    }

    private static List<Money> Sum(IEnumerable<(string Currency, long Minor)> gifts)
        => [.. gifts.GroupBy(g => g.Currency).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Money.Sum(g.Select(x => new Money(x.Minor, Currency.Of(g.Key))), Currency.Of(g.Key)))];

    private async Task<IReadOnlyList<GiftRow>> RowsAsync(IReadOnlyList<GiftPlace> places, CancellationToken cancel)
    {
        var ids = places.Select(p => p.Id).ToList();
        var rows = await db.Donations.AsNoTracking().Where(d => ids.Contains(d.Id))
            .Join(db.Campaigns, d => d.CampaignId, c => c.Id, (d, c) => new
            {
                d.Id, d.CreatedAt, d.DonorName, d.CompanyName, c.Title, d.AmountMinor, d.Currency, d.Channel, d.Status, d.RefundedMinor,
                d.LostToDisputeMinor, d.DisputeOpen,
            })
            .ToDictionaryAsync(d => d.Id, cancel);
        return [.. ids.Select(id => rows[id]).Select(d => new GiftRow(
            d.Id, d.CreatedAt, d.CompanyName ?? d.DonorName, d.Title, new Money(d.AmountMinor, Currency.Of(d.Currency)), d.Channel, d.Status,
            d.RefundedMinor, d.LostToDisputeMinor, d.DisputeOpen))];
    }
}
