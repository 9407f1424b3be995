using Charity.Campaigns.Consents;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Campaigns.Pictures;

/// <summary>A picture of the library: one to three files of the same view in different widths, with its words.</summary>
public sealed class Picture
{
    /// <summary>The focal point counts in thousandths of the width from the left and of the height from the top.</summary>
    public const int FocusScale = 1000;

    public const int Centre = FocusScale / 2;

    /// <summary>Characters of an alternative text in one language.</summary>
    public const int MaxAlt = 300;

    private readonly List<PictureFile> _files = [];

    private Picture()
    {
    }

    internal Picture(Guid id, IEnumerable<PictureFile> files, DateTime addedAt, string addedBy)
    {
        (Id, AddedAt, AddedBy) = (id, addedAt, addedBy);
        _files.AddRange(files);
    }

    public Guid Id { get; private set; }

    /// <summary>What the picture shows, for those who do not see it.</summary>
    public LocalizedText Alt { get; private set; } = LocalizedText.Empty;

    /// <summary>What stays in view when a frame cuts the picture; in thousandths of the width.</summary>
    public int FocusX { get; private set; } = Centre;

    /// <summary>In thousandths of the height.</summary>
    public int FocusY { get; private set; } = Centre;

    /// <summary>Someone can be recognised in it: then it is shown only under a consent in force.</summary>
    public bool ShowsPerson { get; private set; }

    public Guid? ConsentId { get; private set; }
    public DateTime AddedAt { get; private set; }

    /// <summary>Who added it, as staff know them.</summary>
    public string AddedBy { get; private set; } = "";

    /// <summary>Taken down for good: its files are gone, and whoever asks for it gets nothing.</summary>
    public DateTime? WithdrawnAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>None once it is withdrawn.</summary>
    public IReadOnlyList<PictureFile> Files => _files;

    internal void Describe(LocalizedText alt, int focusX, int focusY, bool showsPerson, Guid? consentId)
    {
        Alt = alt;
        FocusX = Math.Clamp(focusX, 0, FocusScale);
        FocusY = Math.Clamp(focusY, 0, FocusScale);
        ShowsPerson = showsPerson;
        ConsentId = showsPerson ? consentId : null;
        Version++;
    }

    /// <summary>Lets go of its files and its words, which may name someone.</summary>
    internal void Withdraw(DateTime at)
    {
        if (WithdrawnAt is null)
        {
            WithdrawnAt = at;
            Alt = LocalizedText.Empty;
            _files.Clear();
            Version++;
        }
    }
}

/// <summary>One width of a picture. A file belongs to one picture only, so that taking the picture down takes the file.</summary>
public sealed class PictureFile
{
    private PictureFile()
    {
    }

    internal PictureFile(string sha256, int width, int height, long size) => (Sha256, Width, Height, Size) = (sha256, width, height, size);

    /// <summary>Of the stored file, in lower-case hex.</summary>
    public string Sha256 { get; private set; } = "";

    public Guid PictureId { get; private set; }

    /// <summary>Pixels, upright.</summary>
    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Bytes.</summary>
    public long Size { get; private set; }
}

internal sealed class PictureMapping : IEntityTypeConfiguration<Picture>
{
    public void Configure(EntityTypeBuilder<Picture> builder)
    {
        builder.ToTable("picture");
        builder.HasOne<Consent>().WithMany().HasForeignKey(p => p.ConsentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(p => p.Files).WithOne().HasForeignKey(f => f.PictureId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(p => p.Files).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.Property(p => p.AddedBy).HasMaxLength(100);
        builder.Property(p => p.Version).IsConcurrencyToken();
    }
}

internal sealed class PictureFileMapping : IEntityTypeConfiguration<PictureFile>
{
    public void Configure(EntityTypeBuilder<PictureFile> builder)
    {
        builder.ToTable("picture_file");
        builder.HasKey(f => f.Sha256);
        builder.Property(f => f.Sha256).HasMaxLength(64);
        builder.HasIndex(f => new { f.PictureId, f.Width }).IsUnique();
    }
}
