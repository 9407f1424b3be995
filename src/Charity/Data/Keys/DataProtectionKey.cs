using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Data.Keys;

/// <summary>One key of ASP.NET Core data protection, kept with the data so that every node reads the same cookies.</summary>
public sealed class DataProtectionKey
{
    public int Id { get; private set; }
    public required string FriendlyName { get; init; }
    public required string Xml { get; init; }
}

internal sealed class DataProtectionKeyMapping : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> builder)
    {
        builder.ToTable("data_protection_key");
        builder.HasIndex(k => k.FriendlyName).IsUnique();
        builder.Property(k => k.Xml).HasMaxLength(-1);
    }
}
