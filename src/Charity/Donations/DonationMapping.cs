using Charity.Campaigns;
using Charity.Donors;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Donations;

internal sealed class DonationMapping : IEntityTypeConfiguration<Donation>
{
    public void Configure(EntityTypeBuilder<Donation> builder)
    {
        builder.ToTable("donation", table =>
        {
            table.HasCheckConstraint("ck_donation_amount", "amount_minor > 0");
            table.HasCheckConstraint("ck_donation_refunds", "refund_reserved_minor <= amount_minor");
        });
        builder.HasOne<LegalEntity>().WithMany().HasForeignKey(d => d.LegalEntityId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(d => d.CampaignId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Fund>().WithMany().HasForeignKey(d => d.FundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Donor>().WithMany().HasForeignKey(d => d.DonorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<TermsVersion>().WithMany().HasForeignKey(d => d.TermsVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(d => d.Attempt).IsUnique();
        builder.HasIndex(d => d.SessionId).IsUnique();
        builder.HasIndex(d => d.PaymentIntentId).IsUnique();
        builder.HasIndex(d => d.ChargeId).IsUnique();
        builder.HasIndex(d => d.TransferReference).IsUnique();
        builder.HasIndex(d => d.TokenHash).IsUnique();
        builder.HasIndex(d => new { d.CampaignId, d.DonorId });
        // The latest gifts of a campaign stand on its page, however many there are.
        builder.HasIndex(d => new { d.CampaignId, d.PaidAt });
        builder.HasIndex(d => new { d.Status, d.SessionExpiresAt });
        builder.HasIndex(d => new { d.CreatedAt, d.Id });
        // Few gifts have a message: the others cost nothing here.
        builder.HasIndex(d => new { d.MessageState, d.CreatedAt }).HasFilter("message IS NOT NULL");
        // The list of gifts under one filter, newest or oldest first, however rare what it shows is.
        builder.HasIndex(d => new { d.Status, d.CreatedAt, d.Id });
        builder.HasIndex(d => new { d.Channel, d.CreatedAt, d.Id });
        builder.HasIndex(d => new { d.Currency, d.CreatedAt, d.Id });
        builder.HasIndex(d => new { d.CampaignId, d.CreatedAt, d.Id });
        builder.HasIndex(d => new { d.FundId, d.CreatedAt, d.Id });
        builder.HasIndex(d => new { d.LegalEntityId, d.CreatedAt, d.Id });
        builder.HasIndex(d => new { d.DonorId, d.CreatedAt, d.Id });
        builder.HasIndex(d => new { d.AmountMinor, d.CreatedAt, d.Id });
        // Only the few gifts that money went back from stand in these.
        builder.HasIndex(d => new { d.CreatedAt, d.Id }, "ix_donation_refunded").HasFilter("refunded_minor > 0");
        builder.HasIndex(d => new { d.CreatedAt, d.Id }, "ix_donation_lost").HasFilter("lost_to_dispute_minor > 0");
        builder.Property(d => d.Attempt).HasMaxLength(32);
        builder.Property(d => d.InputHash).HasMaxLength(32);
        builder.Property(d => d.Currency).HasMaxLength(3);
        builder.Property(d => d.SettledCurrency).HasMaxLength(3);
        builder.Property(d => d.Language).HasMaxLength(2);
        builder.Property(d => d.DonorName).HasMaxLength(500);
        builder.Property(d => d.Email).HasMaxLength(254);
        builder.Property(d => d.CompanyName).HasMaxLength(500);
        builder.Property(d => d.CompanyNumber).HasMaxLength(32);
        builder.Property(d => d.DedicationName).HasMaxLength(200);
        builder.Property(d => d.Message).HasMaxLength(1000);
        builder.Property(d => d.SessionId).HasMaxLength(255);
        builder.Property(d => d.SessionUrl).HasMaxLength(2000);
        builder.Property(d => d.PaymentIntentId).HasMaxLength(255);
        builder.Property(d => d.ChargeId).HasMaxLength(255);
        builder.Property(d => d.TransferReference).HasMaxLength(20);
        builder.Property(d => d.TokenHash).HasMaxLength(32);
        builder.Property(d => d.SearchText).HasMaxLength(2000);
        builder.Property(d => d.Version).IsConcurrencyToken();
    }
}
