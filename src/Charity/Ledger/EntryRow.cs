using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Ledger;

/// <summary>
/// A stored journal entry. Inserted unsealed; the entity's sealer gives sequence and hash in batches. Triggers refuse
/// every other change, and any change once sealed.
/// </summary>
public sealed class EntryRow
{
    public long Id { get; internal set; }
    public Guid LegalEntityId { get; internal set; }

    /// <summary>Such as <c>stripe_txn</c>, <c>bank_line</c>, <c>manual</c>.</summary>
    public string SourceType { get; internal set; } = "";

    public string SourceId { get; internal set; } = "";

    /// <summary>A code that says why, such as <c>card-gift</c>; with the source it is unique.</summary>
    public string Kind { get; internal set; } = "";

    /// <summary>Local date in the entity's zone.</summary>
    public DateOnly EffectiveDate { get; internal set; }

    public DateTime PostedAt { get; internal set; }
    public string Memo { get; internal set; } = "";

    /// <summary>Who or what posted it.</summary>
    public string Actor { get; internal set; } = "";

    public long? ReversesId { get; internal set; }
    public byte[] InputHash { get; internal set; } = [];

    /// <summary>Gapless per entity once sealed.</summary>
    public long? Sequence { get; internal set; }

    public byte[]? Hash { get; internal set; }
}

internal sealed class EntryMapping : IEntityTypeConfiguration<EntryRow>
{
    public void Configure(EntityTypeBuilder<EntryRow> builder)
    {
        builder.ToTable("entry", table => table.HasTrigger("entry_sealed"));
        builder.HasOne<LegalEntity>().WithMany().HasForeignKey(e => e.LegalEntityId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EntryRow>().WithMany().HasForeignKey(e => e.ReversesId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(e => new { e.LegalEntityId, e.SourceType, e.SourceId, e.Kind }).IsUnique();
        builder.HasIndex(e => e.ReversesId).IsUnique();
        builder.HasIndex(e => new { e.LegalEntityId, e.Sequence }).IsUnique();
        // A second sealer that read the same entries finds them sealed and begins again.
        builder.Property(e => e.Sequence).IsConcurrencyToken();
        builder.HasIndex(e => new { e.LegalEntityId, e.EffectiveDate });
        builder.Property(e => e.SourceType).HasMaxLength(32);
        builder.Property(e => e.SourceId).HasMaxLength(255);
        builder.Property(e => e.Kind).HasMaxLength(40);
        builder.Property(e => e.Memo).HasMaxLength(500);
        builder.Property(e => e.Actor).HasMaxLength(100);
        builder.Property(e => e.InputHash).HasMaxLength(32);
        builder.Property(e => e.Hash).HasMaxLength(32);
    }
}
