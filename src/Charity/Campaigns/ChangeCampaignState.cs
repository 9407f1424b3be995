using Charity.Campaigns.Consents;
using Charity.Campaigns.Drafts;
using Charity.Campaigns.Publishing;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>Opens, pauses, completes or ends a campaign early. Ending early needs the stated remedy for what was given.</summary>
public sealed class ChangeCampaignState(CharityDb db, CountryPacks packs, ConsentCheck consents, Editions editions, AuditLog audit, TimeProvider time)
{
    /// <param name="Remedy">Public: what is done with the money of a campaign that ends early.</param>
    /// <param name="By">Null for a command that sets up an installation.</param>
    /// <param name="Reason">For colleagues, in the audit; at most 1,000 characters.</param>
    public sealed record Input(Guid CampaignId, CampaignState To, LocalizedText? Remedy = null, Actor? By = null, string? Reason = null);

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

        var by = input.By ?? CampaignActions.SetUp;
        var before = campaign.State;
        campaign.MoveTo(input.To, remedy, time.GetUtcNow().UtcDateTime);
        if (before == CampaignState.Draft)
        {
            await editions.AddAsync(campaign, await LiveCampaign.DocumentAsync(db, campaign, cancel), LocalizedText.Empty, by, cancel);
        }

        audit.Add(by, CampaignActions.ChangeState, CampaignActions.Subject, campaign.Id, new { state = before }, new { state = input.To, remedy = input.Remedy }, input.Reason);
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(campaign.Id);
    }
}
