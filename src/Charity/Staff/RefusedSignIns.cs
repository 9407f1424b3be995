using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Staff;

/// <summary>
/// Refused sign-ins of one account, or of one sender where there is no such account, in one hour. The first writes its
/// line into the audit, the others are counted here and written as one line when the hour is over: so a stranger who
/// keeps knocking fills no audit, and no knock is forgotten.
/// </summary>
public sealed class RefusedSignIns
{
    internal const int MaxSubject = 64;

    private RefusedSignIns()
    {
    }

    internal RefusedSignIns(string subject, DateTime hour, string about) => (Subject, Hour, About) = (subject, hour, about);

    /// <summary>The account's id, or a hash that stands for the sender.</summary>
    public string Subject { get; private init; } = "";

    /// <summary>Its beginning, by the business clock.</summary>
    public DateTime Hour { get; private init; }

    /// <summary>The id that the audit line is about.</summary>
    public string About { get; private init; } = "";

    /// <summary>The first included.</summary>
    public int Count { get; private set; } = 1;

    public int Version { get; private set; }

    internal static DateTime HourOf(DateTime at) => new(at.Year, at.Month, at.Day, at.Hour, 0, 0, DateTimeKind.Utc);

    internal void Again() => (Count, Version) = (Count + 1, Version + 1);
}

internal sealed class RefusedSignInsMapping : IEntityTypeConfiguration<RefusedSignIns>
{
    public void Configure(EntityTypeBuilder<RefusedSignIns> builder)
    {
        builder.ToTable("refused_sign_ins");
        builder.HasKey(r => new { r.Subject, r.Hour });
        builder.Property(r => r.Subject).HasMaxLength(RefusedSignIns.MaxSubject);
        builder.Property(r => r.About).HasMaxLength(32);
        builder.Property(r => r.Version).IsConcurrencyToken();
    }
}

/// <summary>Writes how often the refusals of past hours were repeated, and forgets the counters.</summary>
public sealed class SumRefusedSignIns(CharityDb db, AuditLog audit, TimeProvider time)
{
    private const int BatchSize = 200;

    /// <summary>Sums up the oldest; run again until it returns 0.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var hour = RefusedSignIns.HourOf(time.GetUtcNow().UtcDateTime);
        var over = await db.RefusedSignIns.Where(r => r.Hour < hour).OrderBy(r => r.Hour).Take(BatchSize).ToListAsync(cancel);
        foreach (var row in over.Where(row => row.Count > 1))
        {
            audit.Add(
                RecordSignIn.Door, StaffActions.RefuseSignIn, StaffActions.Subject, row.About,
                after: new { inHourFrom = row.Hour, further = row.Count - 1 });
        }

        db.RefusedSignIns.RemoveRange(over);
        await db.SaveChangesAsync(cancel);
        return over.Count;
    }
}

/// <summary>Once an hour.</summary>
public sealed class SumRefusedSignInsJob(UseCases useCases) : ITimetableJob
{
    public string Name => "staff.sum-refused-sign-ins";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await useCases.RunAsync<SumRefusedSignIns, int>(sum => sum.RunAsync(cancel), cancel) > 0)
        {
            cancel.ThrowIfCancellationRequested();
        }
    }
}
