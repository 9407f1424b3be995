using System.Threading.Channels;
using Charity.Data.Work;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Charity.Production.Jobs;

/// <summary>
/// The work clock over Hangfire. Every second of real time it asks our rows what is due: it triggers the recurring job of
/// each entry of the timetable, which some node's worker then runs, and enqueues a run of the relay for waiting work, as a
/// nudge does at once. It keeps no state that matters: an emptied job store is filled again from the timetable at the next look.
/// </summary>
internal sealed class HangfireWorkClock(
    JobStorage storage, Timetable timetable, Relay relay, WorkMap map, TimeProvider time, IOptions<JobOptions> options, ILogger<HangfireWorkClock> log)
    : BackgroundService, IWorkClock
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Nudges within it become one job.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(50);

    /// <summary>Real time between two looks at what the dashboard should show.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(1);

    /// <summary>How long another node may be asking already before this one leaves the asking to it.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(1);

    private static readonly string[] UnderWay = [EnqueuedState.StateName, ProcessingState.StateName];

    /// <summary>Room for one: further nudges say nothing new.</summary>
    private readonly Channel<bool> nudges = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly BackgroundJobClient client = new(storage, Starter.Filters);
    private readonly RecurringJobManager recurring = new(storage, Starter.Filters);
    private readonly Job relayRun = Job.FromExpression<RelayJobRun>(job => job.RunAsync(CancellationToken.None));

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
            // Stopping: the workers hand back what they hold.
        }
    }

    private async Task TickAsync(CancellationToken stop)
    {
        var shownAt = long.MinValue;
        using var timer = new PeriodicTimer(Tick);
        do
        {
            await TryAsync(
                async () =>
                {
                    if (shownAt == long.MinValue || TimeProvider.System.GetElapsedTime(shownAt) >= Shown)
                    {
                        Show(await timetable.PlansAsync(stop));
                        ForgetFailed(TimeSpan.FromHours(options.Value.KeepHours));
                        shownAt = TimeProvider.System.GetTimestamp();
                    }

                    if (await timetable.DueAsync(stop) is { Count: > 0 } due && !TryAsk(due))
                    {
                        // Jobs were missing: the store is new or was emptied.
                        Show(await timetable.PlansAsync(stop));
                        TryAsk(due);
                    }

                    // Work whose time has come and for which nobody nudges: a next try, a nudge that was lost.
                    if (await relay.IsAnythingDueAsync(stop))
                    {
                        Enqueue();
                    }
                },
                stop);
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        await foreach (var _ in nudges.Reader.ReadAllAsync(stop))
        {
            await TryAsync(
                () =>
                {
                    Enqueue();
                    return Task.CompletedTask;
                },
                stop);
            await Task.Delay(Together, stop);
        }
    }

    /// <summary>A run that still waits in the queue will see whatever was saved before this nudge: it is enough.</summary>
    private void Enqueue()
    {
        if (storage.GetMonitoringApi().EnqueuedCount(JobOptions.RelayQueue) == 0)
        {
            client.Create(relayRun, new EnqueuedState(JobOptions.RelayQueue));
        }
    }

    /// <summary>Triggers what is due and not on its way already; one node at a time. False when a job was missing in the store.</summary>
    private bool TryAsk(IReadOnlyList<string> due)
    {
        using var connection = storage.GetConnection();
        IDisposable turn;
        try
        {
            turn = connection.AcquireDistributedLock("charity-timetable", LockPatience);
        }
        catch (DistributedLockTimeoutException)
        {
            return true;
        }

        using (turn)
        {
            var all = true;
            foreach (var job in connection.GetRecurringJobs(due))
            {
                if (job.Removed || job.Job is null)
                {
                    all = false;
                }
                else if (!UnderWay.Contains(job.LastJobState, StringComparer.Ordinal))
                {
                    recurring.TriggerJob(job.Id);
                }
            }

            return all;
        }
    }

    /// <summary>
    /// Gives every entry its recurring job, and takes away jobs of entries that this version no longer has. Their cron
    /// lines and next times are for the eye: only <see cref="TryAsk"/> and people start them.
    /// </summary>
    private void Show(IReadOnlyList<TimetablePlan> plans)
    {
        using var connection = storage.GetConnection();
        var shown = connection.GetRecurringJobs().ToDictionary(job => job.Id, StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            var cron = Rhythm.ToCron(plan.Every, plan.NextDue);
            if (!shown.Remove(plan.Name, out var job) || job.Job is null || job.Cron != cron)
            {
                var name = plan.Name;
                recurring.AddOrUpdate(
                    name, Job.FromExpression<TimetableEntryJob>(entry => entry.RunAsync(name, null, CancellationToken.None)), cron, new RecurringJobOptions());
            }

            if (NextTime.Of(plan, time) is var next && (job?.NextExecution is not { } told || (told - next).Duration() > Shown / 2))
            {
                NextTime.Show(connection, plan.Name, next);
            }
        }

        foreach (var gone in shown.Keys)
        {
            recurring.RemoveIfExists(gone);
        }
    }

    /// <summary>Hangfire keeps failed jobs for ever. Our rows know what failed; the dashboard forgets them like the others.</summary>
    internal void ForgetFailed(TimeSpan after)
    {
        const int atOnce = 500;
        var before = TimeProvider.System.GetUtcNow().UtcDateTime - after;
        foreach (var (id, job) in storage.GetMonitoringApi().FailedJobs(0, atOnce))
        {
            if (job?.FailedAt <= before)
            {
                client.ChangeState(id, new DeletedState { Reason = "Shown long enough." }, FailedState.StateName);
            }
        }
    }

    /// <summary>A store or a database that is away for a while ends nothing: the next look tries again.</summary>
    private async Task TryAsync(Func<Task> look, CancellationToken stop)
    {
        try
        {
            await look();
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            log.LogError("The timetable or the job store could not be read: {Error}", Redaction.Describe(error));
        }
    }
}
