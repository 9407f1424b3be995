using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Flow;

/// <summary>
/// What time brings about: settlements, expiries, payouts. Each task runs as its own change at the time it was due,
/// however late the clock is looked at, so the same clock always tells the same story.
/// </summary>
internal sealed class Timetable(World world)
{
    private readonly Dictionary<string, Action<Tx, TaskState>> handlers = new(StringComparer.Ordinal);

    internal DateTimeOffset? NextAt
    {
        get
        {
            lock (world.Gate)
            {
                return world.NextTask is { } next ? DateTimeOffset.FromUnixTimeMilliseconds(next.Due) : null;
            }
        }
    }

    internal void On(string kind, Action<Tx, TaskState> handler) => handlers.Add(kind, handler);

    internal void Schedule(Tx tx, string kind, string account, string target, DateTimeOffset at)
    {
        var due = at.ToUnixTimeMilliseconds();
        var id = $"{kind}|{target}|{due}";
        if (world.Tasks.Find(id) is null)
        {
            tx.Put(world.Tasks, new TaskState
            {
                Id = id,
                Account = account,
                Created = tx.Unix,
                Due = due,
                Sequence = tx.NewNumber("task"),
                Kind = kind,
                Target = target,
            });
        }
    }

    internal void After(Tx tx, string kind, string account, string target, TimeSpan delay)
    {
        if (delay != Timeout.InfiniteTimeSpan)
        {
            Schedule(tx, kind, account, target, tx.Now + delay);
        }
    }

    /// <summary>Runs every task that is due by the clock, in order of due time.</summary>
    internal void CatchUp()
    {
        lock (world.Gate)
        {
            var now = world.Now.ToUnixTimeMilliseconds();
            while (world.NextTask is { } task && task.Due <= now)
            {
                world.Change(DateTimeOffset.FromUnixTimeMilliseconds(task.Due), tx =>
                {
                    tx.Remove(world.Tasks, task.Id);
                    handlers[task.Kind](tx, task);
                });
            }
        }
    }
}
