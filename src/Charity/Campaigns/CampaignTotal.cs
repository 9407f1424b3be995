using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Campaigns;

/// <summary>
/// What a campaign raised in one currency: succeeded gifts less refunds and lost disputes. Written in the same commit
/// as the gift, rebuilt from the gifts and compared every night (invariant I16).
/// </summary>
public sealed class CampaignTotal
{
    public Guid CampaignId { get; internal set; }

    /// <summary>ISO 4217 of the gifts as given.</summary>
    public string Currency { get; internal set; } = "";

    /// <summary>Minor units: succeeded gifts less covered fees, refunds and lost disputes.</summary>
    public long RaisedMinor { get; internal set; }

    public int Gifts { get; internal set; }

    /// <summary>Donors whose first gift to the campaign was in this currency; summed over currencies: distinct donors.</summary>
    public int Donors { get; internal set; }

    public int Version { get; internal set; }
}

internal sealed class CampaignTotalMapping : IEntityTypeConfiguration<CampaignTotal>
{
    public void Configure(EntityTypeBuilder<CampaignTotal> builder)
    {
        builder.ToTable("campaign_total");
        builder.HasKey(t => new { t.CampaignId, t.Currency });
        builder.HasOne<Campaign>().WithMany().HasForeignKey(t => t.CampaignId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(t => t.Currency).HasMaxLength(3);
        builder.Property(t => t.Version).IsConcurrencyToken();
    }
}
