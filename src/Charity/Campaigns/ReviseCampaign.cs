using Charity.Campaigns.Drafts;
using Charity.Campaigns.Publishing;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>
/// Changes purpose, goal, end date or surplus rule of a campaign that people have given to. The change is dated, has a
/// reason, and stays on the campaign's page for good.
/// </summary>
public sealed class ReviseCampaign(CharityDb db, Editions editions, AuditLog audit)
{
    /// <param name="MadeBy">Who decided, as staff know them.</param>
    public sealed record Input(Guid CampaignId, CampaignPromises Promises, LocalizedText Reason, string MadeBy);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == input.CampaignId, cancel);
        var problems = CampaignRules.CheckRevision(campaign, input.Promises, input.Reason, campaign.StartsOn);
        CampaignRules.When(problems, CampaignProblem.NothingChanges, input.Promises == campaign.Promises);
        if (problems.Count > 0)
        {
            return CampaignOutcome.Refused(problems);
        }

        var by = Actor.Program(input.MadeBy);
        var before = await LiveCampaign.DocumentAsync(db, campaign, cancel);
        await editions.AddRevisionAsync(campaign, input.Promises, input.Reason, input.MadeBy, cancel);
        campaign.Promise(input.Promises);
        var after = before with { Promises = input.Promises };
        campaign.Mark(TranslationMarks.FromJson(campaign.Translations).After(after, await LiveCampaign.PreferredAsync(db, cancel)));
        await editions.AddAsync(campaign, after, input.Reason, by, cancel);
        var (was, now) = CampaignActions.Changes(before, after);
        audit.Add(by, CampaignActions.Revise, CampaignActions.Subject, campaign.Id, was, now);
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(campaign.Id);
    }
}
