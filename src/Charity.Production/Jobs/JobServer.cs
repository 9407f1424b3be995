using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Server;
using Hangfire.States;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Charity.Production.Jobs;

/// <summary>
/// This node's workers: a set of threads for each queue, so that neither holds up the other. Hangfire's own schedulers are
/// left out: when something is due is said by our timetable, and <see cref="HangfireWorkClock"/> reads it.
/// </summary>
internal sealed class JobServer(JobStorage storage, IServiceScopeFactory scopes, ILoggerFactory loggers, IOptions<JobOptions> options)
    : IHostedService, IDisposable
{
    private BackgroundProcessingServer? server;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Hangfire.Logging.LogProvider.SetCurrentLogProvider(new JobLog(loggers));
        var jobs = options.Value;
        if (jobs.Workers > 0)
        {
            server = new BackgroundProcessingServer(storage, jobs.QueueNames.Select(queue => Workers(queue, jobs.Workers)).ToList(), Told(jobs), new()
            {
                // Work in progress is told to stop at once, and has so long to hand its rows back.
                StopTimeout = TimeSpan.Zero,
                ShutdownTimeout = TimeSpan.FromSeconds(jobs.StopSeconds),
            });
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (server is { } running)
        {
            running.SendStop();
            await running.WaitForShutdownAsync(cancellationToken);
        }
    }

    public void Dispose() => server?.Dispose();

    private IBackgroundProcessDispatcherBuilder Workers(string queue, int threads)
        => new Worker(
                [queue],
                new BackgroundJobPerformer(Starter.Filters, new AspNetCoreJobActivator(scopes), TaskScheduler.Default),
                new BackgroundJobStateChanger(Starter.Filters))
            .UseBackgroundPool(threads);

    /// <summary>What the dashboard says of this node.</summary>
    private static Dictionary<string, object> Told(JobOptions jobs) => new()
    {
        ["Queues"] = jobs.QueueNames.ToArray(),
        ["WorkerCount"] = jobs.Workers * jobs.QueueNames.Count,
    };
}
