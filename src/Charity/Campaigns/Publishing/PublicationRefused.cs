using Charity.Campaigns.Drafts;
using Charity.Data.Audit;
using Charity.Data.Work;

namespace Charity.Campaigns.Publishing;

/// <summary>A draft could not be published at the time that was set for it: somebody has to be told. Handled where people are known.</summary>
/// <param name="ScheduleId">Which setting of the time.</param>
/// <param name="ScheduledById">Who set it, as <see cref="Data.Audit.Actor.Id"/>.</param>
public sealed record PublicationRefused(Guid DraftId, Guid ScheduleId, string ScheduledById) : IMessage
{
    public static string Kind => "campaign.publication-refused.v1";

    public string Subject => DraftId.ToString("N");

    public string Discriminator => ScheduleId.ToString("N");
}

/// <summary>Takes a draft's set time back because it cannot go live as it stands, and has people told. The caller saves.</summary>
public sealed class RefusePublication(Outbox outbox, AuditLog audit)
{
    /// <param name="draft">One that waits for its time.</param>
    /// <param name="by">Who or what made it so.</param>
    /// <param name="now">UTC.</param>
    internal void Add(CampaignDraft draft, IReadOnlyList<CampaignProblem> problems, Actor by, DateTime now)
    {
        audit.Add(by, CampaignActions.PublishRefused, CampaignActions.Subject, draft.CampaignId, null, new { problems });
        outbox.Add(new PublicationRefused(draft.Id, draft.ScheduleId.GetValueOrDefault(), draft.Scheduler.Id));
        draft.Refuse(problems, now);
    }
}
