using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Campaigns.Addresses;

/// <summary>
/// A name under which a campaign stood before. Its addresses lead to the campaign for good, whatever it is called now,
/// and no other campaign may take it.
/// </summary>
public sealed class CampaignAddress
{
    public string Slug { get; internal set; } = "";
    public Guid CampaignId { get; internal set; }
    public DateTime RetiredAt { get; internal set; }
}

internal sealed class CampaignAddressMapping : IEntityTypeConfiguration<CampaignAddress>
{
    public void Configure(EntityTypeBuilder<CampaignAddress> builder)
    {
        builder.ToTable("campaign_address");
        builder.HasKey(a => a.Slug);
        builder.Property(a => a.Slug).HasMaxLength(80);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(a => a.CampaignId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => a.CampaignId);
    }
}
