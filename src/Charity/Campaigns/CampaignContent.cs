using Charity.Languages;

namespace Charity.Campaigns;

/// <summary>What an editor writes of a campaign, promises apart.</summary>
/// <param name="Currencies">ISO 4217 codes that the give form offers, the first preselected.</param>
/// <param name="PictureId">A picture of the library.</param>
/// <param name="StoryTellsOfPerson">The story tells of someone who can be recognised; it is then public only under a consent.</param>
/// <param name="StoryWithoutPerson">What stands in the story's place once that consent ends; empty for a stated sentence.</param>
/// <param name="TakesMessages">Donors may leave words with their gift, and those that were let through are shown.</param>
/// <param name="Receivers">Who may receive gifts, in order of preference.</param>
public sealed record CampaignContent(
    Guid ProgrammeId,
    LocalizedText Title,
    LocalizedText Summary,
    LocalizedText Story,
    LocalizedText TargetGroups,
    LocalizedText Place,
    LocalizedText GiftExamples,
    DateOnly StartsOn,
    Guid? PictureId,
    IReadOnlyList<string> Currencies,
    IReadOnlyList<ReceiverInput> Receivers,
    int Position = 0,
    bool StoryTellsOfPerson = false,
    Guid? StoryConsentId = null,
    LocalizedText? StoryWithoutPerson = null,
    bool TakesMessages = true);

/// <param name="FundId">A fund of that entity.</param>
public sealed record ReceiverInput(Guid LegalEntityId, Guid FundId, bool TakesCards, bool TakesTransfers);
