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

    /// <summary>What several contents lack today, by their key, in as few questions as one needs; a content that lacks nothing is left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<ConsentGap>>> OfManyAsync(
        IReadOnlyDictionary<Guid, CampaignContent> contents, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(contents);
        var asked = contents.Select(one => (one.Key, Shown: Shown.Of(one.Value.PictureId, [one.Value.Story], one.Value.StoryTellsOfPerson, one.Value.StoryConsentId))).ToList();
        var known = await KnownAsync(asked.ConvertAll(one => one.Shown), cancel);
        return asked.Select(one => (one.Key, Gaps: Gaps(one.Shown, known))).Where(one => one.Gaps.Count > 0).ToDictionary(one => one.Key, IReadOnlyList<ConsentGap> (one) => one.Gaps);
    }

    private async Task<IReadOnlyList<ConsentGap>> FindAsync(
        Guid? head, IEnumerable<LocalizedText> texts, bool tellsOfPerson, Guid? storyConsent, CancellationToken cancel)
    {
        var shown = Shown.Of(head, texts, tellsOfPerson, storyConsent);
        return Gaps(shown, await KnownAsync([shown], cancel));
    }

    private async Task<Known> KnownAsync(IReadOnlyCollection<Shown> shown, CancellationToken cancel)
    {
        var wanted = shown.SelectMany(one => one.Pictures).Distinct().ToList();
        var pictures = wanted.Count == 0 ? [] : await db.Pictures.AsNoTracking()
            .Where(p => wanted.Contains(p.Id) && p.WithdrawnAt == null)
            .Select(p => new KnownPicture(p.Id, p.ShowsPerson, p.ConsentId)).ToListAsync(cancel);
        var consentIds = pictures.Select(p => p.ConsentId).Concat(shown.Select(one => one.StoryConsent)).OfType<Guid>().Distinct().ToList();
        var consents = consentIds.Count == 0 ? [] : await db.Consents.AsNoTracking().Where(c => consentIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        return new Known(pictures.ToDictionary(p => p.Id), consents, await day.TodayAsync(cancel));
    }

    private static List<ConsentGap> Gaps(Shown shown, Known known)
    {
        var gaps = shown.Pictures.Where(id => !known.Pictures.ContainsKey(id)).Select(gone => new ConsentGap(ConsentGapKind.PictureGone, gone, null)).ToList();
        foreach (var picture in shown.Pictures.Select(id => known.Pictures.GetValueOrDefault(id)).OfType<KnownPicture>().Where(p => p.ShowsPerson))
        {
            Add(picture.ConsentId, picture.Id, ConsentGapKind.PictureWithoutConsent);
        }

        if (shown.TellsOfPerson)
        {
            Add(shown.StoryConsent, null, ConsentGapKind.StoryWithoutConsent);
        }

        return gaps;

        void Add(Guid? consentId, Guid? pictureId, ConsentGapKind without)
        {
            var consent = consentId is { } named ? known.Consents.GetValueOrDefault(named) : null;
            ConsentGapKind? kind = consent?.StandingOn(known.Today) switch
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

    /// <summary>What is about to be public, as far as people are concerned.</summary>
    private sealed record Shown(IReadOnlyList<Guid> Pictures, bool TellsOfPerson, Guid? StoryConsent)
    {
        public static Shown Of(Guid? head, IEnumerable<LocalizedText> texts, bool tellsOfPerson, Guid? storyConsent)
            => new([.. PicturesInText.Find(texts).Concat(head is { } id ? [id] : []).Distinct()], tellsOfPerson, storyConsent);
    }

    private sealed record KnownPicture(Guid Id, bool ShowsPerson, Guid? ConsentId);

    private sealed record Known(IReadOnlyDictionary<Guid, KnownPicture> Pictures, IReadOnlyDictionary<Guid, Consent> Consents, DateOnly Today);
}
