using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Organisation;

/// <summary>
/// The terms (public offer) of giving to a legal entity, as they stood from a moment on. Never changed: a new text is a
/// new version, and each gift names the version that its donor accepted.
/// </summary>
public sealed class TermsVersion
{
    public Guid Id { get; internal set; }
    public Guid LegalEntityId { get; internal set; }

    /// <summary>1, 2, 3 … within the entity.</summary>
    public int Number { get; internal set; }

    public DateTime InForceFrom { get; internal set; }

    /// <summary>Markdown.</summary>
    public LocalizedText Text { get; internal set; } = LocalizedText.Empty;

    /// <summary>SHA-256 of the text in all languages.</summary>
    public byte[] Sha256 { get; internal set; } = [];
}

internal sealed class TermsVersionMapping : IEntityTypeConfiguration<TermsVersion>
{
    public void Configure(EntityTypeBuilder<TermsVersion> builder)
    {
        builder.ToTable("terms_version");
        builder.HasOne<LegalEntity>().WithMany().HasForeignKey(t => t.LegalEntityId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(t => new { t.LegalEntityId, t.Number }).IsUnique();
        builder.Property(t => t.Sha256).HasMaxLength(32);
    }
}
