using Charity.Data.Work.Running;

namespace Charity.Data.Work;

/// <summary>
/// A message record. <see cref="Kind"/> is its stable name with version (<c>receipt.issue.v1</c>), never a type name;
/// kind, subject and discriminator together are unique, so adding the same message twice is one message.
/// </summary>
public interface IMessage
{
    static abstract string Kind { get; }

    /// <summary>What it is about, such as a donation id.</summary>
    string Subject { get; }

    /// <summary>Tells two messages of one kind about one subject apart; empty when there is only ever one.</summary>
    string Discriminator => "";
}

/// <summary>One claimed piece of work and what was gathered for it; the handler may postpone or park it.</summary>
public sealed class WorkItem<TMessage, TFact>(TMessage message, TFact fact, int attempts)
{
    public TMessage Message { get; } = message;
    public TFact Fact { get; } = fact;

    /// <summary>This attempt's number, from 1.</summary>
    public int Attempts { get; } = attempts;

    internal TimeSpan? Postponed { get; private set; }
    internal string? ParkReason { get; private set; }
    internal bool Told { get; private set; }
    internal string? Note { get; private set; }

    /// <summary>What the handler changed is kept, but the work is due again after <paramref name="delay"/>.</summary>
    public void RetryAfter(TimeSpan delay, string reason) => (Postponed, Note) = (delay, reason);

    /// <summary>
    /// The world outside gave no answer, which is nobody's fault here: due again after the pause of a failure (10 s,
    /// doubled, at most an hour), but never counted as one. After a week of that it waits for a person.
    /// </summary>
    public void RetryLater(string reason)
    {
        const int patience = 24 * 7;
        if (Attempts < patience)
        {
            RetryAfter(RetryPolicy.Pause(Attempts), reason);
        }
        else
        {
            Park(reason);
        }
    }

    /// <summary>What the handler changed is kept; the work waits for a person.</summary>
    /// <param name="told">A finding of the handler's own has told staff already; otherwise parking does.</param>
    public void Park(string reason, bool told = false) => (ParkReason, Told) = (reason, told);
}

/// <summary>
/// Handles one kind of work in two steps. <see cref="GatherAsync"/> runs outside any transaction and may call the
/// network; it must be harmless to repeat. <see cref="ApplyAsync"/> changes tracked entities only: the relay saves up
/// to <see cref="BatchSize"/> items and their marks in one commit, and each alone when that save fails.
/// </summary>
public abstract class MessageHandler<TMessage, TFact>
    where TMessage : notnull
{
    /// <summary>Items claimed at once and saved together; 1 for work that must not share a commit.</summary>
    public virtual int BatchSize => 100;

    /// <summary>How many items of a batch gather side by side.</summary>
    public virtual int GatherWidth => 8;

    /// <summary>Asks the world outside. Throws what may be tried again.</summary>
    public abstract Task<TFact> GatherAsync(TMessage message, CancellationToken cancel);

    /// <summary>Loads what the batch needs into the context in few queries; optional.</summary>
    public virtual Task PrepareAsync(IReadOnlyList<WorkItem<TMessage, TFact>> items, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Changes tracked entities of the scope's context. Saves nothing itself.</summary>
    public abstract Task ApplyAsync(WorkItem<TMessage, TFact> item, CancellationToken cancel);
}

/// <summary>Nothing was gathered.</summary>
public readonly record struct Nothing;

/// <summary>Work that needs the database only.</summary>
public abstract class MessageHandler<TMessage> : MessageHandler<TMessage, Nothing>
    where TMessage : notnull
{
    public sealed override Task<Nothing> GatherAsync(TMessage message, CancellationToken cancel) => Task.FromResult(default(Nothing));
}

/// <summary>The provider object that an inbox event points at; the message type of every inbox handler.</summary>
/// <param name="Account">Provider account, <c>acct_…</c>.</param>
/// <param name="ObjectId">Id of the object to fetch afresh.</param>
/// <param name="EventType">Only says which object to fetch; never what happened to it.</param>
public sealed record ProviderObject(string Account, string ObjectId, string EventType, long InboxId);
