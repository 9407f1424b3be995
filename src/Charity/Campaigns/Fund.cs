using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Campaigns;

/// <summary>
/// A purpose that money is kept apart for: a dimension of the books without a currency, owned by one legal entity.
/// </summary>
public sealed class Fund
{
    public Guid Id { get; internal set; }
    public Guid LegalEntityId { get; internal set; }
    public Guid? ProgrammeId { get; internal set; }

    /// <summary>Short Latin code, unique within the entity.</summary>
    public string Code { get; internal set; } = "";

    public LocalizedText Name { get; internal set; } = LocalizedText.Empty;

    /// <summary>True when donors gave for this purpose only; false for a general fund.</summary>
    public bool Restricted { get; internal set; }

    public int Version { get; internal set; }
}

internal sealed class FundMapping : IEntityTypeConfiguration<Fund>
{
    public void Configure(EntityTypeBuilder<Fund> builder)
    {
        builder.ToTable("fund");
        builder.HasOne<LegalEntity>().WithMany().HasForeignKey(f => f.LegalEntityId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Programme>().WithMany().HasForeignKey(f => f.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(f => new { f.LegalEntityId, f.Code }).IsUnique();
        builder.Property(f => f.Code).HasMaxLength(32);
        builder.Property(f => f.Version).IsConcurrencyToken();
    }
}
