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

/// <summary>What donors are asked to give for. Its fund decides where the money is kept; its receivers, who takes it.</summary>
public sealed class Campaign
{
    public Guid Id { get; internal set; }

    /// <summary>Latin name in addresses, the same in every language; unique.</summary>
    public string Slug { get; internal set; } = "";

    public Guid ProgrammeId { get; internal set; }
    public CampaignState State { get; internal set; }
    public LocalizedText Title { get; internal set; } = LocalizedText.Empty;
    public LocalizedText Summary { get; internal set; } = LocalizedText.Empty;

    /// <summary>Markdown; sanitised when shown.</summary>
    public LocalizedText Story { get; internal set; } = LocalizedText.Empty;

    public LocalizedText Purpose { get; internal set; } = LocalizedText.Empty;
    public LocalizedText TargetGroups { get; internal set; } = LocalizedText.Empty;
    public LocalizedText Place { get; internal set; } = LocalizedText.Empty;

    /// <summary>What happens to money beyond the goal, stated before the first gift.</summary>
    public LocalizedText SurplusRule { get; internal set; } = LocalizedText.Empty;

    /// <summary>"What your gift does": lines of minor units and a text, Markdown list kept as rows <c>2500|text</c> per language.</summary>
    public LocalizedText GiftExamples { get; internal set; } = LocalizedText.Empty;

    /// <summary>Minor units of <see cref="GoalCurrency"/>; null when there is no goal.</summary>
    public long? GoalMinor { get; internal set; }

    /// <summary>ISO 4217; one of the settlement currencies of a receiving entity.</summary>
    public string GoalCurrency { get; internal set; } = "EUR";

    public DateOnly StartsOn { get; internal set; }
    public DateOnly? EndsOn { get; internal set; }

    /// <summary>What is done with the money of a campaign that ended early.</summary>
    public LocalizedText Remedy { get; internal set; } = LocalizedText.Empty;

    public string? ImageSha256 { get; internal set; }
    public LocalizedText ImageAlt { get; internal set; } = LocalizedText.Empty;
    public string? ShareImageSha256 { get; internal set; }

    /// <summary>ISO 4217 codes that the give form offers, joined by commas, the first preselected.</summary>
    public string Currencies { get; internal set; } = "EUR";

    /// <summary>From here on purpose, goal, end and surplus rule change only by a public revision.</summary>
    public DateTime? FirstGiftAt { get; internal set; }

    public DateTime CreatedAt { get; internal set; }
    public int Position { get; internal set; }
    public int Version { get; internal set; }
}

internal sealed class CampaignMapping : IEntityTypeConfiguration<Campaign>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.ToTable("campaign");
        builder.HasOne<Programme>().WithMany().HasForeignKey(c => c.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => c.Slug).IsUnique();
        builder.Property(c => c.Slug).HasMaxLength(80);
        builder.Property(c => c.GoalCurrency).HasMaxLength(3);
        builder.Property(c => c.ImageSha256).HasMaxLength(64);
        builder.Property(c => c.ShareImageSha256).HasMaxLength(64);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}
