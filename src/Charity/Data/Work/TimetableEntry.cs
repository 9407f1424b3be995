using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Data.Work;

/// <summary>When a recurring job is due next and who runs it now.</summary>
public sealed class TimetableEntry
{
    public string Name { get; internal set; } = "";
    public DateTime NextDue { get; internal set; }
    public Guid? LeaseId { get; internal set; }
    public DateTime? LeaseUntil { get; internal set; }
    public DateTime? LastStartedAt { get; internal set; }
    public DateTime? LastSucceededAt { get; internal set; }
    public string? LastError { get; internal set; }
    public int Failures { get; internal set; }

    /// <summary>Due at once and held by nobody: for a database that was just put back from a copy.</summary>
    internal void MakeDue(DateTime now) => (NextDue, LeaseId, LeaseUntil) = (now, null, null);
}

internal sealed class TimetableEntryMapping : IEntityTypeConfiguration<TimetableEntry>
{
    public void Configure(EntityTypeBuilder<TimetableEntry> builder)
    {
        builder.ToTable("timetable");
        builder.HasKey(e => e.Name);
        builder.Property(e => e.Name).HasMaxLength(100);
        builder.Property(e => e.LastError).HasMaxLength(2000);
    }
}
