using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>Adds news to a campaign, shown from its time on.</summary>
public sealed class PostUpdate(CharityDb db, Ids ids, TimeProvider time)
{
    /// <param name="PublishAt">UTC; null is now.</param>
    public sealed record Input(Guid CampaignId, LocalizedText Title, LocalizedText Body, DateTime? PublishAt = null);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        if (input.Title.IsEmpty)
        {
            return CampaignOutcome.Refused(CampaignProblem.TitleMissing);
        }

        if (input.Body.IsEmpty)
        {
            return CampaignOutcome.Refused(CampaignProblem.StoryMissing);
        }

        var campaignId = await db.Campaigns.Where(c => c.Id == input.CampaignId).Select(c => c.Id).SingleAsync(cancel);
        var update = new CampaignUpdate
        {
            Id = ids.New(),
            CampaignId = campaignId,
            PublishedAt = input.PublishAt ?? time.GetUtcNow().UtcDateTime,
            Title = input.Title,
            Body = input.Body,
        };
        db.CampaignUpdates.Add(update);
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(update.Id);
    }
}
