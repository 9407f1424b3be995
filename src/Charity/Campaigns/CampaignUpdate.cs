using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Campaigns;

/// <summary>News from a campaign, shown on its page from <see cref="PublishedAt"/> on.</summary>
public sealed class CampaignUpdate
{
    public Guid Id { get; internal set; }
    public Guid CampaignId { get; internal set; }
    public DateTime PublishedAt { get; internal set; }
    public LocalizedText Title { get; internal set; } = LocalizedText.Empty;

    /// <summary>Markdown; sanitised when shown.</summary>
    public LocalizedText Body { get; internal set; } = LocalizedText.Empty;
}

internal sealed class CampaignUpdateMapping : IEntityTypeConfiguration<CampaignUpdate>
{
    public void Configure(EntityTypeBuilder<CampaignUpdate> builder)
    {
        builder.ToTable("campaign_update");
        builder.HasOne<Campaign>().WithMany().HasForeignKey(u => u.CampaignId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(u => new { u.CampaignId, u.PublishedAt });
    }
}
