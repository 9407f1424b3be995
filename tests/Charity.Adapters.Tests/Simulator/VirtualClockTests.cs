using Charity.Sandbox.Clock;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>The clock that the sandbox can set and advance.</summary>
public sealed class VirtualClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Standing_it_moves_only_when_told()
    {
        using var clock = new VirtualClock(Noon);
        Assert.False(clock.IsRunning);
        Assert.Equal(Noon, clock.GetUtcNow());
        clock.Advance(TimeSpan.FromDays(1.5));
        Assert.Equal(Noon.AddHours(36), clock.GetUtcNow());
        clock.Set(Noon.AddHours(-1));
        Assert.Equal(Noon.AddHours(-1), clock.GetUtcNow());
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void Timers_fire_in_order_each_at_its_own_time()
    {
        using var clock = new VirtualClock(Noon);
        var fired = new List<(string, DateTimeOffset)>();
        using var late = clock.CreateTimer(_ => fired.Add(("late", clock.GetUtcNow())), null, TimeSpan.FromHours(3), Timeout.InfiniteTimeSpan);
        using var every = clock.CreateTimer(_ => fired.Add(("every", clock.GetUtcNow())), null, TimeSpan.FromHours(1), TimeSpan.FromHours(2));
        using var never = clock.CreateTimer(_ => fired.Add(("never", clock.GetUtcNow())), null, TimeSpan.FromHours(2), Timeout.InfiniteTimeSpan);
        never.Dispose();
        clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(
            [("every", Noon.AddHours(1)), ("late", Noon.AddHours(3)), ("every", Noon.AddHours(3)), ("every", Noon.AddHours(5))], fired);
        Assert.Equal(Noon.AddHours(5), clock.GetUtcNow());
        Assert.False(never.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void A_timer_set_while_another_fires_still_fires_on_the_way()
    {
        using var clock = new VirtualClock(Noon);
        var fired = new List<DateTimeOffset>();
        ITimer? second = null;
        using var first = clock.CreateTimer(
            _ => second = clock.CreateTimer(_ => fired.Add(clock.GetUtcNow()), null, TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan),
            null, TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal([Noon.AddMinutes(2)], fired);
        second!.Dispose();
    }

    [Fact]
    public async Task Delays_end_when_the_clock_gets_there()
    {
        using var clock = new VirtualClock(Noon);
        var delay = Task.Delay(TimeSpan.FromDays(40), clock);
        clock.Advance(TimeSpan.FromDays(39));
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromDays(1));
        await delay;
    }

    [Fact]
    public async Task Running_it_follows_real_time_from_where_it_was_set()
    {
        using var clock = new VirtualClock(Noon, running: true);
        var soon = Task.Delay(TimeSpan.FromMilliseconds(50), clock);
        var far = Task.Delay(TimeSpan.FromDays(40), clock);
        await soon;
        Assert.InRange(clock.GetUtcNow(), Noon.AddMilliseconds(50), Noon.AddMinutes(5));
        Assert.False(far.IsCompleted);
        clock.Advance(TimeSpan.FromDays(40));
        await far;
        Assert.InRange(clock.GetUtcNow(), Noon.AddDays(40), Noon.AddDays(40).AddMinutes(5));

        clock.Stop();
        var stopped = clock.GetUtcNow();
        await Task.Delay(20);
        Assert.Equal(stopped, clock.GetUtcNow());
        clock.Run();
        await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
        Assert.True(clock.GetUtcNow() > stopped);
    }

    [Fact]
    public void Timestamps_measure_the_clocks_own_time()
    {
        using var clock = new VirtualClock(Noon);
        var before = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(TimeSpan.FromSeconds(90), clock.GetElapsedTime(before));
    }

    [Fact]
    public void Changes_are_told()
    {
        using var clock = new VirtualClock(Noon);
        var told = 0;
        clock.Changed += (_, _) => told++;
        clock.Advance(TimeSpan.FromSeconds(1));
        clock.Set(Noon);
        clock.Run();
        clock.Stop();
        Assert.Equal(4, told);
    }
}
