using Charity.Campaigns;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

/// <summary>
/// Keeps what campaigns raised in step with their gifts, in the same commit. A gift counts with
/// <see cref="Donation.RaisedMinor"/>; a donor once a campaign, in the currency of the first gift that counts; both so
/// that the order in which facts arrive makes no difference. The ledger's I16 computes the same from the gifts.
/// <para>
/// Who counts as a donor is read from other gifts, so two commits that each add a gift of one donor must not miss each
/// other: every change of what counts also touches the total of the campaign's goal currency, and that row is read
/// before the gifts. The later commit then meets another version and is run again.
/// </para>
/// </summary>
public sealed class RaisedTotals(CharityDb db, TimeProvider time)
{
    private readonly Dictionary<(Guid Campaign, Guid Donor), List<Counted>> counted = [];
    private readonly Dictionary<(Guid Campaign, string Currency), CampaignTotal> totals = [];
    private readonly Dictionary<Guid, string> goalCurrencies = [];

    /// <summary>Campaigns without a paid gift so far.</summary>
    private readonly Dictionary<Guid, Campaign> unopened = [];

    /// <summary>Loads what changes of these gifts need, in four queries.</summary>
    public async Task PrepareAsync(IReadOnlyCollection<Donation> gifts, CancellationToken cancel)
    {
        await LoadCampaignsAsync([.. gifts.Select(g => g.CampaignId).Where(c => !goalCurrencies.ContainsKey(c)).Distinct()], cancel);
        var fresh = gifts.Select(g => (g.CampaignId, g.DonorId)).Where(pair => !counted.ContainsKey(pair)).ToHashSet();
        if (fresh.Count == 0)
        {
            return;
        }

        var campaigns = fresh.Select(p => p.CampaignId).Distinct().ToList();
        var donors = fresh.Select(p => p.DonorId).Distinct().ToList();
        // Not by state: an engine without statistics takes one state for a few rows and would read every paid gift there is.
        var rows = await Raised.In(db.Donations.AsNoTracking().Where(d => campaigns.Contains(d.CampaignId) && donors.Contains(d.DonorId)))
            .Select(r => new { r.Gift.Id, r.Gift.CampaignId, r.Gift.DonorId, r.Gift.PaidAt, r.Gift.Currency })
            .ToListAsync(cancel);
        foreach (var pair in fresh)
        {
            counted.Add(pair, []);
        }

        // The query takes every pair of the two lists. What was loaded before may have changed here since, unsaved.
        foreach (var row in rows.Where(r => fresh.Contains((r.CampaignId, r.DonorId))))
        {
            counted[(row.CampaignId, row.DonorId)].Add(new Counted(row.Id, row.PaidAt.GetValueOrDefault(), row.Currency));
        }
    }

    /// <summary>Makes a change to the gift and carries what it raised into the campaign's total.</summary>
    /// <exception cref="OverflowException">The total does not fit; nothing may be saved.</exception>
    public async Task ChangeAsync(Donation gift, Action<Donation> change, CancellationToken cancel)
    {
        await PrepareAsync([gift], cancel);
        var before = gift.RaisedMinor;
        change(gift);
        var after = gift.RaisedMinor;
        if (before == after)
        {
            return;
        }

        var total = TotalOf(gift.CampaignId, gift.Currency);
        total.RaisedMinor = checked(total.RaisedMinor + (after - before));
        total.Gifts += (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        total.Version++;
        if ((before > 0) != (after > 0))
        {
            CountDonor(gift, after > 0);
            TotalOf(gift.CampaignId, goalCurrencies[gift.CampaignId]).Version++;
        }

        if (after > 0 && unopened.Remove(gift.CampaignId, out var campaign))
        {
            // From here on the campaign's promises change only in public.
            campaign.MarkFirstGift(time.GetUtcNow().UtcDateTime);
        }
    }

    /// <summary>Gives the gift to another donor and counts its campaign's donors anew; what was raised stays.</summary>
    public async Task MoveAsync(Donation gift, Guid donorId, CancellationToken cancel)
    {
        await PrepareAsync([gift], cancel);
        var counts = gift.RaisedMinor > 0;
        if (counts)
        {
            CountDonor(gift, false);
        }

        gift.BelongTo(donorId);
        if (counts)
        {
            await PrepareAsync([gift], cancel);
            CountDonor(gift, true);
            TotalOf(gift.CampaignId, goalCurrencies[gift.CampaignId]).Version++;
        }
    }

    private void CountDonor(Donation gift, bool counts)
    {
        var list = counted[(gift.CampaignId, gift.DonorId)];
        var before = First(list);
        if (counts)
        {
            list.Add(new Counted(gift.Id, gift.PaidAt.GetValueOrDefault(), gift.Currency));
        }
        else
        {
            list.RemoveAll(c => c.Id == gift.Id);
        }

        var after = First(list);
        if (before == after)
        {
            return;
        }

        if (before is not null)
        {
            AddDonors(gift.CampaignId, before, -1);
        }

        if (after is not null)
        {
            AddDonors(gift.CampaignId, after, 1);
        }
    }

    private void AddDonors(Guid campaign, string currency, int change)
    {
        var total = TotalOf(campaign, currency);
        total.Donors += change;
        total.Version++;
    }

    private static string? First(List<Counted> gifts) => gifts.OrderBy(c => c.PaidAt).ThenBy(c => c.Id).FirstOrDefault()?.Currency;

    private CampaignTotal TotalOf(Guid campaign, string currency)
    {
        if (!totals.TryGetValue((campaign, currency), out var total))
        {
            total = new CampaignTotal { CampaignId = campaign, Currency = currency };
            db.CampaignTotals.Add(total);
            totals.Add((campaign, currency), total);
        }

        return total;
    }

    private async Task LoadCampaignsAsync(List<Guid> campaigns, CancellationToken cancel)
    {
        if (campaigns.Count == 0)
        {
            return;
        }

        foreach (var total in await db.CampaignTotals.Where(t => campaigns.Contains(t.CampaignId)).ToListAsync(cancel))
        {
            totals.TryAdd((total.CampaignId, total.Currency), total);
        }

        var rows = await db.Campaigns.AsNoTracking().Where(c => campaigns.Contains(c.Id))
            .Select(c => new { c.Id, c.GoalCurrency, IsUnopened = c.FirstGiftAt == null })
            .ToListAsync(cancel);
        foreach (var row in rows)
        {
            goalCurrencies.Add(row.Id, row.GoalCurrency);
        }

        if (rows.Exists(r => r.IsUnopened))
        {
            foreach (var campaign in await db.Campaigns.Where(c => campaigns.Contains(c.Id) && c.FirstGiftAt == null).ToListAsync(cancel))
            {
                unopened.Add(campaign.Id, campaign);
            }
        }
    }

    private sealed record Counted(Guid Id, DateTime PaidAt, string Currency);
}
