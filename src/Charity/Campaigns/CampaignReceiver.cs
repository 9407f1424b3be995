using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Campaigns;

/// <summary>
/// A legal entity that may receive gifts for a campaign, by which means, and into which of its funds.
/// A partner entity may take the cards of an entity that has no card account.
/// </summary>
public sealed class CampaignReceiver
{
    public Guid Id { get; internal set; }
    public Guid CampaignId { get; internal set; }
    public Guid LegalEntityId { get; internal set; }

    /// <summary>The fund of that entity which the gifts go to.</summary>
    public Guid FundId { get; internal set; }

    public bool TakesCards { get; internal set; }
    public bool TakesTransfers { get; internal set; }
    public int Position { get; internal set; }
}

internal sealed class CampaignReceiverMapping : IEntityTypeConfiguration<CampaignReceiver>
{
    public void Configure(EntityTypeBuilder<CampaignReceiver> builder)
    {
        builder.ToTable("campaign_receiver");
        builder.HasOne<Campaign>().WithMany().HasForeignKey(r => r.CampaignId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<LegalEntity>().WithMany().HasForeignKey(r => r.LegalEntityId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Fund>().WithMany().HasForeignKey(r => r.FundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => new { r.CampaignId, r.LegalEntityId }).IsUnique();
    }
}
