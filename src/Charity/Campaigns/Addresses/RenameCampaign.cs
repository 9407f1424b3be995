using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Addresses;

/// <summary>Gives a campaign another name in its addresses. The old addresses lead to the new ones from then on.</summary>
public sealed class RenameCampaign(CharityDb db, AuditLog audit, TimeProvider time)
{
    public sealed record Input(Guid CampaignId, string Slug, Actor By);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == input.CampaignId, cancel);
        var problems = new List<CampaignProblem>();
        CampaignRules.When(problems, CampaignProblem.NothingChanges, campaign.Slug == input.Slug);
        CampaignRules.When(problems, CampaignProblem.SlugInvalid, !CampaignRules.IsSlug(input.Slug));
        CampaignRules.When(problems, CampaignProblem.SlugTaken, await CampaignRules.IsSlugTakenAsync(db, input.Slug, campaign.Id, cancel));
        if (problems.Count > 0)
        {
            return CampaignOutcome.Refused(problems);
        }

        if (campaign.State != CampaignState.Draft)
        {
            // Every old name points at the campaign, not at the next name: there are no chains to follow.
            db.CampaignAddresses.Add(new CampaignAddress { Slug = campaign.Slug, CampaignId = campaign.Id, RetiredAt = time.GetUtcNow().UtcDateTime });
        }

        if (await db.CampaignAddresses.SingleOrDefaultAsync(a => a.Slug == input.Slug, cancel) is { } own)
        {
            db.CampaignAddresses.Remove(own);
        }

        audit.Add(input.By, CampaignActions.Rename, CampaignActions.Subject, campaign.Id, new { slug = campaign.Slug }, new { slug = input.Slug });
        campaign.Rename(input.Slug);
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(campaign.Id);
    }
}
