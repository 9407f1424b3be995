using System.Threading.Channels;
using Charity.Sandbox.Clock;

namespace Charity.Sandbox.Stripe;

/// <summary>Time, deliveries, and the state as a whole.</summary>
public sealed partial class StripeSimulator
{
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Timers take at most 49 days; an inquiry's deadline is 120 away. Waking early costs one empty look.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(30);

    /// <summary>When the clock will next bring something about: a settlement, an expiry, a payout, a delivery. Null: nothing waits.</summary>
    public DateTimeOffset? NextDueAt
    {
        get
        {
            var task = timetable.NextAt;
            var delivery = pump.NextAt;
            return task is null ? delivery : delivery is null || task < delivery ? task : delivery;
        }
    }

    /// <summary>Does what is due by the clock, without sending webhooks.</summary>
    public void RunDue() => timetable.CatchUp();

    /// <summary>Sends every webhook that is due, one by one and in order.</summary>
    /// <returns>How many were sent, whatever the answers.</returns>
    public async Task<int> DeliverDueAsync(CancellationToken cancellationToken = default)
    {
        timetable.CatchUp();
        return await pump.PumpAsync(1, cancellationToken);
    }

    /// <summary>
    /// Advances the clock step by step to each thing that falls due on the way, does it, and sends its webhooks.
    /// </summary>
    /// <param name="by">How far.</param>
    /// <param name="deliver">False: leaves webhooks to <see cref="DeliverDueAsync"/> or the background.</param>
    /// <exception cref="InvalidOperationException">The clock is not a <see cref="VirtualClock"/>.</exception>
    public async Task AdvanceAsync(TimeSpan by, bool deliver = true, CancellationToken cancellationToken = default)
    {
        var virtualClock = clock as VirtualClock ?? throw new InvalidOperationException("Only a virtual clock can be advanced.");
        var target = virtualClock.GetUtcNow() + by;
        while (true)
        {
            timetable.CatchUp();
            if (deliver)
            {
                await pump.PumpAsync(1, cancellationToken);
            }

            var next = deliver ? NextDueAt : timetable.NextAt;
            var now = virtualClock.GetUtcNow();
            if (next is { } due && due <= target && due > now)
            {
                virtualClock.Set(due);
            }
            else if (now < target)
            {
                virtualClock.Set(target);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>The whole state, to be given to <see cref="Restore"/> later.</summary>
    public byte[] Snapshot() => world.Snapshot();

    /// <summary>Goes back to a snapshot; the journal then begins with it.</summary>
    public void Restore(byte[] snapshot)
    {
        lock (world.Gate)
        {
            Forget();
            world.Restore(snapshot);
            world.Change(world.Now, ConfigureEndpoints);
        }
    }

    /// <summary>Forgets everything; ids begin anew, so that the same calls give the same bytes again.</summary>
    public void Reset()
    {
        lock (world.Gate)
        {
            Forget();
            world.Restore(null);
            world.Change(world.Now, ConfigureEndpoints);
        }
    }

    /// <summary>Delivers and does what is due until cancelled; the hosted service runs this.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            timetable.CatchUp();
            await pump.PumpAsync(Options.WebhookConcurrency, cancellationToken);
            await WaitAsync(cancellationToken);
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signal = wake.Reader.WaitToReadAsync(either.Token).AsTask();
        var pause = NextDueAt is { } due ? due - clock.GetUtcNow() : LongestPause;
        if (pause > TimeSpan.Zero)
        {
            await Task.WhenAny(signal, Task.Delay(pause < LongestPause ? pause : LongestPause, clock, either.Token));
            cancellationToken.ThrowIfCancellationRequested();
        }

        wake.Reader.TryRead(out _);
        await either.CancelAsync();
    }

    private void WakeUp() => wake.Writer.TryWrite(true);

    private void Forget()
    {
        faults.Clear();
        deliveryRules.Clear();
        requests.Clear();
        pump.ReorderSeed = null;
    }
}
