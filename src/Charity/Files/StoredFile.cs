using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Files;

/// <summary>A file kept in the database, known by its content's hash; never changed.</summary>
public sealed class StoredFile
{
    /// <summary>SHA-256 in lower-case hex.</summary>
    public string Sha256 { get; internal set; } = "";

    public long Size { get; internal set; }
    public string MediaType { get; internal set; } = "";
    public byte[] Content { get; internal set; } = [];

    /// <summary>Anyone who knows the hash may fetch it.</summary>
    public bool Public { get; internal set; }

    public int? Width { get; internal set; }
    public int? Height { get; internal set; }
    public DateTime StoredAt { get; internal set; }
}

internal sealed class StoredFileMapping : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.ToTable("stored_file");
        builder.HasKey(f => f.Sha256);
        builder.Property(f => f.Sha256).HasMaxLength(64);
        builder.Property(f => f.MediaType).HasMaxLength(64);
        builder.Property(f => f.Content).HasMaxLength(-1);
    }
}
