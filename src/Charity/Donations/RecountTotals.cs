using Charity.Campaigns;
using Charity.Data;
using Charity.Data.Work;
using Charity.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

/// <summary>
/// <c>campaign.recount-total.v1</c>: writes a campaign's totals anew from its gifts, by the rule that also counts each
/// single gift (<see cref="Raised"/>). The finding of the check stays: why the total was wrong is for a person to see.
/// </summary>
internal sealed class RecountTotals(CharityDb db) : MessageHandler<CampaignTotalDiffers>
{
    /// <summary>Each campaign by itself: it may have a million gifts, and a gift counted meanwhile makes it begin again.</summary>
    public override int BatchSize => 1;

    public override async Task ApplyAsync(WorkItem<CampaignTotalDiffers, Nothing> item, CancellationToken cancel)
    {
        var campaign = item.Message.CampaignId;
        // Read before the gifts: a gift that is counted meanwhile gives its row another version, and this commit is undone.
        var stored = await db.CampaignTotals.Where(t => t.CampaignId == campaign).ToListAsync(cancel);
        var gifts = Raised.In(db.Donations.AsNoTracking().Where(d => d.CampaignId == campaign));
        var sums = await gifts.GroupBy(r => r.Gift.Currency)
            .Select(g => new { Currency = g.Key, Minor = g.Sum(r => r.Minor), Gifts = g.Count() })
            .ToListAsync(cancel);
        var donors = await DonorsAsync(gifts, cancel);
        foreach (var currency in sums.Select(s => s.Currency).Except(stored.Select(t => t.Currency)).ToList())
        {
            var added = new CampaignTotal { CampaignId = campaign, Currency = currency };
            db.CampaignTotals.Add(added);
            stored.Add(added);
        }

        foreach (var total in stored)
        {
            var sum = sums.Find(s => s.Currency == total.Currency);
            (total.RaisedMinor, total.Gifts, total.Donors) = (sum?.Minor ?? 0, sum?.Gifts ?? 0, donors.GetValueOrDefault(total.Currency));
            total.Version++;
        }
    }

    /// <summary>Donors by currency: each counts once, in the currency of the first gift that counts.</summary>
    private static async Task<Dictionary<string, int>> DonorsAsync(IQueryable<RaisedGift> gifts, CancellationToken cancel)
    {
        var donors = new Dictionary<string, int>(StringComparer.Ordinal);
        Guid? last = null;
        await foreach (var gift in gifts
            .OrderBy(r => r.Gift.DonorId).ThenBy(r => r.Gift.PaidAt).ThenBy(r => r.Gift.Id)
            .Select(r => new { r.Gift.DonorId, r.Gift.Currency })
            .AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (gift.DonorId != last)
            {
                donors[gift.Currency] = donors.GetValueOrDefault(gift.Currency) + 1;
                last = gift.DonorId;
            }
        }

        return donors;
    }
}
