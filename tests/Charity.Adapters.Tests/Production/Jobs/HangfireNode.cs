using System.Collections.Concurrent;
using Charity.Data.Work;
using Charity.Production.Jobs;
using Charity.Testing;
using Hangfire;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Charity.Adapters.Tests.Production.Jobs;

/// <summary>One node of the application with its own workers, on a database and a job store that others may share.</summary>
internal sealed class HangfireNode : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CharityHost host;
    private bool stopped;

    private HangfireNode(CharityHost host) => this.host = host;

    public CharityHost Host => host;

    public JobStorage Store => host.Services.GetRequiredService<JobStorage>();

    public HangfireWorkClock Clock => host.Services.GetRequiredService<HangfireWorkClock>();

    /// <summary>A store as the node itself would make it, for several nodes to share.</summary>
    public static JobStorage NewStore() => JobStores.InMemory(new JobOptions());

    public static async Task<HangfireNode> StartAsync(
        TwoJobs script, JobStorage? store = null, HangfireNode? beside = null, int workers = 4, string? queues = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Jobs:Workers"] = FormattableString.Invariant($"{workers}"),
            ["Jobs:Queues"] = queues ?? $"{JobOptions.RelayQueue}, {JobOptions.TimetableQueue}",
        };
        var host = await CharityHost.StartAsync(
            services =>
            {
                services.AddSingleton(script);
                services.RemoveAll<TimetableJobType>();
                services.AddTimetableJob<TwoJobs.First>();
                services.AddTimetableJob<TwoJobs.Second>();
                // Also beside SQL Server, where databases are used by one test after another, and their job store with them.
                services.Replace(ServiceDescriptor.Singleton(store ?? NewStore()));
                services.Replace(ServiceDescriptor.Singleton<IWorkClock>(provider => provider.GetRequiredService<HangfireWorkClock>()));
                services.AddMessageHandler<CountedHandler, Counted>();
                services.AddJobHosting();
            },
            settings,
            beside?.Host.Database.Attach(),
            beside?.Host.Clock);
        var node = new HangfireNode(host);
        foreach (var service in host.Services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        return node;
    }

    public async Task StopAsync()
    {
        if (!stopped)
        {
            stopped = true;
            foreach (var service in host.Services.GetServices<IHostedService>().Reverse())
            {
                await service.StopAsync(CancellationToken.None).WaitAsync(Patience);
            }
        }
    }

    public async Task<TimetableEntry> EntryAsync(string name)
    {
        await using var db = host.Db();
        return await db.Timetable.AsNoTracking().SingleAsync(e => e.Name == name);
    }

    public RecurringJobDto Shown(string name)
    {
        using var connection = Store.GetConnection();
        return connection.GetRecurringJobs([name]).Single();
    }

    /// <summary>Looks until it is so; a clock that never makes it so ends by the test's patience.</summary>
    public static async Task UntilAsync(Func<Task<bool>> so)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await so())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    public static Task UntilAsync(Func<bool> so) => UntilAsync(() => Task.FromResult(so()));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await host.DisposeAsync();
    }

    internal sealed record Counted(string Subject) : IMessage
    {
        public static string Kind => "test.counted.v1";
    }

    private sealed class CountedHandler(TwoJobs script) : MessageHandler<Counted>
    {
        public override Task ApplyAsync(WorkItem<Counted, Nothing> item, CancellationToken cancel)
        {
            script.Handled.Add(item.Message.Subject);
            return Task.CompletedTask;
        }
    }
}

/// <summary>Two hourly jobs that do what a test says, and what came of it.</summary>
internal sealed class TwoJobs
{
    public const string FirstName = "test.first";
    public const string SecondName = "test.second";

    public Func<string, CancellationToken, Task> Run { get; set; } = (_, _) => Task.CompletedTask;

    public ConcurrentQueue<string> Runs { get; } = [];

    public ConcurrentBag<string> Handled { get; } = [];

    public int RunsOf(string name) => Runs.Count(run => run == name);

    private Task RunAsync(string name, CancellationToken cancel)
    {
        Runs.Enqueue(name);
        return Run(name, cancel);
    }

    internal sealed class First(TwoJobs script) : ITimetableJob
    {
        public string Name => FirstName;

        public TimeSpan Every => TimeSpan.FromHours(1);

        public Task RunAsync(CancellationToken cancel) => script.RunAsync(Name, cancel);
    }

    internal sealed class Second(TwoJobs script) : ITimetableJob
    {
        public string Name => SecondName;

        public TimeSpan Every => TimeSpan.FromHours(1);

        public Task RunAsync(CancellationToken cancel) => script.RunAsync(Name, cancel);
    }
}
