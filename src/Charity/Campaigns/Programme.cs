using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Campaigns;

/// <summary>A lasting direction of the organisation's work, such as medical help.</summary>
public sealed class Programme
{
    public Guid Id { get; internal set; }
    public string Slug { get; internal set; } = "";
    public LocalizedText Name { get; internal set; } = LocalizedText.Empty;
    public LocalizedText Description { get; internal set; } = LocalizedText.Empty;

    /// <summary>Names of hues in the style sheet.</summary>
    public static IReadOnlyList<string> Hues { get; } = ["accent", "warm", "blue"];

    /// <summary>One of <see cref="Hues"/>.</summary>
    public string Hue { get; internal set; } = "accent";

    public int Position { get; internal set; }
    public int Version { get; internal set; }
}

internal sealed class ProgrammeMapping : IEntityTypeConfiguration<Programme>
{
    public void Configure(EntityTypeBuilder<Programme> builder)
    {
        builder.ToTable("programme");
        builder.HasIndex(p => p.Slug).IsUnique();
        builder.Property(p => p.Slug).HasMaxLength(80);
        builder.Property(p => p.Hue).HasMaxLength(16);
        builder.Property(p => p.Version).IsConcurrencyToken();
    }
}
