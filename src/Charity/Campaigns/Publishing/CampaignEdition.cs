using Charity.Campaigns.Drafts;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Campaigns.Publishing;

/// <summary>A campaign as it stood before the public from one moment on. Never edited, but for a person whose consent is over.</summary>
public sealed class CampaignEdition
{
    public Guid Id { get; internal set; }
    public Guid CampaignId { get; internal set; }

    /// <summary>1, 2, 3 … within the campaign.</summary>
    public int Number { get; internal set; }

    public DateTime PublishedAt { get; internal set; }
    public string ById { get; internal set; } = "";
    public string By { get; internal set; } = "";

    /// <summary>The <see cref="CampaignDocument"/> as JSON with its schema.</summary>
    public string Body { get; internal set; } = "";

    /// <summary>The public reason, where promises changed.</summary>
    public LocalizedText Reason { get; internal set; } = LocalizedText.Empty;

    public CampaignDocument Document => CampaignDocument.FromJson(Body);
}

internal sealed class CampaignEditionMapping : IEntityTypeConfiguration<CampaignEdition>
{
    public void Configure(EntityTypeBuilder<CampaignEdition> builder)
    {
        builder.ToTable("campaign_edition");
        builder.HasOne<Campaign>().WithMany().HasForeignKey(e => e.CampaignId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(e => new { e.CampaignId, e.Number }).IsUnique();
        builder.Ignore(e => e.Document);
        builder.Property(e => e.Body).HasMaxLength(-1);
        builder.Property(e => e.ById).HasMaxLength(Actor.MaxLength);
        builder.Property(e => e.By).HasMaxLength(Actor.MaxLength);
    }
}
