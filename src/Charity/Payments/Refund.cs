using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Payments;

/// <summary>Mirror of a refund at the provider, whoever asked for it.</summary>
public sealed class Refund
{
    public Guid Id { get; internal set; }
    public string Account { get; internal set; } = "";

    /// <summary><c>re_…</c></summary>
    public string ProviderId { get; internal set; } = "";

    public string? ChargeId { get; internal set; }
    public string? PaymentIntentId { get; internal set; }
    public Guid? DonationId { get; internal set; }
    public long AmountMinor { get; internal set; }
    public string Currency { get; internal set; } = "";

    /// <summary>As the provider names it: pending, requires_action, succeeded, failed, canceled.</summary>
    public string Status { get; internal set; } = "";

    public string? FailureReason { get; internal set; }

    /// <summary>Time before the fetch that this row mirrors; older facts change nothing.</summary>
    public DateTime FetchedAt { get; internal set; }

    /// <summary>What of the amount counts against the gift now: the whole while pending or succeeded, else nothing.</summary>
    public long CountedMinor { get; internal set; }

    public DateTime ProviderCreatedAt { get; internal set; }
    public int Version { get; internal set; }
}

internal sealed class RefundMapping : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> builder)
    {
        builder.ToTable("refund");
        builder.HasIndex(r => new { r.Account, r.ProviderId }).IsUnique();
        builder.HasIndex(r => r.DonationId);
        builder.HasIndex(r => r.ChargeId);
        builder.Property(r => r.Account).HasMaxLength(64);
        builder.Property(r => r.ProviderId).HasMaxLength(255);
        builder.Property(r => r.ChargeId).HasMaxLength(255);
        builder.Property(r => r.PaymentIntentId).HasMaxLength(255);
        builder.Property(r => r.Currency).HasMaxLength(3);
        builder.Property(r => r.Status).HasMaxLength(32);
        builder.Property(r => r.Version).IsConcurrencyToken();
    }
}
