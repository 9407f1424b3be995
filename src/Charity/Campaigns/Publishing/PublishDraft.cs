using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Publishing;

/// <summary>Makes a draft the live campaign at once.</summary>
public sealed class PublishDraft(CharityDb db, Publication publication)
{
    /// <param name="DraftId">The draft that was looked at, and its version: a later change of it refuses the step.</param>
    /// <param name="Edition">The newest published edition that was looked at beside it; 0 when there was none.</param>
    /// <param name="Reason">Public: why promises change. Needed after the first gift only.</param>
    public sealed record Input(Guid CampaignId, Guid DraftId, int Version, int Edition, LocalizedText Reason, Actor By);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var draft = await db.CampaignDrafts.SingleOrDefaultAsync(d => d.Id == input.DraftId && d.CampaignId == input.CampaignId, cancel);
        if (draft is null)
        {
            return CampaignOutcome.Refused(CampaignProblem.DraftGone);
        }

        if (draft.Version != input.Version)
        {
            return CampaignOutcome.Refused(CampaignProblem.ChangedMeanwhile);
        }

        var campaign = await db.Campaigns.SingleAsync(c => c.Id == draft.CampaignId, cancel);
        var problems = await publication.CheckAsync(campaign, draft, input.Edition, input.Reason, cancel);
        if (problems.Count > 0)
        {
            return CampaignOutcome.Refused(problems);
        }

        await publication.WriteAsync(campaign, draft, input.Reason, input.By, cancel);
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(campaign.Id);
    }
}
