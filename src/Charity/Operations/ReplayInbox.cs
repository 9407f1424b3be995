using System.Globalization;
using Charity.Data;
using Charity.Data.Work;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Operations;

/// <summary>Which stored events to read again; what is null does not narrow the choice.</summary>
/// <param name="EventId">The provider's id, <c>evt_…</c>; the only way to one that staff set aside.</param>
/// <param name="Type">Such as <c>charge.updated</c>.</param>
/// <param name="From">Received at or after, UTC.</param>
/// <param name="To">Received before, UTC.</param>
/// <param name="DryRun">Only say what would be done.</param>
public sealed record ReplayChoice(string? EventId, string? Type, DateTime? From, DateTime? To, bool DryRun);

public enum ReplayVerdict
{
    /// <summary>Filed again; the relay reads its object afresh.</summary>
    Filed,

    /// <summary>It waits to be handled anyway.</summary>
    Waiting,

    /// <summary>By today's rules there is nothing to do for it.</summary>
    NothingToDo,

    /// <summary>Staff set it aside with a reason; name it by its id to read it all the same.</summary>
    SetAside,

    /// <summary>Of another mode or account: never handled.</summary>
    Quarantined,
}

public sealed record ReplayedEvent(string EventId, string Type, DateTime ReceivedAt, ReplayVerdict Verdict, string? Reason);

/// <param name="Events">A page of them, oldest first.</param>
/// <param name="Next">Where the next page begins, or null.</param>
public sealed record ReplayPage(IReadOnlyList<ReplayedEvent> Events, long? Next);

/// <summary>
/// Files stored events again, a page in a save. Harmless at any time and however often: an event only says which object
/// to fetch, and every effect has a natural key.
/// </summary>
public sealed class ReplayInbox(CharityDb db, EventFiling filing, TimeProvider time)
{
    /// <summary>Events in one save.</summary>
    private const int PageSize = 200;

    /// <param name="choice">Which.</param>
    /// <param name="after">Row after which to go on; 0 at first.</param>
    /// <param name="cancel">Ends the work; pages done stay done.</param>
    public async Task<ReplayPage> RunAsync(ReplayChoice choice, long after, CancellationToken cancel)
    {
        var rows = await Chosen(choice).Where(e => e.Id > after).OrderBy(e => e.Id).Take(PageSize).ToListAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var said = rows.ConvertAll(row => Replay(row, choice, now));
        if (!choice.DryRun)
        {
            await db.SaveChangesAsync(cancel);
        }

        return new ReplayPage(said, rows.Count == PageSize ? rows[^1].Id : null);
    }

    private IQueryable<InboxEvent> Chosen(ReplayChoice choice)
    {
        IQueryable<InboxEvent> events = choice.DryRun ? db.Inbox.AsNoTracking() : db.Inbox;
        var (id, type, from, to) = (choice.EventId, choice.Type, choice.From, choice.To);
        events = id is null ? events : events.Where(e => e.EventId == id);
        events = type is null ? events : events.Where(e => e.Type == type);
        events = from is null ? events : events.Where(e => e.CreatedAt >= from);
        return to is null ? events : events.Where(e => e.CreatedAt < to);
    }

    private ReplayedEvent Replay(InboxEvent row, ReplayChoice choice, DateTime now)
    {
        ReplayedEvent Said(ReplayVerdict verdict, string? reason = null) => new(row.EventId, row.Type, row.CreatedAt, verdict, reason);
        if (row.State is WorkState.Pending or WorkState.Started)
        {
            return Said(ReplayVerdict.Waiting);
        }

        if (row is { State: WorkState.Ignored, StaffNote: not null } && choice.EventId is null)
        {
            return Said(ReplayVerdict.SetAside, row.StaffNote);
        }

        var (kind, state, reason) = filing.Judge(row, row.Body);
        if (row.State == WorkState.Quarantined || state == WorkState.Quarantined)
        {
            return Said(ReplayVerdict.Quarantined, reason ?? row.LastError);
        }

        if (state != WorkState.Pending)
        {
            return Said(ReplayVerdict.NothingToDo, reason);
        }

        // Started, not Pending: read again, it is applied alone, so that it cannot cost others their commit.
        (row.Kind, row.State) = (kind, WorkState.Started);
        (row.Attempts, row.Postponed, row.LeaseId, row.DueAt, row.DoneAt, row.LastError) = (0, 0, null, now, null, null);
        var note = string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd HH:mm} UTC read again from the command line");
        row.StaffNote = row.StaffNote is null || row.StaffNote.Length + note.Length + 2 > WorkRow.MaxNote ? note : $"{row.StaffNote}; {note}";
        return Said(ReplayVerdict.Filed);
    }
}
