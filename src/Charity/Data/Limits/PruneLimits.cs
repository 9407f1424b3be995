using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Limits;

/// <summary>Forgets counters of windows that ended a day ago, and reports of browsers after 30 days. What staff see of an attack stands in the audit and the exceptions.</summary>
internal sealed class PruneLimits(CharityDb db, LimitClock clock) : ITimetableJob
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private const int DaysOfReports = 30;

    public string Name => "limits.prune";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        // In real time, as they were counted.
        var old = clock.Now - Kept;
        var month = DateOnly.FromDateTime(clock.Now).AddDays(-DaysOfReports);
        await db.BrowserReports.Where(r => r.Day < month).ExecuteDeleteAsync(cancel);
        await db.LimitCounts.Where(c => c.WindowStart < old).ExecuteDeleteAsync(cancel);
    }
}
