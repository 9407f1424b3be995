using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Publishing;

/// <summary>
/// Sets the time at which a draft goes live. Everything is checked now, while its editor is there to mend it, and again
/// at that time. Until then the draft does not change: what goes live is what was looked at.
/// </summary>
public sealed class ScheduleDraft(CharityDb db, Ids ids, Publication publication, Outbox outbox, AuditLog audit, TimeProvider time)
{
    /// <inheritdoc cref="PublishDraft.Input"/>
    /// <param name="At">UTC.</param>
    public sealed record Input(Guid CampaignId, Guid DraftId, int Version, int Edition, LocalizedText Reason, DateTime At, Actor By);

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
        var now = time.GetUtcNow().UtcDateTime;
        CampaignRules.When(problems, CampaignProblem.DraftIsScheduled, draft.PublishAt is not null);
        CampaignRules.When(problems, CampaignProblem.PublishTimePassed, input.At <= now);
        if (problems.Count > 0)
        {
            return CampaignOutcome.Refused(problems);
        }

        draft.Schedule(ids.New(), input.At, input.Edition, input.Reason, input.By);
        outbox.Add(new PublishScheduledDraft(draft.Id, draft.ScheduleId.GetValueOrDefault()), input.At - now);
        audit.Add(input.By, CampaignActions.Schedule, CampaignActions.Subject, campaign.Id, null, new { at = input.At });
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(campaign.Id);
    }
}

/// <summary>Takes back the time that was set; the draft stays and may be changed again.</summary>
public sealed class UnscheduleDraft(CharityDb db, AuditLog audit)
{
    public sealed record Input(Guid CampaignId, Actor By);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var draft = await db.CampaignDrafts.SingleOrDefaultAsync(d => d.CampaignId == input.CampaignId, cancel);
        if (draft?.PublishAt is not { } at)
        {
            // Published meanwhile, or taken back already: nothing waits for a time.
            return CampaignOutcome.Refused(CampaignProblem.DraftGone);
        }

        draft.Unschedule();
        audit.Add(input.By, CampaignActions.Unschedule, CampaignActions.Subject, input.CampaignId, new { at }, null);
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(input.CampaignId);
    }
}
