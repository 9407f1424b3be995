using Charity.Campaigns.Consents;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>Opens, pauses, completes or ends a campaign early. Ending early needs the stated remedy for what was given.</summary>
public sealed class ChangeCampaignState(CharityDb db, CountryPacks packs, ConsentCheck consents, TimeProvider time)
{
    public sealed record Input(Guid CampaignId, CampaignState To, LocalizedText? Remedy = null);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == input.CampaignId, cancel);
        var problems = new List<CampaignProblem>();
        if (!campaign.MayMoveTo(input.To))
        {
            return CampaignOutcome.Refused(CampaignProblem.MoveNotAllowed);
        }

        if (input.To == CampaignState.Active)
        {
            var receivers = await db.CampaignReceivers.Where(r => r.CampaignId == campaign.Id).Select(r => r.LegalEntityId).ToListAsync(cancel);
            problems.AddRange(await CampaignRules.CheckPublicAsync(
                db, packs, new(campaign.Title, campaign.Summary, campaign.Story, campaign.Promises), receivers, time.GetUtcNow().UtcDateTime, cancel));
            CampaignRules.When(problems, CampaignProblem.ConsentMissing, (await consents.OfCampaignAsync(campaign, cancel)).Count > 0);
        }

        var remedy = input.Remedy ?? LocalizedText.Empty;
        CampaignRules.When(problems, CampaignProblem.RemedyMissing, input.To == CampaignState.EndedEarly && remedy.IsEmpty);
        if (problems.Count > 0)
        {
            return CampaignOutcome.Refused(problems);
        }

        campaign.MoveTo(input.To, remedy, time.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(campaign.Id);
    }
}
