namespace Charity.Data.Work;

/// <summary>Where a piece of work stands.</summary>
public enum WorkState
{
    /// <summary>Never tried; waits until <see cref="WorkRow.DueAt"/>.</summary>
    Pending,

    /// <summary>Claimed at least once and not finished: in work now, or waits until <see cref="WorkRow.DueAt"/> for its next try.</summary>
    Started,

    /// <summary>Its effect is committed.</summary>
    Done,

    /// <summary>Failed too often; a person retries or sets it aside with a reason.</summary>
    Parked,

    /// <summary>Nothing to do for it (an event type without a handler, or set aside by staff).</summary>
    Ignored,

    /// <summary>Not to be trusted (other mode, other account); never handled.</summary>
    Quarantined,
}

/// <summary>What outbox messages and inbox events share: kind, lease, attempts, outcome. The row is the queue.</summary>
public abstract class WorkRow
{
    /// <summary>Characters of <see cref="StaffNote"/>.</summary>
    internal const int MaxNote = 1000;

    public long Id { get; internal set; }

    /// <summary>Stable name of the work and its version, such as <c>receipt.issue.v1</c>; picks the handler.</summary>
    public string Kind { get; internal set; } = "";

    public WorkState State { get; internal set; }

    /// <summary>How often it was claimed, the try in work included.</summary>
    public int Attempts { get; internal set; }

    /// <summary>How many of the attempts ended with the handler asking for a later time; those are no failures.</summary>
    public int Postponed { get; internal set; }

    /// <summary>Business time, UTC, from which it may be claimed; while it is in work, the end of the lease.</summary>
    public DateTime DueAt { get; internal set; }

    /// <summary>The claim that holds it, or held it last. Effects commit only while this still is the claim's id.</summary>
    public Guid? LeaseId { get; internal set; }

    public string? LastError { get; internal set; }
    public DateTime CreatedAt { get; internal set; }
    public DateTime? DoneAt { get; internal set; }

    /// <summary>Why staff retried or ignored it, and who.</summary>
    public string? StaffNote { get; internal set; }

    /// <summary>Parked work whose purpose later work has served: it waits for nobody any more.</summary>
    internal void Supersede(DateTime now)
    {
        if (State == WorkState.Parked)
        {
            State = WorkState.Ignored;
            StaffNote = FailedWork.Note(now, "superseded", "later work on the same object", null);
        }
    }
}
