namespace Charity.Sandbox.Clock;

/// <summary>A timer of <see cref="VirtualClock"/>.</summary>
internal sealed class VirtualTimer(VirtualClock clock, long sequence, TimerCallback callback, object? state) : ITimer
{
    private volatile bool disposed;

    internal DateTimeOffset Due { get; set; }

    internal TimeSpan Period { get; set; }

    internal static IComparer<VirtualTimer> ByDue { get; } = Comparer<VirtualTimer>.Create((a, b) =>
    {
        var byDue = a.Due.CompareTo(b.Due);
        return byDue != 0 ? byDue : a.Sequence.CompareTo(b.Sequence);
    });

    private long Sequence { get; } = sequence;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (disposed)
        {
            return false;
        }

        clock.Schedule(this, dueTime, period);
        return true;
    }

    public void Dispose()
    {
        disposed = true;
        clock.Remove(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Fire()
    {
        if (!disposed)
        {
            callback(state);
        }
    }
}
