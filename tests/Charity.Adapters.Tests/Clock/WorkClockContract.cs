using System.Collections.Concurrent;
using Charity.Data;
using Charity.Data.Work;
using Charity.Testing;
using Charity.Testing.Tools;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Charity.Adapters.Tests.Clock;

/// <summary>
/// What every work clock must do: start work when asked and when nobody asks, let no slow kind hold up another, and give
/// everything back when it stops. Business time stands still throughout.
/// </summary>
public abstract class WorkClockContract : IClassFixture<ContractTally<WorkClockContract>>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Handled handled = new();

    protected WorkClockContract(ContractTally<WorkClockContract> tally, string adapter)
    {
        ArgumentNullException.ThrowIfNull(tally);
        tally.Count(adapter);
    }

    /// <summary>Registers the adapter's clock and what drives it.</summary>
    protected abstract void AddClock(IServiceCollection services);

    [Fact]
    public async Task A_saved_message_is_worked_on_at_once_and_so_is_the_message_it_leaves()
    {
        await using var host = await StartAsync();
        await SendAsync(host, new FirstMessage("a"));
        await handled.WhenAsync("then a").WaitAsync(Patience);
        await WhenSavedAsync(host);
        await StopAsync(host);

        await using var db = host.Db();
        Assert.All(await db.Outbox.Where(m => m.Kind == FirstMessage.Kind || m.Kind == ThenMessage.Kind).ToListAsync(), m => Assert.Equal(WorkState.Done, m.State));
    }

    /// <summary>A handler speaks before its commit; a stop in between would rightly hand the work back.</summary>
    private static Task WhenSavedAsync(CharityHost host) => WhenAsync(host, async db => !await db.Outbox.AnyAsync(m => m.State != WorkState.Done));

    private static async Task WhenAsync(CharityHost host, Func<CharityDb, Task<bool>> so)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            await using (var db = host.Db())
            {
                if (await so(db))
                {
                    return;
                }
            }

            await Task.Delay(20, patience.Token);
        }
    }

    [Fact]
    [Trait("Case", "X11")]
    [Trait("Case", "W24")]
    public async Task What_nobody_nudged_for_is_found()
    {
        await using var host = await StartAsync();
        await using (var db = host.Db())
        {
            // Past the outbox, as another process or a restored backup would leave it.
            db.Outbox.Add(new OutboxMessage { Kind = ThenMessage.Kind, Subject = "b", Payload = """{"Subject":"b"}""", DueAt = host.Clock.UtcNow });
            await db.SaveChangesAsync();
        }

        await handled.WhenAsync("then b").WaitAsync(Patience);
        await StopAsync(host);
    }

    [Fact]
    public async Task A_slow_kind_holds_up_no_other()
    {
        await using var host = await StartAsync();
        handled.Gate = new TaskCompletionSource();
        await SendAsync(host, new FirstMessage("slow"));
        await handled.WhenAsync("asked slow").WaitAsync(Patience);
        await SendAsync(host, new ThenMessage("quick"));
        await handled.WhenAsync("then quick").WaitAsync(Patience);
        Assert.False(handled.WhenAsync("first slow").IsCompleted);

        handled.Gate.SetResult();
        await handled.WhenAsync("then slow").WaitAsync(Patience);
        await StopAsync(host);
    }

    [Fact]
    public async Task Stopping_gives_back_what_is_in_work()
    {
        await using var host = await StartAsync();
        handled.Gate = new TaskCompletionSource();
        await SendAsync(host, new FirstMessage("a"));
        await handled.WhenAsync("asked a").WaitAsync(Patience);
        await StopAsync(host);

        await using var db = host.Db();
        var row = await db.Outbox.SingleAsync(m => m.Kind == FirstMessage.Kind);
        Assert.Equal((WorkState.Pending, 0, (Guid?)null), (row.State, row.Attempts, row.LeaseId));
    }

    [Fact]
    public async Task A_nudge_never_throws_started_or_not()
    {
        await using var host = await StartAsync();
        var clock = host.Services.GetRequiredService<IWorkClock>();
        Parallel.For(0, 10_000, _ => clock.Nudge());
        await StopAsync(host);
        clock.Nudge();
    }

    [Fact]
    public async Task A_recurring_job_runs_when_it_is_due()
    {
        await using var host = await StartAsync();
        await handled.WhenAsync("job 1").WaitAsync(Patience);
        // Days that pass while it still runs would not be missed by it.
        await WhenAsync(host, db => db.Timetable.AnyAsync(e => e.LastSucceededAt != null && e.LeaseId == null));
        host.Clock.Advance(TimeSpan.FromDays(3));
        await handled.WhenAsync("job 2").WaitAsync(Patience);
        await StopAsync(host);
        // Three days missed are one run.
        Assert.False(handled.WhenAsync("job 3").IsCompleted);
    }

    [Fact]
    public async Task A_message_without_a_handler_stops_the_start()
    {
        await using var host = await CharityHost.StartAsync(services =>
        {
            AddClock(services);
            services.Remove(services.First(s => s.ImplementationInstance is WorkKind { FromInbox: false }));
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartServicesAsync(host));
    }

    private async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartAsync(services =>
        {
            services.AddSingleton(handled);
            services.AddSingleton<JobRuns>();
            services.RemoveAll<TimetableJobType>();
            services.AddTimetableJob<DailyJob>();
            services.AddMessageHandler<FirstHandler, FirstMessage, string>();
            services.AddMessageHandler<ThenHandler, ThenMessage>();
            AddClock(services);
        });
        await StartServicesAsync(host);
        return host;
    }

    private static async Task StartServicesAsync(CharityHost host)
    {
        foreach (var service in host.Services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }
    }

    private static async Task StopAsync(CharityHost host)
    {
        foreach (var service in host.Services.GetServices<IHostedService>())
        {
            await service.StopAsync(CancellationToken.None).WaitAsync(Patience);
        }
    }

    private static async Task SendAsync<TMessage>(CharityHost host, TMessage message)
        where TMessage : IMessage
    {
        await using var scope = host.Scope();
        scope.ServiceProvider.GetRequiredService<Outbox>().Add(message);
        await scope.ServiceProvider.GetRequiredService<CharityDb>().SaveChangesAsync();
    }

    internal sealed class Handled
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> events = new(StringComparer.Ordinal);

        public TaskCompletionSource Gate { get; set; } = Opened();

        public Task WhenAsync(string what) => Of(what).Task;

        public void Tell(string what) => Of(what).TrySetResult();

        private TaskCompletionSource Of(string what)
            => events.GetOrAdd(what, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

        private static TaskCompletionSource Opened()
        {
            var gate = new TaskCompletionSource();
            gate.SetResult();
            return gate;
        }
    }

    private sealed record FirstMessage(string Subject) : IMessage
    {
        public static string Kind => "test.first.v1";
    }

    private sealed record ThenMessage(string Subject) : IMessage
    {
        public static string Kind => "test.then.v1";
    }

    private sealed class FirstHandler(Outbox outbox, Handled handled) : MessageHandler<FirstMessage, string>
    {
        public override async Task<string> GatherAsync(FirstMessage message, CancellationToken cancel)
        {
            handled.Tell("asked " + message.Subject);
            await handled.Gate.Task.WaitAsync(cancel);
            return message.Subject;
        }

        public override Task ApplyAsync(WorkItem<FirstMessage, string> item, CancellationToken cancel)
        {
            handled.Tell("first " + item.Fact);
            outbox.Add(new ThenMessage(item.Fact));
            return Task.CompletedTask;
        }
    }

    private sealed class ThenHandler(Handled handled) : MessageHandler<ThenMessage>
    {
        public override Task ApplyAsync(WorkItem<ThenMessage, Nothing> item, CancellationToken cancel)
        {
            handled.Tell("then " + item.Message.Subject);
            return Task.CompletedTask;
        }
    }

    private sealed class DailyJob(Handled handled, JobRuns runs) : ITimetableJob
    {
        public string Name => "test.daily";

        public TimeSpan Every => TimeSpan.FromDays(1);

        public Task RunAsync(CancellationToken cancel)
        {
            handled.Tell(FormattableString.Invariant($"job {runs.Next()}"));
            return Task.CompletedTask;
        }
    }

    private sealed class JobRuns
    {
        private int runs;

        public int Next() => Interlocked.Increment(ref runs);
    }
}
