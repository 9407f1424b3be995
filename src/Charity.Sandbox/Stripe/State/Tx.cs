namespace Charity.Sandbox.Stripe.State;

/// <summary>One change under way: the time it happens at, who asked for it, and what it put and removed.</summary>
internal sealed class Tx(World world, DateTimeOffset now)
{
    private readonly List<(string Kind, string Id, IRecord? Before, IRecord? After)> steps = [];
    private readonly Dictionary<string, long> countersBefore = new(StringComparer.Ordinal);

    internal World World => world;

    internal DateTimeOffset Now => now;

    /// <summary>Unix seconds, as Stripe shows time.</summary>
    internal long Unix => now.ToUnixTimeSeconds();

    internal long UnixMilliseconds => now.ToUnixTimeMilliseconds();

    /// <summary>The API request behind this change, which its events name.</summary>
    internal string? RequestId { get; set; }

    internal string? IdempotencyKey { get; set; }

    internal IReadOnlyList<(string Kind, string Id, IRecord? Before, IRecord? After)> Steps => steps;

    internal IEnumerable<KeyValuePair<string, long>> ChangedCounters =>
        countersBefore.Keys.Order(StringComparer.Ordinal).Select(k => KeyValuePair.Create(k, world.Ids.Counters[k]));

    internal string NewId(string prefix)
    {
        Remember(prefix);
        return world.Ids.Next(prefix);
    }

    internal long NewNumber(string counter)
    {
        Remember(counter);
        return world.Ids.Count(counter);
    }

    internal T Put<T>(Table<T> table, T record) where T : class, IRecord
    {
        steps.Add((table.Kind, record.Id, table.Find(record.Id), record));
        world.Apply(table.Kind, record);
        return record;
    }

    internal void Remove<T>(Table<T> table, string id) where T : class, IRecord
    {
        if (table.Find(id) is { } before)
        {
            steps.Add((table.Kind, id, before, null));
            world.ApplyRemoval(table.Kind, id);
        }
    }

    internal void Undo()
    {
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            var (kind, id, before, _) = steps[i];
            if (before is null)
            {
                world.ApplyRemoval(kind, id);
            }
            else
            {
                world.Apply(kind, before);
            }
        }

        foreach (var (counter, value) in countersBefore)
        {
            world.Ids.Restore(counter, value);
        }
    }

    private void Remember(string counter) =>
        countersBefore.TryAdd(counter, world.Ids.Counters.GetValueOrDefault(counter));
}
