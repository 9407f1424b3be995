using Charity.Campaigns.Drafts;
using Charity.Data;
using Charity.Data.Audit;

namespace Charity.Campaigns;

/// <summary>Makes a campaign as a draft that nobody sees.</summary>
public sealed class CreateCampaign(CharityDb db, Ids ids, AuditLog audit, TimeProvider time)
{
    /// <param name="By">Null for a command that sets up an installation.</param>
    public sealed record Input(string Slug, CampaignContent Content, CampaignPromises Promises, Actor? By = null);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var problems = await CampaignRules.CheckAsync(db, input.Content, input.Promises, cancel);
        CampaignRules.When(problems, CampaignProblem.SlugInvalid, !CampaignRules.IsSlug(input.Slug));
        CampaignRules.When(problems, CampaignProblem.SlugTaken, await CampaignRules.IsSlugTakenAsync(db, input.Slug, Guid.Empty, cancel));
        if (problems.Count > 0)
        {
            return CampaignOutcome.Refused(problems);
        }

        var campaign = new Campaign(ids.New(), input.Slug, time.GetUtcNow().UtcDateTime);
        campaign.Write(input.Content);
        campaign.Promise(input.Promises);
        campaign.Mark(TranslationMarks.None.After(new(input.Content, input.Promises), await LiveCampaign.PreferredAsync(db, cancel)));
        db.Campaigns.Add(campaign);
        await CampaignRules.SetReceiversAsync(db, ids, campaign.Id, input.Content.Receivers, cancel);
        audit.Add(input.By ?? CampaignActions.SetUp, CampaignActions.Create, CampaignActions.Subject, campaign.Id, null, new { slug = input.Slug, title = input.Content.Title });
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(campaign.Id);
    }
}
