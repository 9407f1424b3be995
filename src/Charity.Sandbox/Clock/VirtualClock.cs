namespace Charity.Sandbox.Clock;

/// <summary>
/// A clock that the sandbox and tests can set and advance. The application and the Stripe simulator read the same
/// instance, so that a day passes for both at once.
/// <para>Stopped: time stands still until <see cref="Advance"/> or <see cref="Set"/>; timers then fire on the calling
/// thread, in order of their due time, each seeing the clock at that time.</para>
/// <para>Running: real time plus an offset; timers fire by themselves, and an advance fires those it passes.</para>
/// Thread safe.
/// </summary>
public sealed class VirtualClock : TimeProvider, IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeProvider system;
    private readonly SortedSet<VirtualTimer> timers = new(VirtualTimer.ByDue);
    private readonly ITimer wake;
    private DateTimeOffset standing;
    private TimeSpan offset;
    private bool running;
    private long sequence;

    /// <param name="start">First time shown, UTC.</param>
    /// <param name="running">True: the clock runs on from <paramref name="start"/>; false: it stands.</param>
    /// <param name="system">Source of real time; <see cref="TimeProvider.System"/> unless given.</param>
    public VirtualClock(DateTimeOffset start, bool running = false, TimeProvider? system = null)
    {
        this.system = system ?? System;
        standing = start.ToUniversalTime();
        offset = standing - this.system.GetUtcNow();
        this.running = running;
        wake = this.system.CreateTimer(_ => FireDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether time passes by itself.</summary>
    public bool IsRunning
    {
        get { lock (gate) { return running; } }
    }

    /// <summary>Raised after the clock was set, advanced, stopped or started; not by the mere passing of time.</summary>
    public event EventHandler? Changed;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) { return Now(); }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Moves the clock forward and fires every timer that falls due on the way.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative span; use <see cref="Set"/> to go back.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Set(GetUtcNow() + by);
    }

    /// <summary>Sets the clock, forward or back. Timers that fall due on the way forward fire; going back fires none.</summary>
    public void Set(DateTimeOffset to)
    {
        to = to.ToUniversalTime();
        while (true)
        {
            VirtualTimer? due;
            lock (gate)
            {
                due = timers.Min is { } first && first.Due <= to ? first : null;
                if (due is null)
                {
                    Move(to);
                    Rearm();
                    break;
                }

                if (due.Due > Now())
                {
                    Move(due.Due);
                }

                Take(due);
            }

            due.Fire();
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Lets time pass by itself from the time now shown.</summary>
    public void Run()
    {
        lock (gate)
        {
            offset = Now() - system.GetUtcNow();
            running = true;
            Rearm();
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Stops the clock at the time now shown.</summary>
    public void Stop()
    {
        lock (gate)
        {
            standing = Now();
            running = false;
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        VirtualTimer timer;
        lock (gate) { timer = new VirtualTimer(this, ++sequence, callback, state); }
        timer.Change(dueTime, period);
        return timer;
    }

    public void Dispose() => wake.Dispose();

    internal void Schedule(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            timers.Remove(timer);
            timer.Period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Due = Now() + dueTime;
                timers.Add(timer);
            }

            Rearm();
        }

        if (dueTime == TimeSpan.Zero)
        {
            FireDue();
        }
    }

    internal void Remove(VirtualTimer timer)
    {
        lock (gate) { timers.Remove(timer); }
    }

    private void FireDue()
    {
        while (true)
        {
            VirtualTimer? due;
            lock (gate)
            {
                due = timers.Min is { } first && first.Due <= Now() ? first : null;
                if (due is null)
                {
                    Rearm();
                    return;
                }

                Take(due);
            }

            due.Fire();
        }
    }

    private void Take(VirtualTimer timer)
    {
        timers.Remove(timer);
        if (timer.Period > TimeSpan.Zero)
        {
            timer.Due += timer.Period;
            timers.Add(timer);
        }
    }

    private DateTimeOffset Now() => running ? system.GetUtcNow() + offset : standing;

    private void Move(DateTimeOffset to)
    {
        standing = to;
        offset = to - system.GetUtcNow();
    }

    private void Rearm()
    {
        if (!running || timers.Min is not { } first)
        {
            return;
        }

        // System timers refuse spans beyond some 49 days; waking early costs one empty look.
        var wait = first.Due - Now();
        wake.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
}
