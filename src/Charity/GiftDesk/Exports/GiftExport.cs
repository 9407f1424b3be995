using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.GiftDesk;

public enum ExportState
{
    /// <summary>Being written, part by part.</summary>
    Writing,
    Ready,

    /// <summary>Its time is over: only this line is left.</summary>
    Deleted,
}

/// <summary>
/// A list of gifts that somebody asked for as a file. It is written in parts, each saved together with how far it came, so
/// that a process that ends goes on where the last part ended. Deleted a day after it was ready.
/// </summary>
public sealed class GiftExport
{
    /// <summary>How long a finished file can be fetched.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public Guid Id { get; internal init; }

    /// <summary>The staff user who asked, and who alone may fetch it.</summary>
    public Guid UserId { get; internal init; }

    public string UserName { get; internal init; } = "";

    /// <summary>As <see cref="GiftFilter.ToAddress"/> writes it; empty for all gifts.</summary>
    public string Filter { get; internal init; } = "";

    /// <summary>Code of the language of the heads and of words such as states.</summary>
    public string Language { get; internal init; } = "en";

    /// <summary>Heads and states by their unchanging English names, for programs.</summary>
    public bool ForPrograms { get; internal init; }

    public ExportState State { get; private set; }
    public DateTime CreatedAt { get; internal init; }

    /// <summary>Gifts to write as counted at the beginning; null when they are more than are counted.</summary>
    public int? Expected { get; internal init; }

    /// <summary>Gifts written so far.</summary>
    public int Rows { get; private set; }

    public int Parts { get; private set; }

    /// <summary>Bytes of the file so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>The last gift written.</summary>
    public DateTime? ThroughAt { get; private set; }

    public Guid? ThroughId { get; private set; }
    public DateTime? ReadyAt { get; private set; }
    public DateTime? FetchedAt { get; private set; }
    public int Version { get; private set; }

    public DateTime? DeletedFrom => ReadyAt + Kept;

    internal GiftPlace? Through => ThroughAt is { } at && ThroughId is { } id ? new GiftPlace(at, id) : null;

    /// <summary>Takes in the next part.</summary>
    internal void Add(int rows, int bytes, GiftPlace? through)
    {
        Rows = checked(Rows + rows);
        Bytes = checked(Bytes + bytes);
        Parts++;
        (ThroughAt, ThroughId) = (through?.At ?? ThroughAt, through?.Id ?? ThroughId);
        Version++;
    }

    internal void Finish(DateTime at)
    {
        (State, ReadyAt) = (ExportState.Ready, at);
        Version++;
    }

    internal void RecordFetch(DateTime at)
    {
        FetchedAt = at;
        Version++;
    }

    internal void Delete()
    {
        State = ExportState.Deleted;
        Version++;
    }
}

/// <summary>A piece of an export's file, compressed by itself.</summary>
public sealed class GiftExportPart
{
    public Guid ExportId { get; internal init; }

    /// <summary>From 1.</summary>
    public int Number { get; internal init; }

    /// <summary>Gzip of a piece of the file's bytes.</summary>
    public byte[] Content { get; internal init; } = [];
}

internal sealed class GiftExportMapping : IEntityTypeConfiguration<GiftExport>
{
    public void Configure(EntityTypeBuilder<GiftExport> builder)
    {
        builder.ToTable("gift_export");
        builder.HasIndex(e => new { e.UserId, e.CreatedAt });
        builder.HasIndex(e => new { e.State, e.ReadyAt });
        builder.Property(e => e.UserName).HasMaxLength(Actor.MaxLength);
        builder.Property(e => e.Filter).HasMaxLength(GiftFilter.MaxAddress);
        builder.Property(e => e.Language).HasMaxLength(2);
        builder.Property(e => e.Version).IsConcurrencyToken();
        builder.Ignore(e => e.DeletedFrom);
        builder.Ignore(e => e.Through);
    }
}

internal sealed class GiftExportPartMapping : IEntityTypeConfiguration<GiftExportPart>
{
    public void Configure(EntityTypeBuilder<GiftExportPart> builder)
    {
        builder.ToTable("gift_export_part");
        builder.HasKey(p => new { p.ExportId, p.Number });
        builder.HasOne<GiftExport>().WithMany().HasForeignKey(p => p.ExportId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(p => p.Content).HasMaxLength(-1);
    }
}
