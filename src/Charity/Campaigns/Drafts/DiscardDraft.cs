using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Drafts;

/// <summary>Throws a draft away; the live campaign stays as it is.</summary>
public sealed class DiscardDraft(CharityDb db, AuditLog audit)
{
    /// <param name="Version">The version that was looked at: words that a colleague saved since are not thrown away unseen.</param>
    public sealed record Input(Guid CampaignId, Guid DraftId, int Version, Actor By);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var draft = await db.CampaignDrafts.SingleOrDefaultAsync(d => d.Id == input.DraftId && d.CampaignId == input.CampaignId, cancel);
        if (draft is null)
        {
            return CampaignOutcome.Refused(CampaignProblem.DraftGone);
        }

        if (draft.PublishAt is not null)
        {
            return CampaignOutcome.Refused(CampaignProblem.DraftIsScheduled);
        }

        if (draft.Version != input.Version)
        {
            return CampaignOutcome.Refused(CampaignProblem.ChangedMeanwhile);
        }

        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == input.CampaignId, cancel);
        var (live, thrown) = CampaignActions.Changes(await LiveCampaign.DocumentAsync(db, campaign, cancel), draft.Document);
        audit.Add(input.By, CampaignActions.Discard, CampaignActions.Subject, campaign.Id, thrown, live);
        db.CampaignDrafts.Remove(draft);
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(campaign.Id);
    }
}
