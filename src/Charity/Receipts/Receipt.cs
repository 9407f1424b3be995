using Charity.Donations;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Receipts;

public enum ReceiptState
{
    Valid,

    /// <summary>Withdrawn with a reason; its number is never used again.</summary>
    Void,

    /// <summary>Replaced by a corrected one.</summary>
    Replaced,
}

/// <summary>
/// A numbered receipt. Every printed fact stands in <see cref="Snapshot"/>, which never changes; the PDF is drawn from
/// it again at any time with the same template version and has the same bytes.
/// </summary>
public sealed class Receipt
{
    public Guid Id { get; internal set; }
    public Guid LegalEntityId { get; internal set; }
    public Guid DonationId { get; internal set; }

    /// <summary><c>donation</c>, or <c>correction-2</c> and so on; unique with the donation.</summary>
    public string Kind { get; internal set; } = "donation";

    /// <summary>Local year of issue in the entity's zone.</summary>
    public int Year { get; internal set; }

    /// <summary>Gapless within entity and year, from 1.</summary>
    public int Sequence { get; internal set; }

    /// <summary>As printed, such as <c>BG-2026-000042</c>; unique.</summary>
    public string Number { get; internal set; } = "";

    public ReceiptState State { get; internal set; }
    public DateTime IssuedAt { get; internal set; }

    /// <summary>Every printed fact as JSON.</summary>
    public string Snapshot { get; internal set; } = "";

    public int TemplateVersion { get; internal set; }

    /// <summary>SHA-256 of the PDF as it was sent.</summary>
    public byte[]? SentSha256 { get; internal set; }

    public DateTime? VoidedAt { get; internal set; }
    public string? VoidReason { get; internal set; }

    /// <summary>SHA-256 of the address of the document.</summary>
    public byte[] TokenHash { get; internal set; } = [];

    /// <summary>SHA-256 of the address of the public check page.</summary>
    public byte[] CheckTokenHash { get; internal set; } = [];

    public int TokenVersion { get; internal set; } = 1;
    public int Version { get; internal set; }
}

internal sealed class ReceiptMapping : IEntityTypeConfiguration<Receipt>
{
    public void Configure(EntityTypeBuilder<Receipt> builder)
    {
        builder.ToTable("receipt");
        builder.HasOne<LegalEntity>().WithMany().HasForeignKey(r => r.LegalEntityId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Donation>().WithMany().HasForeignKey(r => r.DonationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => new { r.DonationId, r.Kind }).IsUnique();
        builder.HasIndex(r => r.Number).IsUnique();
        builder.HasIndex(r => new { r.LegalEntityId, r.Year, r.Sequence }).IsUnique();
        builder.HasIndex(r => r.TokenHash).IsUnique();
        builder.HasIndex(r => r.CheckTokenHash).IsUnique();
        builder.Property(r => r.Kind).HasMaxLength(32);
        builder.Property(r => r.Number).HasMaxLength(40);
        builder.Property(r => r.Snapshot).HasMaxLength(-1);
        builder.Property(r => r.TokenHash).HasMaxLength(32);
        builder.Property(r => r.CheckTokenHash).HasMaxLength(32);
        builder.Property(r => r.SentSha256).HasMaxLength(32);
        builder.Property(r => r.Version).IsConcurrencyToken();
    }
}
