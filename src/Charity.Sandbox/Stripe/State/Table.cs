using System.Diagnostics.CodeAnalysis;

namespace Charity.Sandbox.Stripe.State;

/// <summary>All current versions of one kind of object, in order of creation. Used under the gate of the world only.</summary>
internal sealed class Table<T>(string kind) : ITable where T : class, IRecord
{
    private readonly Dictionary<string, Slot> slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Shelf> byAccount = new(StringComparer.Ordinal);

    public string Kind => kind;

    public Type RecordType => typeof(T);

    public int Count => slots.Count;

    internal T? Find(string? id) => id is not null && slots.TryGetValue(id, out var slot) ? slot.Record : null;

    internal T Get(string id) => Find(id) ?? throw new InvalidOperationException($"No {kind} {id} in the simulator.");

    internal bool TryGet(string? id, [NotNullWhen(true)] out T? record) => (record = Find(id)) is not null;

    /// <summary>Records of an account, oldest first.</summary>
    internal IEnumerable<T> Of(string account) =>
        byAccount.TryGetValue(account, out var shelf) ? shelf.Records() : [];

    /// <summary>Records of an account, newest first, from the one before <paramref name="after"/> on.</summary>
    internal IEnumerable<T> NewestFirst(string account, string? after = null)
    {
        if (!byAccount.TryGetValue(account, out var shelf))
        {
            yield break;
        }

        var list = shelf.Slots;
        for (var i = (after is null ? list.Count : slots[after].Position) - 1; i >= shelf.Head; i--)
        {
            if (list[i].Record is { } record)
            {
                yield return record;
            }
        }
    }

    /// <summary>Records of an account newer than <paramref name="before"/>, oldest of them first.</summary>
    internal IEnumerable<T> NewerThan(string account, string before)
    {
        var list = byAccount[account].Slots;
        for (var i = slots[before].Position + 1; i < list.Count; i++)
        {
            if (list[i].Record is { } record)
            {
                yield return record;
            }
        }
    }

    public IEnumerable<IRecord> All() => byAccount.Values.SelectMany(s => s.Records());

    public IRecord? Current(string id) => Find(id);

    public void Put(IRecord record)
    {
        var typed = (T)record;
        if (slots.TryGetValue(record.Id, out var slot))
        {
            slot.Record = typed;
            return;
        }

        if (!byAccount.TryGetValue(record.Account, out var shelf))
        {
            byAccount[record.Account] = shelf = new Shelf();
        }

        slot = new Slot { Record = typed, Position = shelf.Slots.Count };
        shelf.Slots.Add(slot);
        slots[record.Id] = slot;
    }

    public void Remove(string id)
    {
        if (slots.Remove(id, out var slot))
        {
            var shelf = byAccount[slot.Record!.Account];
            slot.Record = null;
            shelf.Trim();
        }
    }

    public void Clear()
    {
        slots.Clear();
        byAccount.Clear();
    }

    /// <summary>Slots of one account in order of creation; removed records leave holes that both ends close over.</summary>
    private sealed class Shelf
    {
        internal List<Slot> Slots { get; } = [];

        internal int Head { get; private set; }

        internal IEnumerable<T> Records()
        {
            for (var i = Head; i < Slots.Count; i++)
            {
                if (Slots[i].Record is { } record)
                {
                    yield return record;
                }
            }
        }

        internal void Trim()
        {
            while (Slots.Count > 0 && Slots[^1].Record is null)
            {
                Slots.RemoveAt(Slots.Count - 1);
            }

            while (Head < Slots.Count && Slots[Head].Record is null)
            {
                Head++;
            }

            Head = Math.Min(Head, Slots.Count);
        }
    }

    private sealed class Slot
    {
        internal T? Record { get; set; }

        internal int Position { get; init; }
    }
}

/// <summary>What the journal needs of a table, whatever its kind.</summary>
internal interface ITable
{
    string Kind { get; }

    Type RecordType { get; }

    void Put(IRecord record);

    void Remove(string id);

    IRecord? Current(string id);

    IEnumerable<IRecord> All();

    void Clear();
}
