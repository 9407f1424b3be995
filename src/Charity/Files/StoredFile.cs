using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Files;

/// <summary>A file kept in the database, known by its content's hash; never changed, but it may be taken away for good.</summary>
public sealed class StoredFile
{
    /// <summary>SHA-256 in lower-case hex.</summary>
    public string Sha256 { get; internal set; } = "";

    public long Size { get; internal set; }
    public string MediaType { get; internal set; } = "";
    public byte[] Content { get; internal set; } = [];

    /// <summary>Anyone who knows the hash may fetch it.</summary>
    public bool Public { get; internal set; }

    /// <summary>It may have to vanish within a day, so nobody on the way may keep it for longer: a picture of a person.</summary>
    public bool Recallable { get; internal set; }

    /// <summary>When it was taken away. The row stays, without the content, to say so to whoever still asks.</summary>
    public DateTime? GoneAt { get; internal set; }

    public int? Width { get; internal set; }
    public int? Height { get; internal set; }
    public DateTime StoredAt { get; internal set; }

    /// <summary>Takes the file away: its bytes are erased.</summary>
    internal void Remove(DateTime at)
    {
        GoneAt ??= at;
        Content = [];
        Public = false;
    }

    /// <summary>Puts back what was taken away: the same bytes were brought again, by someone who may.</summary>
    internal void Return(byte[] content)
    {
        GoneAt = null;
        Content = content;
    }
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
