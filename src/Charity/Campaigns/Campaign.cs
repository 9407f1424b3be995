using Charity.Campaigns.Consents;
using Charity.Campaigns.Drafts;
using Charity.Campaigns.Pictures;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Campaigns;

public enum CampaignState
{
    Draft,
    Active,
    Paused,
    Completed,

    /// <summary>Stopped before its goal or date, with its stated remedy for what was given.</summary>
    EndedEarly,
}

/// <summary>How a campaign stands on a day, for readers: its state, and what its dates make of it.</summary>
public enum CampaignStanding
{
    /// <summary>Opened, but its first day is still to come.</summary>
    Coming,
    Active,
    Paused,

    /// <summary>Completed, or past its last day.</summary>
    Completed,
    EndedEarly,
}

/// <summary>What donors are asked to give for. Its receivers decide who takes a gift and into which fund.</summary>
public sealed class Campaign
{
    /// <summary>From a state to the states that it may move to.</summary>
    private static readonly Dictionary<CampaignState, CampaignState[]> Moves = new()
    {
        [CampaignState.Draft] = [CampaignState.Active],
        [CampaignState.Active] = [CampaignState.Paused, CampaignState.Completed, CampaignState.EndedEarly],
        [CampaignState.Paused] = [CampaignState.Active, CampaignState.Completed, CampaignState.EndedEarly],
        [CampaignState.Completed] = [],
        [CampaignState.EndedEarly] = [],
    };

    private Campaign()
    {
    }

    internal Campaign(Guid id, string slug, DateTime createdAt) => (Id, Slug, CreatedAt) = (id, slug, createdAt);

    public Guid Id { get; private set; }

    /// <summary>Latin name in addresses, the same in every language; unique. Earlier names stand in <see cref="Addresses.CampaignAddress"/>.</summary>
    public string Slug { get; private set; } = "";

    public Guid ProgrammeId { get; private set; }
    public CampaignState State { get; private set; }
    public LocalizedText Title { get; private set; } = LocalizedText.Empty;
    public LocalizedText Summary { get; private set; } = LocalizedText.Empty;

    /// <summary>Markdown; sanitised when shown.</summary>
    public LocalizedText Story { get; private set; } = LocalizedText.Empty;

    public LocalizedText Purpose { get; private set; } = LocalizedText.Empty;
    public LocalizedText TargetGroups { get; private set; } = LocalizedText.Empty;
    public LocalizedText Place { get; private set; } = LocalizedText.Empty;

    /// <summary>What happens to money beyond the goal, stated before the first gift.</summary>
    public LocalizedText SurplusRule { get; private set; } = LocalizedText.Empty;

    /// <summary>"What your gift does": one line a row, <c>2500|text</c> in minor units of the goal's currency.</summary>
    public LocalizedText GiftExamples { get; private set; } = LocalizedText.Empty;

    /// <summary>Minor units of <see cref="GoalCurrency"/>; null when there is no goal.</summary>
    public long? GoalMinor { get; private set; }

    /// <summary>ISO 4217; one of the settlement currencies of a receiving entity.</summary>
    public string GoalCurrency { get; private set; } = "EUR";

    public DateOnly StartsOn { get; private set; }
    public DateOnly? EndsOn { get; private set; }

    /// <summary>What is done with the money of a campaign that ended early.</summary>
    public LocalizedText Remedy { get; private set; } = LocalizedText.Empty;

    public Guid? PictureId { get; private set; }

    /// <summary>The story tells of someone who can be recognised: then it is shown only under a consent in force.</summary>
    public bool StoryTellsOfPerson { get; private set; }

    public Guid? StoryConsentId { get; private set; }

    /// <summary>The story as it reads without that person; shown in place of <see cref="Story"/> once the consent ends.</summary>
    public LocalizedText StoryWithoutPerson { get; private set; } = LocalizedText.Empty;

    /// <summary>Donors may leave words with their gift, and those that were let through are shown.</summary>
    public bool TakesMessages { get; private set; } = true;

    /// <summary>ISO 4217 codes that the give form offers, joined by commas, the first preselected.</summary>
    public string Currencies { get; private set; } = "EUR";

    /// <summary>From here on the promises change only by a public revision. Set by the room that receives money.</summary>
    public DateTime? FirstGiftAt { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>When it last opened, paused, completed or ended.</summary>
    public DateTime? StateChangedAt { get; private set; }

    public int Position { get; private set; }

    /// <summary>The <see cref="TranslationMarks"/> of the live texts as JSON; empty when nothing is known.</summary>
    public string Translations { get; private set; } = "";

    public int Version { get; private set; }

    public CampaignPromises Promises => new(Purpose, GoalMinor, GoalCurrency, EndsOn, SurplusRule);

    public IReadOnlyList<string> OfferedCurrencies => Currencies.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The end date is a promise: past it nothing more is taken, until a public revision says another.</summary>
    /// <param name="today">The day where the campaign's first receiver is (<see cref="CampaignPages.TodayAsync"/>).</param>
    /// <exception cref="InvalidOperationException">A draft stands nowhere.</exception>
    public CampaignStanding StandingOn(DateOnly today) => Standing(State, StartsOn, EndsOn, today);

    /// <summary>True while donors may give.</summary>
    /// <inheritdoc cref="StandingOn"/>
    public bool TakesGiftsOn(DateOnly today) => State == CampaignState.Active && StandingOn(today) == CampaignStanding.Active;

    public bool MayMoveTo(CampaignState next) => Moves[State].Contains(next);

    /// <summary>Remembers that money came in; called in the commit of the first gift. Later calls change nothing.</summary>
    public void MarkFirstGift(DateTime at)
    {
        if (FirstGiftAt is null)
        {
            FirstGiftAt = at;
            Version++;
        }
    }

    /// <inheritdoc cref="StandingOn"/>
    internal static CampaignStanding Standing(CampaignState state, DateOnly startsOn, DateOnly? endsOn, DateOnly today) => state switch
    {
        CampaignState.Active when today < startsOn => CampaignStanding.Coming,
        CampaignState.Active or CampaignState.Paused when today > endsOn => CampaignStanding.Completed,
        CampaignState.Active => CampaignStanding.Active,
        CampaignState.Paused => CampaignStanding.Paused,
        CampaignState.Completed => CampaignStanding.Completed,
        CampaignState.EndedEarly => CampaignStanding.EndedEarly,
        _ => throw new InvalidOperationException("A draft is seen by nobody."),
    };

    internal void Write(CampaignContent content)
    {
        ProgrammeId = content.ProgrammeId;
        Title = content.Title;
        Summary = content.Summary;
        Story = content.Story;
        TargetGroups = content.TargetGroups;
        Place = content.Place;
        GiftExamples = content.GiftExamples;
        StartsOn = content.StartsOn;
        PictureId = content.PictureId;
        StoryTellsOfPerson = content.StoryTellsOfPerson;
        StoryConsentId = content.StoryTellsOfPerson ? content.StoryConsentId : null;
        StoryWithoutPerson = content.StoryTellsOfPerson ? content.StoryWithoutPerson ?? LocalizedText.Empty : LocalizedText.Empty;
        Currencies = string.Join(',', content.Currencies);
        Position = content.Position;
        TakesMessages = content.TakesMessages;
        Version++;
    }

    /// <summary>Takes the person out of the story; the picture too where it shows them.</summary>
    /// <param name="story">What is told from now on.</param>
    internal void ForgetPerson(LocalizedText story)
    {
        (Story, StoryTellsOfPerson, StoryConsentId, StoryWithoutPerson) = (story, false, null, LocalizedText.Empty);
        Version++;
    }

    internal void DropPicture()
    {
        PictureId = null;
        Version++;
    }

    internal void Promise(CampaignPromises promises)
    {
        (Purpose, GoalMinor, GoalCurrency, EndsOn, SurplusRule) =
            (promises.Purpose, promises.GoalMinor, promises.GoalCurrency, promises.EndsOn, promises.SurplusRule);
        Version++;
    }

    internal void Mark(TranslationMarks marks)
    {
        Translations = marks.Settled().ToJson();
        Version++;
    }

    internal void Rename(string slug)
    {
        Slug = slug;
        Version++;
    }

    /// <summary>What an editor wrote of it, with these receivers.</summary>
    internal CampaignContent ContentWith(IReadOnlyList<ReceiverInput> receivers) => new(
        ProgrammeId, Title, Summary, Story, TargetGroups, Place, GiftExamples, StartsOn, PictureId, OfferedCurrencies, receivers, Position,
        StoryTellsOfPerson, StoryConsentId, StoryWithoutPerson, TakesMessages);

    internal void MoveTo(CampaignState next, LocalizedText remedy, DateTime at)
    {
        if (!MayMoveTo(next))
        {
            throw new InvalidOperationException($"A campaign cannot move from {State} to {next}.");
        }

        State = next;
        StateChangedAt = at;
        Remedy = next == CampaignState.EndedEarly ? remedy : Remedy;
        Version++;
    }
}

internal sealed class CampaignMapping : IEntityTypeConfiguration<Campaign>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.ToTable("campaign");
        builder.HasOne<Programme>().WithMany().HasForeignKey(c => c.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(c => c.Promises);
        builder.Ignore(c => c.OfferedCurrencies);
        builder.HasIndex(c => c.Slug).IsUnique();
        builder.Property(c => c.Slug).HasMaxLength(80);
        builder.Property(c => c.GoalCurrency).HasMaxLength(3);
        builder.HasOne<Picture>().WithMany().HasForeignKey(c => c.PictureId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Consent>().WithMany().HasForeignKey(c => c.StoryConsentId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(c => c.Translations).HasMaxLength(-1);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}
