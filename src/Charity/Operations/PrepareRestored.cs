using System.Globalization;
using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Operations;

/// <summary>
/// Readies a database that was just put back for its first start, so that the application catches up from Stripe by
/// itself: nothing stays claimed by a node that is gone, every recurring job is due at once, and every list is read again
/// from the moment of the copy.
/// </summary>
public sealed class PrepareRestored(CharityDb db, ExceptionLog exceptions, TimeProvider time)
{
    /// <param name="madeAt">The moment of the copy, UTC.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <returns>How many pieces of work wait.</returns>
    public async Task<int> RunAsync(DateTime madeAt, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var entry in await db.Timetable.ToListAsync(cancel))
        {
            entry.MakeDue(now);
        }

        foreach (var mark in await db.PollMarks.ToListAsync(cancel))
        {
            mark.ReturnTo(madeAt);
        }

        var waiting = await ReleaseAsync(db.Outbox, now, cancel) + await ReleaseAsync(db.Inbox, now, cancel);
        await exceptions.RaiseAsync(
            new Finding(
                ExceptionKind.DatabaseRestored, ExceptionSeverity.Critical, string.Create(CultureInfo.InvariantCulture, $"back-up:{madeAt:yyyyMMddTHHmmss}Z"),
                new KeptText(new TextKey("finding.restored"), ("madeAt", DateTime.SpecifyKind(madeAt, DateTimeKind.Utc)))),
            cancel);
        await db.SaveChangesAsync(cancel);
        return waiting;
    }

    private static async Task<int> ReleaseAsync<TRow>(DbSet<TRow> rows, DateTime now, CancellationToken cancel)
        where TRow : WorkRow
    {
        WorkState[] open = [WorkState.Pending, WorkState.Started];
        var claimed = await rows.Where(r => r.State == WorkState.Started && r.LeaseId != null).ToListAsync(cancel);
        foreach (var row in claimed)
        {
            (row.LeaseId, row.DueAt) = (null, now);
        }

        return await rows.CountAsync(r => open.Contains(r.State), cancel);
    }
}
