using System.Threading.Channels;
using Charity.Data.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Charity.Embedded.Clock;

/// <summary>
/// The work clock in the process: every second of real time, and at once after a nudge, it starts what is due. Business
/// time may stand still or jump meanwhile; what is due is decided by that.
/// </summary>
internal sealed class EmbeddedWorkClock(Relay relay, Timetable timetable, WorkMap map, ILogger<EmbeddedWorkClock> log) : BackgroundService, IWorkClock
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Room for one: further nudges say nothing new.</summary>
    private readonly Channel<bool> nudges = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Nudge() => nudges.Writer.TryWrite(true);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        map.Verify();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(TickAsync(stoppingToken), ListenAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }

        // What runs sees the same token, hands its rows back and ends.
        await Task.WhenAll(relay.WhenIdleAsync(), timetable.WhenIdleAsync());
    }

    private async Task TickAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Tick);
        do
        {
            relay.Wake(stop);
            try
            {
                await timetable.StartDueAsync(stop);
            }
            catch (Exception error) when (!stop.IsCancellationRequested)
            {
                log.LogError("The timetable could not be read: {Error}", Redaction.Describe(error));
            }
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        await foreach (var _ in nudges.Reader.ReadAllAsync(stop))
        {
            relay.Wake(stop);
        }
    }
}
