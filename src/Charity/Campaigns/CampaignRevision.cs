using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Campaigns;

/// <summary>A public, dated change of purpose, goal, end date or surplus rule after the first gift, with its reason. Never edited.</summary>
public sealed class CampaignRevision
{
    public Guid Id { get; internal set; }
    public Guid CampaignId { get; internal set; }

    /// <summary>1, 2, 3 … within the campaign.</summary>
    public int Number { get; internal set; }

    public DateTime MadeAt { get; internal set; }
    public LocalizedText Reason { get; internal set; } = LocalizedText.Empty;

    /// <summary>The four promises before and after, as JSON.</summary>
    public string Before { get; internal set; } = "";

    public string After { get; internal set; } = "";
    public string MadeBy { get; internal set; } = "";
}

internal sealed class CampaignRevisionMapping : IEntityTypeConfiguration<CampaignRevision>
{
    public void Configure(EntityTypeBuilder<CampaignRevision> builder)
    {
        builder.ToTable("campaign_revision");
        builder.HasOne<Campaign>().WithMany().HasForeignKey(r => r.CampaignId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => new { r.CampaignId, r.Number }).IsUnique();
        builder.Property(r => r.Before).HasMaxLength(-1);
        builder.Property(r => r.After).HasMaxLength(-1);
    }
}
