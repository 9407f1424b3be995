using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Publishing;

/// <summary>Due at the time that was set for a draft.</summary>
/// <param name="ScheduleId">Which setting of the time: one that was taken back publishes nothing.</param>
public sealed record PublishScheduledDraft(Guid DraftId, Guid ScheduleId) : IMessage
{
    public static string Kind => "campaign.publish-draft.v1";

    public string Subject => DraftId.ToString("N");

    public string Discriminator => ScheduleId.ToString("N");
}

/// <summary>
/// Publishes a draft at its time. The effect and the mark that it is done are one commit, so that a process that ends
/// half-way leaves nothing behind, and a second run finds the draft gone. What no longer passes the checks (a consent
/// that was withdrawn, a receiver that lost its account) is not published; the draft says why, and people are told. Nor is
/// what somebody set who may no longer publish: whoever is shut out leaves nothing behind that goes live by itself.
/// </summary>
internal sealed class PublishScheduledDraftHandler(
    CharityDb db, Publication publication, RefusePublication refuse, IStaffRights rights, TimeProvider time) : MessageHandler<PublishScheduledDraft>
{
    public override int BatchSize => 1;

    public override async Task ApplyAsync(WorkItem<PublishScheduledDraft, Nothing> item, CancellationToken cancel)
    {
        var draft = await db.CampaignDrafts.SingleOrDefaultAsync(d => d.Id == item.Message.DraftId, cancel);
        if (draft?.PublishAt is not { } at || draft.ScheduleId != item.Message.ScheduleId)
        {
            return;
        }

        var now = time.GetUtcNow().UtcDateTime;
        if (now < at)
        {
            // The clock was set back.
            item.RetryAfter(at - now, "Not yet its time.");
            return;
        }

        var campaign = await db.Campaigns.SingleAsync(c => c.Id == draft.CampaignId, cancel);
        var problems = await publication.CheckAsync(campaign, draft, draft.Edition, draft.Reason, cancel);
        CampaignRules.When(problems, CampaignProblem.SchedulerMayNot, !await MayAsync(draft.Scheduler, cancel));
        if (problems.Count == 0)
        {
            await publication.WriteAsync(campaign, draft, draft.Reason, draft.Scheduler, cancel);
            return;
        }

        refuse.Add(draft, problems, draft.Scheduler, now);
    }

    private async Task<bool> MayAsync(Actor scheduler, CancellationToken cancel)
        => Guid.TryParse(scheduler.Id, out var staff) && await rights.MayAsync(staff, CampaignPermissions.Publish, cancel);
}
