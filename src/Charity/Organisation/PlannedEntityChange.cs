using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Organisation;

/// <summary>
/// A change of a legal entity that holds from a day to come: receipts up to that day still carry the old facts. At most
/// one waits for each entity.
/// </summary>
public sealed class PlannedEntityChange
{
    /// <summary>The entity's id.</summary>
    public Guid Id { get; internal set; }

    /// <summary>The first day, in the entity's zone, on which it holds.</summary>
    public DateOnly From { get; internal set; }

    /// <summary><see cref="EntityFacts"/> as JSON.</summary>
    public string Facts { get; internal set; } = "";

    public string PlannedById { get; internal set; } = "";

    /// <summary>Name of who planned it, as it was then.</summary>
    public string PlannedBy { get; internal set; } = "";

    public DateTime PlannedAt { get; internal set; }
}

internal sealed class PlannedEntityChangeMapping : IEntityTypeConfiguration<PlannedEntityChange>
{
    public void Configure(EntityTypeBuilder<PlannedEntityChange> builder)
    {
        builder.ToTable("planned_entity_change");
        builder.HasOne<LegalEntity>().WithOne().HasForeignKey<PlannedEntityChange>(c => c.Id).OnDelete(DeleteBehavior.Restrict);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Facts).HasMaxLength(-1);
        builder.Property(c => c.PlannedById).HasMaxLength(Data.Audit.Actor.MaxLength);
        builder.Property(c => c.PlannedBy).HasMaxLength(Data.Audit.Actor.MaxLength);
    }
}
