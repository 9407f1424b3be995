using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Organisation;

/// <summary>The organisation that runs this installation; exactly one row. Its legal entities hold the money.</summary>
public sealed class Organisation
{
    public const int OnlyId = 1;

    public int Id { get; private set; } = OnlyId;
    public LocalizedText Name { get; internal set; } = LocalizedText.Empty;

    /// <summary>One sentence under the name on the first page.</summary>
    public LocalizedText Mission { get; internal set; } = LocalizedText.Empty;

    /// <summary>Who we are, how to complain, who supervises us; Markdown.</summary>
    public LocalizedText About { get; internal set; } = LocalizedText.Empty;

    public LocalizedText Privacy { get; internal set; } = LocalizedText.Empty;
    public string ContactEmail { get; internal set; } = "";

    /// <summary>Language that content falls back to.</summary>
    public string DefaultLanguage { get; internal set; } = "en";

    public int Version { get; internal set; }
}

internal sealed class OrganisationMapping : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisation");
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.DefaultLanguage).HasMaxLength(2);
        builder.Property(o => o.Version).IsConcurrencyToken();
    }
}
