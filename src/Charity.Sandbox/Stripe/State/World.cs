namespace Charity.Sandbox.Stripe.State;

/// <summary>
/// Everything that the simulated Stripe knows, behind one gate. A change runs inside <see cref="Change{T}"/>: it is
/// journaled before the caller hears of it, and undone whole when it throws.
/// </summary>
internal sealed class World : IDisposable
{
    private readonly TimeProvider clock;
    private readonly Journal journal;
    private readonly Dictionary<string, ITable> tables;
    private readonly SortedSet<TaskState> due = new(Comparer<TaskState>.Create((a, b) =>
        a.Due != b.Due ? a.Due.CompareTo(b.Due) : a.Sequence.CompareTo(b.Sequence)));

    private readonly SortedSet<DeliveryState> outgoing = new(Comparer<DeliveryState>.Create((a, b) =>
        a.DueAt != b.DueAt ? a.DueAt.CompareTo(b.DueAt) : a.Sequence.CompareTo(b.Sequence)));

    private readonly Dictionary<string, int> undelivered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<string, BalanceTransactionState>> unpaid = new(StringComparer.Ordinal);

    internal World(StripeSimulatorOptions options, TimeProvider clock)
    {
        this.clock = clock;
        Ids = new SimIds(options.Seed);
        tables = new ITable[]
        {
            Sessions, PaymentIntents, PaymentMethods, Charges, Refunds, Disputes, Warnings, BalanceTransactions, Payouts,
            Events, Endpoints, Deliveries, Tasks, Keys, Requests,
        }.ToDictionary(t => t.Kind, StringComparer.Ordinal);
        journal = new Journal(options.JournalPath, options.JournalFsync, tables);
        LastAt = journal.Replay(this);
    }

    internal Table<SessionState> Sessions { get; } = new("session");
    internal Table<PaymentIntentState> PaymentIntents { get; } = new("payment_intent");
    internal Table<PaymentMethodState> PaymentMethods { get; } = new("payment_method");
    internal Table<ChargeState> Charges { get; } = new("charge");
    internal Table<RefundState> Refunds { get; } = new("refund");
    internal Table<DisputeState> Disputes { get; } = new("dispute");
    internal Table<WarningState> Warnings { get; } = new("warning");
    internal Table<BalanceTransactionState> BalanceTransactions { get; } = new("balance_transaction");
    internal Table<PayoutState> Payouts { get; } = new("payout");
    internal Table<EventState> Events { get; } = new("event");
    internal Table<EndpointState> Endpoints { get; } = new("endpoint");
    internal Table<DeliveryState> Deliveries { get; } = new("delivery");
    internal Table<TaskState> Tasks { get; } = new("task");
    internal Table<KeyState> Keys { get; } = new("key");
    internal Table<RequestState> Requests { get; } = new("request");

    internal Lock Gate { get; } = new();

    internal SimIds Ids { get; }

    /// <summary>Time of the last journaled change, from which the clock must not start earlier.</summary>
    internal DateTimeOffset? LastAt { get; private set; }

    internal DateTimeOffset Now => clock.GetUtcNow();

    internal TaskState? NextTask => due.Min;

    internal IEnumerable<DeliveryState> Outgoing => outgoing;

    internal ITable TableOf(string kind) => tables[kind];

    /// <summary>Transactions of an account that no payout has paid out yet, in the order of their ids.</summary>
    internal IEnumerable<BalanceTransactionState> Unpaid(string account) =>
        unpaid.TryGetValue(account, out var open) ? open.Values : [];

    /// <summary>Called after each change that left something to do: a task, or a delivery.</summary>
    internal Action? WorkArrived { get; set; }

    /// <summary>Deliveries of an event that have not succeeded and are not given up.</summary>
    internal int Undelivered(string eventId) => undelivered.GetValueOrDefault(eventId);

    /// <summary>Runs one change as a whole: journaled when it returns, undone when it throws.</summary>
    internal T Change<T>(DateTimeOffset at, Func<Tx, T> change)
    {
        lock (Gate)
        {
            var tx = new Tx(this, at);
            try
            {
                var result = change(tx);
                journal.Append(tx);
                LastAt = LastAt is { } last && last > at ? last : at;
                if (tx.Steps.Any(s => s.After is TaskState or DeliveryState { IsPending: true }))
                {
                    WorkArrived?.Invoke();
                }

                return result;
            }
            catch
            {
                tx.Undo();
                throw;
            }
        }
    }

    internal void Change(DateTimeOffset at, Action<Tx> change) => Change(at, tx =>
    {
        change(tx);
        return true;
    });

    internal void Apply(string kind, IRecord record)
    {
        var table = tables[kind];
        Unindex(table.Current(record.Id));
        table.Put(record);
        Index(record);
    }

    internal void ApplyRemoval(string kind, string id)
    {
        var table = tables[kind];
        Unindex(table.Current(id));
        table.Remove(id);
    }

    internal byte[] Snapshot()
    {
        lock (Gate)
        {
            return journal.Snapshot(this, tables.Values);
        }
    }

    internal void Restore(byte[]? snapshot)
    {
        lock (Gate)
        {
            foreach (var table in tables.Values)
            {
                table.Clear();
            }

            due.Clear();
            outgoing.Clear();
            undelivered.Clear();
            unpaid.Clear();
            Ids.Clear();
            LastAt = journal.Restore(this, snapshot ?? []);
        }
    }

    public void Dispose() => journal.Dispose();

    private void Index(IRecord record)
    {
        switch (record)
        {
            case TaskState task:
                due.Add(task);
                break;
            case DeliveryState { IsPending: true } delivery:
                undelivered[delivery.Event] = undelivered.GetValueOrDefault(delivery.Event) + 1;
                if (!delivery.Held)
                {
                    outgoing.Add(delivery);
                }

                break;
            case BalanceTransactionState { Payout: null } txn:
                if (!unpaid.TryGetValue(txn.Account, out var open))
                {
                    unpaid[txn.Account] = open = new(StringComparer.Ordinal);
                }

                open[txn.Id] = txn;
                break;
        }
    }

    private void Unindex(IRecord? record)
    {
        switch (record)
        {
            case TaskState task:
                due.Remove(task);
                break;
            case DeliveryState { IsPending: true } delivery:
                outgoing.Remove(delivery);
                if (--undelivered[delivery.Event] == 0)
                {
                    undelivered.Remove(delivery.Event);
                }

                break;
            case BalanceTransactionState txn when unpaid.TryGetValue(txn.Account, out var open):
                open.Remove(txn.Id);
                break;
        }
    }
}
