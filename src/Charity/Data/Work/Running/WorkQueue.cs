using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Work.Running;

/// <summary>Rows that one claim holds.</summary>
/// <param name="Lease">The claim's id, written into its rows.</param>
/// <param name="Until">End of the lease, business time; the rows are due again then.</param>
/// <param name="Fresh">None of them was tried before, so that they may share a commit.</param>
internal sealed record Claim(Guid Lease, DateTime Until, bool Fresh, IReadOnlyList<WorkRow> Rows)
{
    public List<long> Ids => [.. Rows.Select(row => row.Id)];
}

/// <summary>
/// The statements by which rows of one table are claimed, given back and marked. Each is one conditional UPDATE, so that
/// of two nodes that want the same row one gets it. A claimed row is found by its lease once and by its id from then on: a
/// table of a million done rows offers an engine worse ways, and it takes them when its statistics mislead it.
/// </summary>
internal abstract class WorkQueue
{
    /// <summary>Kinds that the inbox and the outbox hold.</summary>
    public static WorkQueue Of(WorkKind kind) => kind.FromInbox ? WorkQueue<InboxEvent>.Inbox : WorkQueue<OutboxMessage>.Outbox;

    /// <summary>"inbox" or "outbox": the first half of a row's name in exceptions and logs.</summary>
    public abstract string Name { get; }

    /// <summary>True when a row of the kind is due; a read, so that an idle relay never takes the write lock.</summary>
    public abstract Task<bool> AnyDueAsync(CharityDb db, string kind, DateTime now, CancellationToken cancel);

    /// <summary>Claims rows of the state that are due, oldest first, for the length of a lease; null when there is none.</summary>
    /// <param name="db">A context.</param>
    /// <param name="kind">Kind of the work.</param>
    /// <param name="state">Pending or Started.</param>
    /// <param name="now">Business time.</param>
    /// <param name="limit">Rows at most.</param>
    /// <param name="calmOnly">Only rows with few attempts so far: the others run alone.</param>
    /// <param name="cancel">Ends the wait.</param>
    public abstract Task<Claim?> ClaimAsync(
        CharityDb db, string kind, WorkState state, DateTime now, int limit, bool calmOnly, CancellationToken cancel);

    /// <summary>Moves the end of the lease; false when a row was lost to another claim.</summary>
    public abstract Task<bool> RenewAsync(CharityDb db, Claim claim, DateTime until, CancellationToken cancel);

    /// <summary>Gives rows back as if they had never been claimed.</summary>
    public abstract Task HandBackAsync(CharityDb db, Claim claim, IReadOnlyList<long> ids, DateTime now, CancellationToken cancel);

    /// <summary>Marks the rows named done that the claim still holds; returns how many.</summary>
    public abstract Task<int> MarkDoneAsync(CharityDb db, Claim claim, IReadOnlyList<long> ids, DateTime now, CancellationToken cancel);

    /// <summary>Makes the row due again later; false when the claim no longer holds it.</summary>
    public abstract Task<bool> MarkDueAsync(CharityDb db, Claim claim, long id, DateTime due, bool postponed, string? note, CancellationToken cancel);

    /// <summary>Sets the row aside for a person; false when the claim no longer holds it.</summary>
    public abstract Task<bool> MarkParkedAsync(CharityDb db, Claim claim, long id, string note, CancellationToken cancel);
}

internal sealed class WorkQueue<TRow>(string name, Func<IQueryable<TRow>, IQueryable<TRow>> light) : WorkQueue
    where TRow : WorkRow
{
    /// <summary>Attempts up to which rows that were tried before share a claim.</summary>
    internal const int CalmAttempts = 4;

    private static readonly List<WorkState> NotStarted = [.. Enum.GetValues<WorkState>().Where(state => state != WorkState.Started)];

    public static WorkQueue<InboxEvent> Inbox { get; } = new("inbox", rows => rows.Select(e => new InboxEvent
    {
        // Not the body: nothing in it is believed, and a hundred of them are 50 MB.
        Id = e.Id,
        Kind = e.Kind,
        State = e.State,
        Attempts = e.Attempts,
        Postponed = e.Postponed,
        DueAt = e.DueAt,
        LeaseId = e.LeaseId,
        CreatedAt = e.CreatedAt,
        Account = e.Account,
        ObjectId = e.ObjectId,
        ObjectType = e.ObjectType,
        Type = e.Type,
        EventId = e.EventId,
    }));

    public static WorkQueue<OutboxMessage> Outbox { get; } = new("outbox", rows => rows);

    public override string Name => name;

    public override Task<bool> AnyDueAsync(CharityDb db, string kind, DateTime now, CancellationToken cancel)
        => db.Set<TRow>().AnyAsync(
            r => (r.State == WorkState.Pending || r.State == WorkState.Started) && r.Kind == kind && r.DueAt <= now, cancel);

    public override async Task<Claim?> ClaimAsync(
        CharityDb db, string kind, WorkState state, DateTime now, int limit, bool calmOnly, CancellationToken cancel)
    {
        var (lease, until) = (Guid.NewGuid(), now + KindWorker.Lease);
        var due = db.Set<TRow>().Where(r => r.State == state && r.Kind == kind && r.DueAt <= now);
        if (calmOnly)
        {
            due = due.Where(r => r.Attempts - r.Postponed <= CalmAttempts);
        }

        var claimed = await due.OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(limit)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(r => r.State, WorkState.Started)
                    .SetProperty(r => r.Attempts, r => r.Attempts + 1)
                    .SetProperty(r => r.LeaseId, lease)
                    .SetProperty(r => r.DueAt, until),
                cancel);
        if (claimed == 0)
        {
            return null;
        }

        // State, kind and due time lead the index to them without one of its own for leases.
        var rows = await light(db.Set<TRow>().AsNoTracking()
                .Where(r => r.State == WorkState.Started && r.Kind == kind && r.DueAt == until && r.LeaseId == lease))
            .OrderBy(r => r.Id).ToListAsync(cancel);
        return new Claim(lease, until, state == WorkState.Pending, rows);
    }

    public override async Task<bool> RenewAsync(CharityDb db, Claim claim, DateTime until, CancellationToken cancel)
        => claim.Rows.Count == await Held(db, claim, claim.Ids).ExecuteUpdateAsync(set => set.SetProperty(r => r.DueAt, until), cancel);

    public override Task HandBackAsync(CharityDb db, Claim claim, IReadOnlyList<long> ids, DateTime now, CancellationToken cancel)
    {
        var before = claim.Fresh ? WorkState.Pending : WorkState.Started;
        return Held(db, claim, ids).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.State, before)
                .SetProperty(r => r.Attempts, r => r.Attempts - 1)
                .SetProperty(r => r.LeaseId, (Guid?)null)
                .SetProperty(r => r.DueAt, now),
            cancel);
    }

    public override Task<int> MarkDoneAsync(CharityDb db, Claim claim, IReadOnlyList<long> ids, DateTime now, CancellationToken cancel)
        => Held(db, claim, ids).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.State, WorkState.Done)
                .SetProperty(r => r.DoneAt, now)
                .SetProperty(r => r.LastError, (string?)null),
            cancel);

    public override async Task<bool> MarkDueAsync(
        CharityDb db, Claim claim, long id, DateTime due, bool postponed, string? note, CancellationToken cancel)
    {
        var more = postponed ? 1 : 0;
        return await Held(db, claim, [id]).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.LeaseId, (Guid?)null)
                .SetProperty(r => r.DueAt, due)
                .SetProperty(r => r.Postponed, r => r.Postponed + more)
                .SetProperty(r => r.LastError, note),
            cancel) == 1;
    }

    public override async Task<bool> MarkParkedAsync(CharityDb db, Claim claim, long id, string note, CancellationToken cancel)
        => await Held(db, claim, [id]).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.State, WorkState.Parked)
                .SetProperty(r => r.LeaseId, (Guid?)null)
                .SetProperty(r => r.LastError, note),
            cancel) == 1;

    /// <summary>
    /// Those of the rows named that the claim still holds. "Started" is said as "in no other state": an engine without
    /// statistics takes one state for ten rows and would walk through all of it rather than look up hundreds by their ids.
    /// </summary>
    private static IQueryable<TRow> Held(CharityDb db, Claim claim, IReadOnlyList<long> ids)
    {
        var lease = claim.Lease;
        return db.Set<TRow>().Where(r => ids.Contains(r.Id) && !NotStarted.Contains(r.State) && r.LeaseId == lease);
    }
}
