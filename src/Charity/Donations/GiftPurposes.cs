using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

/// <summary>What a gift is for, as papers about it name it.</summary>
/// <param name="Campaign">Title of the campaign.</param>
/// <param name="CampaignSlug">Its name in addresses.</param>
/// <param name="Fund">Name of the fund.</param>
public sealed record GiftPurpose(LocalizedText Campaign, string CampaignSlug, LocalizedText Fund);

/// <summary>Names what gifts are for, for rooms that write about gifts and do not know campaigns. Two queries for any number of gifts.</summary>
public sealed class GiftPurposes(CharityDb db)
{
    private readonly Dictionary<Guid, (LocalizedText Title, string Slug)> campaigns = [];
    private readonly Dictionary<Guid, LocalizedText> funds = [];

    /// <summary>Loads the purposes of these gifts; those known already are not asked for again.</summary>
    public async Task PrepareAsync(IEnumerable<Donation> gifts, CancellationToken cancel)
    {
        var newCampaigns = new HashSet<Guid>();
        var newFunds = new HashSet<Guid>();
        foreach (var gift in gifts)
        {
            _ = campaigns.ContainsKey(gift.CampaignId) || newCampaigns.Add(gift.CampaignId);
            _ = funds.ContainsKey(gift.FundId) || newFunds.Add(gift.FundId);
        }

        if (newCampaigns.Count > 0)
        {
            foreach (var campaign in await db.Campaigns.AsNoTracking().Where(c => newCampaigns.Contains(c.Id))
                         .Select(c => new { c.Id, c.Title, c.Slug }).ToListAsync(cancel))
            {
                campaigns[campaign.Id] = (campaign.Title, campaign.Slug);
            }
        }

        if (newFunds.Count > 0)
        {
            foreach (var fund in await db.Funds.AsNoTracking().Where(f => newFunds.Contains(f.Id))
                         .Select(f => new { f.Id, f.Name }).ToListAsync(cancel))
            {
                funds[fund.Id] = fund.Name;
            }
        }
    }

    /// <summary>The purpose of a gift that was prepared.</summary>
    public GiftPurpose Of(Donation gift)
    {
        var (title, slug) = campaigns[gift.CampaignId];
        return new GiftPurpose(title, slug, funds[gift.FundId]);
    }
}
