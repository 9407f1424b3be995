using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Work;

/// <summary>The two tables in which work waits.</summary>
public enum WorkTable
{
    Inbox,
    Outbox,
}

public enum WorkOutcome
{
    Done,
    NotFound,

    /// <summary>It is in work, done, or waits for its first try: staff have nothing to do with it.</summary>
    NotWaiting,
}

/// <summary>What staff may do to rows, and how they are named in the audit.</summary>
public static class FailedWork
{
    /// <summary>How a row is named among subjects of approvals and audit lines, such as <c>outbox-17</c>.</summary>
    public static string SubjectOf(WorkTable table, long id)
        => FormattableString.Invariant($"{(table == WorkTable.Inbox ? "inbox" : "outbox")}-{id}");

    /// <summary>Waits for a person.</summary>
    public static bool IsParked(this WorkRow row) => row.State == WorkState.Parked;

    /// <summary>Failed or was put off, and waits for its next try by itself; nobody works on it now.</summary>
    public static bool IsPutOff(this WorkRow row) => row is { State: WorkState.Started, LeaseId: null };

    /// <summary>Set aside by a person or by later work, and may be taken up again; an event without a handler may not.</summary>
    public static bool IsSetAside(this WorkRow row) => row is { State: WorkState.Ignored, StaffNote: not null };

    internal static async Task<WorkRow?> FindAsync(CharityDb db, WorkTable table, long id, CancellationToken cancel)
        => table == WorkTable.Inbox
            ? await db.Inbox.SingleOrDefaultAsync(r => r.Id == id, cancel)
            : await db.Outbox.SingleOrDefaultAsync(r => r.Id == id, cancel);

    internal static string Note(DateTime at, string what, string staff, string? reason)
    {
        var note = FormattableString.Invariant($"{at:yyyy-MM-dd HH:mm} UTC {what} by {staff}{(reason is null ? "" : ": " + reason)}");
        return note.Length <= WorkRow.MaxNote ? note : note[..WorkRow.MaxNote];
    }
}
