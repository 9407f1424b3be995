using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Work;

/// <summary>
/// Gives work all its tries again, from now on: what is parked, what waits for a later try, and what was set aside. Used
/// when its cause is gone, such as a mail server that has come back.
/// </summary>
public sealed class RetryWork(CharityDb db, AuditLog audit, TimeProvider time)
{
    /// <summary>Rows that one save takes up.</summary>
    private const int BatchSize = 500;

    /// <summary>One row.</summary>
    /// <param name="by">Who decides.</param>
    public async Task<WorkOutcome> RunAsync(WorkTable table, long id, Actor by, CancellationToken cancel)
    {
        if (await FailedWork.FindAsync(db, table, id, cancel) is not { } row)
        {
            return WorkOutcome.NotFound;
        }

        if (!row.IsParked() && !row.IsPutOff() && !row.IsSetAside())
        {
            return WorkOutcome.NotWaiting;
        }

        audit.Add(
            by, "work.retry", "work", FailedWork.SubjectOf(table, id),
            before: new { state = row.State, row.Attempts }, after: new { state = WorkState.Started, attempts = 0 });
        TakeUp(row, by, time.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancel);
        return WorkOutcome.Done;
    }

    /// <summary>
    /// The next batch of a kind by id; run again from <c>Next</c> until that is null. Rows that were set aside stay so.
    /// </summary>
    /// <param name="parked">The parked ones; false for those that wait for a later try.</param>
    /// <param name="after">0, or the <c>Next</c> of the batch before: a row that fails again meanwhile is not met twice.</param>
    /// <returns>How many were taken up, and the id to go on after.</returns>
    public async Task<(int Taken, long? Next)> RunAllAsync(
        WorkTable table, string kind, bool parked, long after, Actor by, CancellationToken cancel)
    {
        IReadOnlyList<WorkRow> rows = table == WorkTable.Inbox
            ? await NextAsync(db.Inbox, kind, parked, after, cancel)
            : await NextAsync(db.Outbox, kind, parked, after, cancel);
        if (rows.Count == 0)
        {
            return (0, null);
        }

        var now = time.GetUtcNow().UtcDateTime;
        foreach (var row in rows)
        {
            TakeUp(row, by, now);
        }

        audit.Add(
            by, "work.retry-all", "work", $"{table.ToString().ToLowerInvariant()}:{kind}",
            after: new { rows = rows.Count, first = rows[0].Id, last = rows[^1].Id });
        await db.SaveChangesAsync(cancel);
        return (rows.Count, rows.Count < BatchSize ? null : rows[^1].Id);
    }

    private static async Task<List<TRow>> NextAsync<TRow>(DbSet<TRow> rows, string kind, bool parked, long after, CancellationToken cancel)
        where TRow : WorkRow
        => await rows
            .Where(r => r.Kind == kind && r.Id > after
                && (parked ? r.State == WorkState.Parked : r.State == WorkState.Started && r.LeaseId == null))
            .OrderBy(r => r.Id).Take(BatchSize).ToListAsync(cancel);

    private static void TakeUp(WorkRow row, Actor by, DateTime now)
    {
        // Started, not Pending: a row that failed before is applied alone.
        row.State = WorkState.Started;
        (row.Attempts, row.Postponed, row.LeaseId, row.DueAt) = (0, 0, null, now);
        row.StaffNote = FailedWork.Note(now, "retried", by.Name, null);
    }
}
