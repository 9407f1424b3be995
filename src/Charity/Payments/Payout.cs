using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Payments;

/// <summary>Mirror of a payout from the provider to the bank.</summary>
public sealed class Payout
{
    public Guid Id { get; internal set; }
    public string Account { get; internal set; } = "";

    /// <summary><c>po_…</c></summary>
    public string ProviderId { get; internal set; } = "";

    public Guid LegalEntityId { get; internal set; }
    public long AmountMinor { get; internal set; }
    public string Currency { get; internal set; } = "";
    public string Status { get; internal set; } = "";
    public bool Automatic { get; internal set; }
    public string? ReconciliationStatus { get; internal set; }
    public DateTime ArrivalDate { get; internal set; }
    public string? TraceId { get; internal set; }

    /// <summary>All its transactions were imported and their sum checked.</summary>
    public bool TransactionsImported { get; internal set; }

    public DateTime FetchedAt { get; internal set; }
    public DateTime ProviderCreatedAt { get; internal set; }
    public int Version { get; internal set; }
}

internal sealed class PayoutMapping : IEntityTypeConfiguration<Payout>
{
    public void Configure(EntityTypeBuilder<Payout> builder)
    {
        builder.ToTable("payout");
        builder.HasIndex(p => new { p.Account, p.ProviderId }).IsUnique();
        builder.Property(p => p.Account).HasMaxLength(64);
        builder.Property(p => p.ProviderId).HasMaxLength(255);
        builder.Property(p => p.Currency).HasMaxLength(3);
        builder.Property(p => p.Status).HasMaxLength(32);
        builder.Property(p => p.ReconciliationStatus).HasMaxLength(32);
        builder.Property(p => p.TraceId).HasMaxLength(255);
        builder.Property(p => p.Version).IsConcurrencyToken();
    }
}
