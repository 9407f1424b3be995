using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Payments;

/// <summary>Mirror of a dispute at the provider.</summary>
public sealed class Dispute
{
    /// <summary>The provider's word for a dispute that nobody has answered and nobody decided.</summary>
    public const string Unanswered = "needs_response";

    /// <summary>The same for the inquiry that may come before one.</summary>
    public const string UnansweredInquiry = "warning_needs_response";

    public Guid Id { get; internal set; }
    public string Account { get; internal set; } = "";

    /// <summary><c>dp_…</c></summary>
    public string ProviderId { get; internal set; } = "";

    public string? ChargeId { get; internal set; }
    public Guid? DonationId { get; internal set; }
    public long AmountMinor { get; internal set; }
    public string Currency { get; internal set; } = "";

    /// <summary>As the provider names it: warning_needs_response … won, lost, prevented.</summary>
    public string Status { get; internal set; } = "";

    public string? Reason { get; internal set; }
    public DateTime? DueBy { get; internal set; }

    /// <summary>What of the amount counts as lost to the gift now.</summary>
    public long CountedMinor { get; internal set; }

    public DateTime FetchedAt { get; internal set; }
    public DateTime ProviderCreatedAt { get; internal set; }
    public int Version { get; internal set; }
}

internal sealed class DisputeMapping : IEntityTypeConfiguration<Dispute>
{
    public void Configure(EntityTypeBuilder<Dispute> builder)
    {
        builder.ToTable("dispute");
        builder.HasIndex(d => new { d.Account, d.ProviderId }).IsUnique();
        builder.HasIndex(d => d.DonationId);
        builder.HasIndex(d => d.ChargeId);
        builder.Property(d => d.Account).HasMaxLength(64);
        builder.Property(d => d.ProviderId).HasMaxLength(255);
        builder.Property(d => d.ChargeId).HasMaxLength(255);
        builder.Property(d => d.Currency).HasMaxLength(3);
        builder.Property(d => d.Status).HasMaxLength(40);
        builder.Property(d => d.Version).IsConcurrencyToken();
    }
}
