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
