using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>Makes a campaign as a draft that nobody sees.</summary>
public sealed class CreateCampaign(CharityDb db, Ids ids, TimeProvider time)
{
    public sealed record Input(string Slug, CampaignContent Content, CampaignPromises Promises);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var problems = await CampaignRules.CheckAsync(db, input.Content, input.Promises, cancel);
        CampaignRules.When(problems, CampaignProblem.SlugInvalid, !CampaignRules.IsSlug(input.Slug));
        CampaignRules.When(problems, CampaignProblem.SlugTaken, await db.Campaigns.AnyAsync(c => c.Slug == input.Slug, cancel));
        if (problems.Count > 0)
        {
            return CampaignOutcome.Refused(problems);
        }

        var campaign = new Campaign(ids.New(), input.Slug, time.GetUtcNow().UtcDateTime);
        campaign.Write(input.Content);
        campaign.Promise(input.Promises);
        db.Campaigns.Add(campaign);
        await CampaignRules.SetReceiversAsync(db, ids, campaign.Id, input.Content.Receivers, cancel);
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(campaign.Id);
    }
}
