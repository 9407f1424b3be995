using System.Collections.Concurrent;

namespace Charity.Data.Limits;

/// <summary>
/// What this process itself has let through: the first line before the database, and the only one when the database does
/// not answer. Bounded: beyond so many keys, strangers share one counter for each policy.
/// </summary>
internal sealed class LocalCounts
{
    /// <summary>About 10 MB.</summary>
    private const int MostKeys = 100_000;

    private static readonly LimitKey Strangers = new(UInt128.MaxValue);

    private readonly ConcurrentDictionary<(string Policy, LimitKey Key), Slot> slots = new();
    private long sweptAt;

    /// <summary>False when this key is used up here, or is known to be used up by all nodes together.</summary>
    public bool HasRoom(LimitTry wanted, DateTime now) => Find(wanted, now) is not { } slot || slot.HasRoom(wanted.Rule, now);

    /// <summary>Counts one that was let through or is about to be; false when another thread took the last one.</summary>
    public bool Take(LimitTry wanted, DateTime now) => For(wanted, now).Take(wanted.Rule, now);

    /// <summary>Takes back what <see cref="Take"/> counted, for one that was not let through after all.</summary>
    public void GiveBack(LimitTry taken, DateTime now) => Find(taken, now)?.GiveBack(taken.Rule, now);

    /// <summary>All nodes together have used it up: nothing more in this window, without asking again.</summary>
    public void Fill(LimitTry wanted, DateTime now) => For(wanted, now).Fill(wanted.Rule, now);

    private Slot? Find(LimitTry wanted, DateTime now)
        => slots.TryGetValue((wanted.Rule.Policy, wanted.Key), out var slot) ? slot
            : slots.Count >= MostKeys ? For(wanted, now) : null;

    private Slot For(LimitTry wanted, DateTime now)
    {
        var name = (wanted.Rule.Policy, wanted.Key);
        if (slots.TryGetValue(name, out var known))
        {
            return known;
        }

        if (slots.Count >= MostKeys)
        {
            Sweep(now);
        }

        return slots.Count >= MostKeys
            ? slots.GetOrAdd((wanted.Rule.Policy, Strangers), _ => new Slot())
            : slots.GetOrAdd(name, _ => new Slot());
    }

    /// <summary>At most once a second: looking at all of them is what a flood must not make us do each time.</summary>
    private void Sweep(DateTime now)
    {
        var last = Interlocked.Read(ref sweptAt);
        if (now.Ticks - last < TimeSpan.TicksPerSecond || Interlocked.CompareExchange(ref sweptAt, now.Ticks, last) != last)
        {
            return;
        }

        foreach (var (name, slot) in slots)
        {
            if (slot.EndsBefore(now))
            {
                slots.TryRemove(new(name, slot));
            }
        }
    }

    private sealed class Slot
    {
        private readonly Lock sync = new();
        private DateTime window;
        private DateTime end;
        private int count;

        public bool EndsBefore(DateTime now)
        {
            lock (sync)
            {
                return end <= now;
            }
        }

        public bool HasRoom(LimitRule rule, DateTime now)
        {
            lock (sync)
            {
                return window != rule.WindowAt(now) || count < rule.Permits;
            }
        }

        public bool Take(LimitRule rule, DateTime now)
        {
            lock (sync)
            {
                Turn(rule, now);
                if (count >= rule.Permits)
                {
                    return false;
                }

                count++;
                return true;
            }
        }

        public void GiveBack(LimitRule rule, DateTime now)
        {
            lock (sync)
            {
                // A window later there is nothing to take back.
                if (window == rule.WindowAt(now) && count > 0)
                {
                    count--;
                }
            }
        }

        public void Fill(LimitRule rule, DateTime now)
        {
            lock (sync)
            {
                Turn(rule, now);
                count = Math.Max(count, rule.Permits);
            }
        }

        private void Turn(LimitRule rule, DateTime now)
        {
            var current = rule.WindowAt(now);
            if (window != current)
            {
                (window, end, count) = (current, current + rule.Window, 0);
            }
        }
    }
}
