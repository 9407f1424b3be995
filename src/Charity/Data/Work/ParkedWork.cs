using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Work;

/// <summary>The two tables in which work waits.</summary>
public enum WorkTable
{
    Inbox,
    Outbox,
}

public enum ParkedOutcome
{
    Done,
    NotFound,

    /// <summary>The row is not parked (any more).</summary>
    NotParked,

    /// <summary>Setting a row aside needs a reason.</summary>
    ReasonMissing,
}

/// <param name="By">Who decides.</param>
public sealed record RetryParkedInput(WorkTable Table, long Id, Actor By);

/// <param name="Reason">Why nothing is to be done.</param>
/// <param name="By">Who decides.</param>
public sealed record IgnoreParkedInput(WorkTable Table, long Id, string Reason, Actor By);

/// <summary>Gives a parked row all its tries again, from now on.</summary>
public sealed class RetryParked(CharityDb db, AuditLog audit, TimeProvider time)
{
    public async Task<ParkedOutcome> RunAsync(RetryParkedInput input, CancellationToken cancel)
    {
        var (row, outcome) = await ParkedRow.FindAsync(db, input.Table, input.Id, cancel);
        if (row is null)
        {
            return outcome;
        }

        var now = time.GetUtcNow().UtcDateTime;
        audit.Add(
            input.By, "work.retry", "work", ParkedRow.Subject(input.Table, input.Id),
            before: new { state = row.State, row.Attempts }, after: new { state = WorkState.Started, attempts = 0 });
        // Started, not Pending: a row that failed before is applied alone.
        row.State = WorkState.Started;
        (row.Attempts, row.Postponed, row.LeaseId, row.DueAt) = (0, 0, null, now);
        row.StaffNote = ParkedRow.Note(now, "retried", input.By.Name, null);
        await db.SaveChangesAsync(cancel);
        return outcome;
    }
}

/// <summary>Sets a parked row aside for good, with the reason why.</summary>
public sealed class IgnoreParked(CharityDb db, AuditLog audit, TimeProvider time)
{
    public async Task<ParkedOutcome> RunAsync(IgnoreParkedInput input, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(input.Reason))
        {
            return ParkedOutcome.ReasonMissing;
        }

        var (row, outcome) = await ParkedRow.FindAsync(db, input.Table, input.Id, cancel);
        if (row is null)
        {
            return outcome;
        }

        audit.Add(
            input.By, "work.set-aside", "work", ParkedRow.Subject(input.Table, input.Id),
            before: new { state = row.State }, after: new { state = WorkState.Ignored }, reason: input.Reason.Trim() is { Length: > WorkRow.MaxNote } text ? text[..WorkRow.MaxNote] : input.Reason.Trim());
        row.State = WorkState.Ignored;
        row.StaffNote = ParkedRow.Note(time.GetUtcNow().UtcDateTime, "set aside", input.By.Name, input.Reason.Trim());
        await db.SaveChangesAsync(cancel);
        return outcome;
    }
}

internal static class ParkedRow
{
    public static string Subject(WorkTable table, long id)
        => FormattableString.Invariant($"{(table == WorkTable.Inbox ? "inbox" : "outbox")}-{id}");

    public static async Task<(WorkRow? Row, ParkedOutcome Outcome)> FindAsync(CharityDb db, WorkTable table, long id, CancellationToken cancel)
    {
        WorkRow? row = table == WorkTable.Inbox
            ? await db.Inbox.SingleOrDefaultAsync(r => r.Id == id, cancel)
            : await db.Outbox.SingleOrDefaultAsync(r => r.Id == id, cancel);
        return row switch
        {
            null => (null, ParkedOutcome.NotFound),
            { State: WorkState.Parked } => (row, ParkedOutcome.Done),
            _ => (null, ParkedOutcome.NotParked),
        };
    }

    public static string Note(DateTime at, string what, string staff, string? reason)
    {
        var note = FormattableString.Invariant($"{at:yyyy-MM-dd HH:mm} UTC {what} by {staff}{(reason is null ? "" : ": " + reason)}");
        return note.Length <= WorkRow.MaxNote ? note : note[..WorkRow.MaxNote];
    }
}
