using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Data.Audit;

/// <summary>
/// One thing that somebody did. Inserted unsealed; the sealer gives number and hash in batches. Triggers refuse every
/// other change but one: the detail may be erased when the law asks for it, and the chain still holds, as it seals the
/// detail's hash.
/// </summary>
public sealed class AuditRow
{
    public long Id { get; internal set; }
    public DateTime At { get; internal set; }
    public string ActorId { get; internal set; } = "";
    public string ActorName { get; internal set; } = "";

    /// <summary>A verb with its room, such as <c>campaign.publish</c>.</summary>
    public string Action { get; internal set; } = "";

    /// <summary>What it was done to: a kind and an id, such as <c>campaign:0193…</c>.</summary>
    public string Subject { get; internal set; } = "";

    /// <summary>Why, in the actor's words, where the action asks for a reason.</summary>
    public string? Reason { get; internal set; }

    /// <summary>JSON with <c>before</c> and <c>after</c>; null when there is nothing to tell, or when it was erased.</summary>
    public string? Detail { get; internal set; }

    /// <summary>SHA-256 of the detail's UTF-8 bytes; zeros where there was none.</summary>
    public byte[] DetailHash { get; internal set; } = [];

    /// <summary>Gapless once sealed.</summary>
    public long? Sequence { get; internal set; }

    public byte[]? Hash { get; internal set; }
}

internal sealed class AuditMapping : IEntityTypeConfiguration<AuditRow>
{
    public const int MaxReason = 1000;

    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("audit", table => table.HasTrigger("audit_append_only"));
        builder.Property(a => a.ActorId).HasMaxLength(Actor.MaxLength);
        builder.Property(a => a.ActorName).HasMaxLength(Actor.MaxLength);
        builder.Property(a => a.Action).HasMaxLength(64);
        builder.Property(a => a.Subject).HasMaxLength(128);
        builder.Property(a => a.Reason).HasMaxLength(MaxReason);
        builder.Property(a => a.Detail).HasMaxLength(-1);
        builder.Property(a => a.DetailHash).HasMaxLength(32);
        builder.Property(a => a.Hash).HasMaxLength(32);
        // A second sealer that read the same rows finds them sealed and begins again.
        builder.Property(a => a.Sequence).IsConcurrencyToken();
        builder.HasIndex(a => a.Sequence).IsUnique();
        builder.HasIndex(a => new { a.Subject, a.Id });
        builder.HasIndex(a => new { a.ActorId, a.Id });
    }
}
