using Charity.Campaigns.Updates;
using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Consents;

/// <summary>What may be told of a person today. Pages ask it at each reading, so that nothing waits for a job.</summary>
public sealed class StoryGuard(CharityDb db, ConsentDay day, Texts texts)
{
    /// <summary>Stands where a story was that has no other version.</summary>
    public LocalizedText Neutral
    {
        get
        {
            var neutral = LocalizedText.Empty;
            foreach (var language in Language.All)
            {
                var T = texts.In(language);
                neutral = neutral.With(language, T["consent.story-taken-down"]);
            }

            return neutral;
        }
    }

    /// <summary>The campaign's story, or what stands in its place while no consent covers the person it tells of.</summary>
    public async Task<LocalizedText> StoryOfAsync(Campaign campaign, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        return !campaign.StoryTellsOfPerson || await CoversSiteAsync(campaign.StoryConsentId, cancel) ? campaign.Story : InsteadOf(campaign);
    }

    /// <summary>The campaign's updates that readers may see.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="today">The organisation's day.</param>
    public IQueryable<CampaignUpdate> Updates(Guid campaignId, DateTime now, DateOnly today) => db.CampaignUpdates.AsNoTracking()
        .Where(u => u.CampaignId == campaignId && u.PublishedAt <= now && u.TakenDownAt == null)
        .Where(u => !u.TellsOfPerson || db.Consents.Any(c =>
            c.Id == u.ConsentId && c.OnSite && c.WithdrawnOn == null && c.From <= today && c.Until >= today));

    /// <summary>What is told without the person.</summary>
    internal LocalizedText InsteadOf(Campaign campaign) => campaign.StoryWithoutPerson.IsEmpty ? Neutral : campaign.StoryWithoutPerson;

    private async Task<bool> CoversSiteAsync(Guid? consentId, CancellationToken cancel)
    {
        if (consentId is not { } id)
        {
            return false;
        }

        var today = await day.TodayAsync(cancel);
        return await db.Consents.AsNoTracking()
            .AnyAsync(c => c.Id == id && c.OnSite && c.WithdrawnOn == null && c.From <= today && c.Until >= today, cancel);
    }
}
