using Charity.Campaigns.Pictures;
using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Consents;

/// <summary>What is missing before a person may be shown or told of; each is a sentence in the staff texts.</summary>
public enum ConsentGapKind
{
    /// <summary>A text or a campaign names a picture that the library does not have, or has taken down.</summary>
    PictureGone,

    /// <summary>A picture shows a person and names no consent.</summary>
    PictureWithoutConsent,

    /// <summary>A story tells of a person and names no consent.</summary>
    StoryWithoutConsent,
    ConsentComing,
    ConsentExpired,
    ConsentWithdrawn,

    /// <summary>The consent is not for the site.</summary>
    NotForSite,
}

/// <param name="PictureId">The picture concerned; null for the story.</param>
/// <param name="ConsentId">The consent that does not suffice; null where none is named.</param>
public sealed record ConsentGap(ConsentGapKind Kind, Guid? PictureId, Guid? ConsentId);

/// <summary>
/// Whether what is about to be public shows or tells of people only under their consent. Whoever publishes asks it, in
/// the same save that publishes.
/// </summary>
public sealed class ConsentCheck(CharityDb db, ConsentDay day)
{
    /// <summary>What a campaign's content lacks today; empty when it may be public.</summary>
    public Task<IReadOnlyList<ConsentGap>> OfCampaignAsync(CampaignContent content, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(content);
        return FindAsync(content.PictureId, [content.Story], content.StoryTellsOfPerson, content.StoryConsentId, cancel);
    }

    /// <summary>What a campaign lacks today as it stands.</summary>
    public Task<IReadOnlyList<ConsentGap>> OfCampaignAsync(Campaign campaign, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        return FindAsync(campaign.PictureId, [campaign.Story], campaign.StoryTellsOfPerson, campaign.StoryConsentId, cancel);
    }

    /// <summary>What an update lacks today.</summary>
    public Task<IReadOnlyList<ConsentGap>> OfUpdateAsync(LocalizedText body, bool tellsOfPerson, Guid? consentId, CancellationToken cancel)
        => FindAsync(null, [body], tellsOfPerson, consentId, cancel);

    private async Task<IReadOnlyList<ConsentGap>> FindAsync(
        Guid? head, IEnumerable<LocalizedText> texts, bool tellsOfPerson, Guid? storyConsent, CancellationToken cancel)
    {
        var gaps = new List<ConsentGap>();
        var wanted = PicturesInText.Find(texts).ToHashSet();
        if (head is { } id)
        {
            wanted.Add(id);
        }

        var pictures = await db.Pictures.AsNoTracking()
            .Where(p => wanted.Contains(p.Id) && p.WithdrawnAt == null)
            .Select(p => new { p.Id, p.ShowsPerson, p.ConsentId }).ToListAsync(cancel);
        var consentIds = pictures.Select(p => p.ConsentId).Append(storyConsent).OfType<Guid>().Distinct().ToList();
        var consents = await db.Consents.AsNoTracking().Where(c => consentIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var today = await day.TodayAsync(cancel);
        gaps.AddRange(wanted.Except(pictures.Select(p => p.Id)).Select(gone => new ConsentGap(ConsentGapKind.PictureGone, gone, null)));
        foreach (var picture in pictures.Where(p => p.ShowsPerson))
        {
            Add(picture.ConsentId, picture.Id, ConsentGapKind.PictureWithoutConsent);
        }

        if (tellsOfPerson)
        {
            Add(storyConsent, null, ConsentGapKind.StoryWithoutConsent);
        }

        return gaps;

        void Add(Guid? consentId, Guid? pictureId, ConsentGapKind without)
        {
            var consent = consentId is { } named ? consents.GetValueOrDefault(named) : null;
            ConsentGapKind? kind = consent?.StandingOn(today) switch
            {
                null => without,
                ConsentStanding.Coming => ConsentGapKind.ConsentComing,
                ConsentStanding.Expired => ConsentGapKind.ConsentExpired,
                ConsentStanding.Withdrawn => ConsentGapKind.ConsentWithdrawn,
                _ when !consent.OnSite => ConsentGapKind.NotForSite,
                _ => null,
            };
            if (kind is { } found)
            {
                gaps.Add(new(found, pictureId, consentId));
            }
        }
    }
}
