using Charity.Campaigns;
using Charity.Donors;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Donations;

public enum DonationStatus
{
    Created,
    CheckoutUnknown,
    CheckoutOpen,
    Processing,
    Expired,
    Failed,
    Succeeded,

    /// <summary>A transfer that finance has not matched yet.</summary>
    Expected,
}

public enum DonationChannel
{
    Stripe,
    BankTransfer,
}

public enum Anonymity
{
    /// <summary>The name may be shown.</summary>
    Public,
    Initials,
    Hidden,
}

public enum DedicationKind
{
    None,
    InHonourOf,
    InMemoryOf,
}

public enum MessageState
{
    None,
    AwaitsModeration,
    Shown,
    Refused,
}

/// <summary>
/// One gift, from the form on. Money facts are what the provider's own objects say; the donor's words are a snapshot.
/// State changes are methods that name the states they may start from.
/// </summary>
public sealed class Donation
{
    public Guid Id { get; internal set; }

    /// <summary>Made per rendering of the form and held by the browser: the key that makes a double click one gift.</summary>
    public string Attempt { get; internal set; } = "";

    /// <summary>SHA-256 of what the form said, to tell a repeated submission from another one under the same attempt.</summary>
    public byte[] InputHash { get; internal set; } = [];

    public DonationChannel Channel { get; internal set; }
    public DonationStatus Status { get; internal set; }
    public Guid LegalEntityId { get; internal set; }
    public Guid CampaignId { get; internal set; }
    public Guid FundId { get; internal set; }
    public Guid DonorId { get; internal set; }
    public Guid? TermsVersionId { get; internal set; }

    /// <summary>What the card is charged or the transfer should bring, in minor units of <see cref="Currency"/>; covered fee included.</summary>
    public long AmountMinor { get; internal set; }

    /// <summary>ISO 4217 as the donor chose it (presentment).</summary>
    public string Currency { get; internal set; } = "";

    /// <summary>The part of <see cref="AmountMinor"/> added to cover the estimated fee.</summary>
    public long CoveredFeeMinor { get; internal set; }

    /// <summary>What the provider settled, gross, once its balance transaction exists.</summary>
    public long? SettledMinor { get; internal set; }

    public string? SettledCurrency { get; internal set; }
    public long? FeeMinor { get; internal set; }

    public string Language { get; internal set; } = "en";
    public string DonorName { get; internal set; } = "";
    public string Email { get; internal set; } = "";
    public string? CompanyName { get; internal set; }
    public string? CompanyNumber { get; internal set; }
    public Anonymity Anonymity { get; internal set; }
    public DedicationKind DedicationKind { get; internal set; }
    public string? DedicationName { get; internal set; }
    public string? Message { get; internal set; }
    public MessageState MessageState { get; internal set; }
    public bool NewsConsent { get; internal set; }

    public DateTime CreatedAt { get; internal set; }
    public DateTime? PaidAt { get; internal set; }

    /// <summary>Paid after we had given it up as expired or failed.</summary>
    public bool Late { get; internal set; }

    public string? SessionId { get; internal set; }
    public string? SessionUrl { get; internal set; }
    public DateTime? SessionExpiresAt { get; internal set; }

    /// <summary>Number of the current session request, part of its idempotency key.</summary>
    public int SessionAttempt { get; internal set; }

    public string? PaymentIntentId { get; internal set; }
    public string? ChargeId { get; internal set; }

    /// <summary>Digits with a check digit that a transfer carries; null for cards.</summary>
    public string? TransferReference { get; internal set; }

    public long RefundedMinor { get; internal set; }
    public long RefundReservedMinor { get; internal set; }
    public long LostToDisputeMinor { get; internal set; }
    public bool DisputeOpen { get; internal set; }

    /// <summary>SHA-256 of the address of the thanks page; the address itself is made again from the id.</summary>
    public byte[] TokenHash { get; internal set; } = [];

    public int TokenVersion { get; internal set; } = 1;

    /// <summary>Name, company, address and references, normalised for case-blind search in every script.</summary>
    public string SearchText { get; internal set; } = "";

    public int Version { get; internal set; }

}

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
        builder.HasIndex(d => new { d.Status, d.SessionExpiresAt });
        builder.HasIndex(d => new { d.CreatedAt, d.Id });
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
