using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Drafts;

/// <summary>A campaign as it stands, in the form in which drafts and editions hold it.</summary>
internal static class LiveCampaign
{
    public static async Task<CampaignDocument> DocumentAsync(CharityDb db, Campaign campaign, CancellationToken cancel)
    {
        var receivers = await db.CampaignReceivers.AsNoTracking()
            .Where(r => r.CampaignId == campaign.Id).OrderBy(r => r.Position)
            .Select(r => new ReceiverInput(r.LegalEntityId, r.FundId, r.TakesCards, r.TakesTransfers)).ToListAsync(cancel);
        return new CampaignDocument(campaign.ContentWith(receivers), campaign.Promises);
    }

    /// <summary>The language in which the organisation writes first.</summary>
    public static async Task<Language> PreferredAsync(CharityDb db, CancellationToken cancel)
        => Language.TryOf(await db.Organisations.AsNoTracking().Select(o => o.DefaultLanguage).SingleOrDefaultAsync(cancel), out var own) ? own : Language.En;

    public static async Task<int> EditionAsync(CharityDb db, Guid campaignId, CancellationToken cancel)
        => await db.CampaignEditions.Where(e => e.CampaignId == campaignId).MaxAsync(e => (int?)e.Number, cancel) ?? 0;
}
