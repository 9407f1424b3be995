using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Payments;

/// <summary>
/// A balance transaction of the provider, as fetched: the only source of ledger entries for money held there. Its money
/// fields never change; a changed one is an exception.
/// </summary>
public sealed class StripeTransactionRow
{
    public string Account { get; internal set; } = "";

    /// <summary><c>txn_…</c></summary>
    public string Id { get; internal set; } = "";

    public string Type { get; internal set; } = "";
    public string? ReportingCategory { get; internal set; }

    /// <summary>Minor units of <see cref="Currency"/>: amount - fee = net.</summary>
    public long AmountMinor { get; internal set; }

    public long FeeMinor { get; internal set; }
    public long NetMinor { get; internal set; }
    public string Currency { get; internal set; } = "";

    /// <summary>The charge, refund, dispute or payout behind it.</summary>
    public string? SourceId { get; internal set; }

    public string? ExchangeRate { get; internal set; }
    public DateTime ProviderCreatedAt { get; internal set; }
    public DateTime? AvailableOn { get; internal set; }
    /// <summary>The automatic payout that took it to the bank, as the payout's own list of transactions says.</summary>
    public string? PayoutId { get; internal set; }

    public string? FeeDetails { get; internal set; }
    public DateTime FetchedAt { get; internal set; }
}

internal sealed class StripeTransactionMapping : IEntityTypeConfiguration<StripeTransactionRow>
{
    public void Configure(EntityTypeBuilder<StripeTransactionRow> builder)
    {
        builder.ToTable("stripe_txn");
        builder.HasKey(t => new { t.Account, t.Id });
        // Ids of the provider are unique over accounts in practice; the books join by them alone.
        builder.HasIndex(t => t.SourceId);
        builder.HasIndex(t => new { t.Account, t.PayoutId });
        builder.Property(t => t.Account).HasMaxLength(64);
        builder.Property(t => t.Id).HasMaxLength(255);
        builder.Property(t => t.Type).HasMaxLength(64);
        builder.Property(t => t.ReportingCategory).HasMaxLength(64);
        builder.Property(t => t.Currency).HasMaxLength(3);
        builder.Property(t => t.SourceId).HasMaxLength(255);
        builder.Property(t => t.PayoutId).HasMaxLength(255);
        builder.Property(t => t.ExchangeRate).HasMaxLength(32);
        builder.Property(t => t.FeeDetails).HasMaxLength(4000);
    }
}
