using System.Linq.Expressions;
using Charity.Data;
using Charity.Donations;
using Microsoft.EntityFrameworkCore;

namespace Charity.GiftDesk;

/// <summary>
/// A filter with its names looked up, as conditions on <see cref="GiftFacts"/>. The same expressions are translated to SQL
/// and run on facts that were read in another way, so that both say the same.
/// </summary>
internal sealed class GiftRule
{
    /// <summary>Currencies without two decimals, which an amount that names no currency does not mean.</summary>
    private static readonly List<string> OtherDecimals = [.. Accounting.Currency.All.Where(c => c.Scale != 2).Select(c => c.Code)];

    private readonly List<Expression<Func<GiftFacts, bool>>> conditions = [];

    /// <summary>Bounds of the amount in minor units, when they are asked for.</summary>
    public (long Least, long Most)? Amounts { get; private init; }

    public IReadOnlyList<string> Typed { get; private init; } = [];
    public GiftTrouble? Trouble { get; private init; }

    public bool IsEmpty => conditions.Count == 0 && Amounts is null && Typed.Count == 0 && Trouble is null;

    public static async Task<GiftRule> OfAsync(GiftFilter filter, CharityDb db, TimeZoneInfo zone, CancellationToken cancel)
    {
        var (least, most) = (filter.Minor(filter.Least), filter.Minor(filter.Most));
        var rule = new GiftRule
        {
            Amounts = least is null && most is null ? null : (least ?? 0, most ?? long.MaxValue),
            Typed = GiftWords.Typed(filter.Words),
            Trouble = filter.Trouble,
        };
        await rule.AddAsync(filter, db, cancel);
        if (filter.From is { } from)
        {
            var start = GiftCalendar.StartOf(from, zone);
            rule.conditions.Add(g => g.CreatedAt >= start);
        }

        if (filter.To is { } to && to < DateOnly.MaxValue)
        {
            var end = GiftCalendar.StartOf(to.AddDays(1), zone);
            rule.conditions.Add(g => g.CreatedAt < end);
        }

        if (rule.Amounts is not null && filter.Currency is null)
        {
            rule.conditions.Add(g => !OtherDecimals.Contains(g.Currency));
        }

        return rule;
    }

    /// <summary>Everything, for walking the gifts by their dates. The amount is written so that no index on it tempts.</summary>
    public IQueryable<GiftFacts> Walk(IQueryable<GiftFacts> gifts)
    {
        gifts = Apply(gifts);
        if (Amounts is var (least, most))
        {
            gifts = gifts.Where(g => g.AmountMinor + 0 >= least && g.AmountMinor + 0 <= most);
        }

        gifts = Typed.Aggregate(gifts, (some, word) => some.Where(g => g.SearchText.Contains(word)));
        return Trouble switch
        {
            GiftTrouble.Refunded => gifts.Where(g => g.RefundedMinor > 0),
            GiftTrouble.Lost => gifts.Where(g => g.LostMinor > 0),
            GiftTrouble.Disputed => gifts.Where(g => g.DisputeOpen),
            _ => gifts,
        };
    }

    /// <summary>Everything again, of facts at hand. What they cannot say (a missing receipt) is not asked.</summary>
    public IEnumerable<GiftFacts> Pick(IEnumerable<GiftFacts> gifts) => Pick(gifts, Typed);

    /// <summary>Everything but the words, of gifts that were found by a number typed in their place.</summary>
    public IEnumerable<GiftFacts> PickNumbered(IEnumerable<GiftFacts> gifts) => Pick(gifts, []);

    private IEnumerable<GiftFacts> Pick(IEnumerable<GiftFacts> gifts, IReadOnlyList<string> words)
    {
        var tests = conditions.ConvertAll(c => c.Compile(preferInterpretation: true));
        var (least, most) = Amounts ?? (long.MinValue, long.MaxValue);
        return gifts.Where(g => tests.TrueForAll(test => test(g)) && g.AmountMinor >= least && g.AmountMinor <= most
            && words.All(word => g.SearchText.Contains(word, StringComparison.Ordinal))
            && Trouble switch
            {
                GiftTrouble.Refunded => g.RefundedMinor > 0,
                GiftTrouble.Lost => g.LostMinor > 0,
                GiftTrouble.Disputed => g.DisputeOpen,
                GiftTrouble.WithoutReceipt => g.Status == DonationStatus.Succeeded,
                _ => true,
            });
    }

    private IQueryable<GiftFacts> Apply(IQueryable<GiftFacts> gifts) => conditions.Aggregate(gifts, (some, condition) => some.Where(condition));

    private async Task AddAsync(GiftFilter filter, CharityDb db, CancellationToken cancel)
    {
        if (filter.Status is { } status)
        {
            conditions.Add(g => g.Status == status);
        }

        if (filter.Channel is { } channel)
        {
            conditions.Add(g => g.Channel == channel);
        }

        if (filter.Campaign is { } slug)
        {
            var campaign = await db.Campaigns.AsNoTracking().Where(c => c.Slug == slug).Select(c => c.Id).SingleOrDefaultAsync(cancel);
            conditions.Add(g => g.CampaignId == campaign);
        }

        if (filter.Fund is { } fund)
        {
            conditions.Add(g => g.FundId == fund);
        }

        if (filter.Entity is { } code)
        {
            var entity = await db.LegalEntities.AsNoTracking().Where(e => e.Code == code).Select(e => e.Id).SingleOrDefaultAsync(cancel);
            conditions.Add(g => g.EntityId == entity);
        }

        if (filter.Currency is { } currency)
        {
            conditions.Add(g => g.Currency == currency);
        }
    }
}
