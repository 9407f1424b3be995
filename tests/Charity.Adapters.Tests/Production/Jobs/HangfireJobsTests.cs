using Charity.Data;
using Charity.Data.Work;
using Charity.Production.Jobs;
using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Adapters.Tests.Production.Jobs;

/// <summary>What the job store shows and does beside the clock's contract: our rows decide, the store can be lost.</summary>
public sealed class HangfireJobsTests
{
    private readonly TwoJobs script = new();

    [Fact]
    public async Task Each_entry_of_the_timetable_is_a_recurring_job_of_its_own_that_people_see_and_time()
    {
        await using var node = await HangfireNode.StartAsync(script);
        await HangfireNode.UntilAsync(() => node.Shown(TwoJobs.FirstName).LastJobState == SucceededState.StateName);
        await HangfireNode.UntilAsync(() => node.Shown(TwoJobs.SecondName).LastJobState == SucceededState.StateName);

        using var connection = node.Store.GetConnection();
        var shown = connection.GetRecurringJobs();
        Assert.Equal([TwoJobs.FirstName, TwoJobs.SecondName], shown.Select(job => job.Id).Order(StringComparer.Ordinal));
        Assert.All(shown, job => Assert.Equal("0 * * * *", job.Cron));
        var details = node.Store.GetMonitoringApi().JobDetails(shown[0].LastJobId);
        Assert.Equal("\"Done.\"", details.History[0].Data["Result"]);
        Assert.True(details.History[0].Data.ContainsKey("PerformanceDuration"));
        // Once each: nothing but the timetable and people starts them.
        Assert.Equal((1, 1), (script.RunsOf(TwoJobs.FirstName), script.RunsOf(TwoJobs.SecondName)));
    }

    [Fact]
    public async Task Trigger_now_runs_the_entry_now_and_leaves_its_next_time()
    {
        await using var node = await HangfireNode.StartAsync(script);
        await HangfireNode.UntilAsync(() => node.Shown(TwoJobs.FirstName).LastJobState == SucceededState.StateName);
        var before = await node.EntryAsync(TwoJobs.FirstName);
        node.Host.Clock.Advance(TimeSpan.FromMinutes(10));

        node.Host.Services.GetRequiredService<IRecurringJobManagerFactory>().GetManager(node.Store).Trigger(TwoJobs.FirstName);
        await HangfireNode.UntilAsync(async () => (await node.EntryAsync(TwoJobs.FirstName)).LastSucceededAt > before.LastSucceededAt);

        Assert.Equal(2, script.RunsOf(TwoJobs.FirstName));
        Assert.Equal(before.NextDue, (await node.EntryAsync(TwoJobs.FirstName)).NextDue);
        Assert.Equal(1, script.RunsOf(TwoJobs.SecondName));
    }

    [Fact]
    public async Task A_failed_entry_is_shown_as_failed_is_tried_again_by_its_row_and_by_a_person_and_never_by_hangfire()
    {
        script.Run = (name, _) => name == TwoJobs.FirstName ? throw new InvalidOperationException("no answer with key sk_test_secret1") : Task.CompletedTask;
        await using var node = await HangfireNode.StartAsync(script);
        await HangfireNode.UntilAsync(() => node.Shown(TwoJobs.FirstName).LastJobState == FailedState.StateName);
        var failed = node.Shown(TwoJobs.FirstName).LastJobId;

        var entry = await node.EntryAsync(TwoJobs.FirstName);
        Assert.Equal(1, entry.Failures);
        var state = node.Store.GetMonitoringApi().JobDetails(failed).History[0];
        Assert.Contains("[secret]", state.Data["ExceptionMessage"], StringComparison.Ordinal);
        Assert.DoesNotContain(state.Data.Values, value => value?.Contains("sk_test_secret1", StringComparison.Ordinal) == true);
        Assert.Equal(0, node.Store.GetMonitoringApi().ScheduledCount());

        // "Requeue" on the dashboard: long before the row would be tried again.
        script.Run = (_, _) => Task.CompletedTask;
        var client = node.Host.Services.GetRequiredService<IBackgroundJobClientFactory>().GetClient(node.Store);
        Assert.True(client.ChangeState(failed, new EnqueuedState(), FailedState.StateName));
        await HangfireNode.UntilAsync(async () => (await node.EntryAsync(TwoJobs.FirstName)).Failures == 0);
        Assert.Equal(2, script.RunsOf(TwoJobs.FirstName));

        // And by its row, when it fails again.
        script.Run = (name, _) => name == TwoJobs.FirstName ? throw new InvalidOperationException() : Task.CompletedTask;
        node.Host.Clock.Advance(TimeSpan.FromHours(1));
        await HangfireNode.UntilAsync(async () => (await node.EntryAsync(TwoJobs.FirstName)).Failures == 1);
        script.Run = (_, _) => Task.CompletedTask;
        node.Host.Clock.Advance(TimeSpan.FromSeconds(10));
        await HangfireNode.UntilAsync(async () => (await node.EntryAsync(TwoJobs.FirstName)).Failures == 0);
        Assert.Equal(4, script.RunsOf(TwoJobs.FirstName));
    }

    [Fact]
    public async Task The_next_time_that_is_shown_is_the_row_s_in_real_time()
    {
        await using var node = await HangfireNode.StartAsync(script);
        await HangfireNode.UntilAsync(() => node.Shown(TwoJobs.FirstName).LastJobState == SucceededState.StateName);
        // Business time stands months away from real time, and an hour of it is left.
        var left = node.Shown(TwoJobs.FirstName).NextExecution!.Value - TimeProvider.System.GetUtcNow().UtcDateTime;
        Assert.InRange(left, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(61));
    }

    [Fact]
    public async Task A_failed_job_is_forgotten_like_all_others()
    {
        script.Run = (_, _) => throw new InvalidOperationException();
        await using var node = await HangfireNode.StartAsync(script);
        await HangfireNode.UntilAsync(() => node.Store.GetMonitoringApi().FailedCount() == 2);
        node.Clock.ForgetFailed(TimeSpan.FromHours(1));
        Assert.Equal(2, node.Store.GetMonitoringApi().FailedCount());
        node.Clock.ForgetFailed(TimeSpan.Zero);
        Assert.Equal(0, node.Store.GetMonitoringApi().FailedCount());
        Assert.Equal(1, (await node.EntryAsync(TwoJobs.FirstName)).Failures);
    }

    [Fact]
    public async Task Ten_thousand_nudges_are_one_job_while_nobody_works_and_the_job_does_all_that_was_asked()
    {
        await using var idle = await HangfireNode.StartAsync(script, HangfireNode.NewStore(), workers: 0);
        await SendAsync(idle, 50);
        Parallel.For(0, 10_000, _ => idle.Clock.Nudge());
        await HangfireNode.UntilAsync(() => idle.Store.GetMonitoringApi().EnqueuedCount(JobOptions.RelayQueue) > 0);
        Parallel.For(0, 10_000, _ => idle.Clock.Nudge());
        await idle.StopAsync();
        Assert.Equal(1, idle.Store.GetMonitoringApi().EnqueuedCount(JobOptions.RelayQueue));
        Assert.Empty(script.Handled);

        await using var working = await HangfireNode.StartAsync(script, idle.Store, idle);
        await HangfireNode.UntilAsync(() => script.Handled.Count == 50);
        Assert.Equal(50, script.Handled.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    [Trait("Case", "X11")]
    public async Task Losing_the_whole_job_store_loses_nothing()
    {
        var first = HangfireNode.NewStore();
        await using var idle = await HangfireNode.StartAsync(script, first, workers: 0);
        await SendAsync(idle, 20);
        await HangfireNode.UntilAsync(() => first.GetMonitoringApi().EnqueuedCount(JobOptions.TimetableQueue) == 2);
        await idle.StopAsync();
        Assert.Empty(script.Runs);

        // Its jobs never come back. The rows are all there is.
        await using var node = await HangfireNode.StartAsync(script, HangfireNode.NewStore(), idle);
        await HangfireNode.UntilAsync(() => script.RunsOf(TwoJobs.FirstName) == 1 && script.RunsOf(TwoJobs.SecondName) == 1);
        node.Clock.Nudge();
        await HangfireNode.UntilAsync(() => script.Handled.Count == 20);
    }

    [Fact]
    [Trait("Case", "X11")]
    public async Task A_job_store_that_is_emptied_under_a_running_node_is_filled_again()
    {
        await using var node = await HangfireNode.StartAsync(script);
        await HangfireNode.UntilAsync(() => node.Shown(TwoJobs.FirstName).LastJobState == SucceededState.StateName);
        await HangfireNode.UntilAsync(() => node.Shown(TwoJobs.SecondName).LastJobState == SucceededState.StateName);
        var recurring = new RecurringJobManager(node.Store);
        recurring.RemoveIfExists(TwoJobs.FirstName);
        recurring.RemoveIfExists(TwoJobs.SecondName);

        node.Host.Clock.Advance(TimeSpan.FromHours(1));
        await HangfireNode.UntilAsync(() => script.RunsOf(TwoJobs.FirstName) == 2 && script.RunsOf(TwoJobs.SecondName) == 2);
        Assert.False(node.Shown(TwoJobs.FirstName).Removed);
    }

    [Fact]
    [Trait("Case", "X12")]
    public async Task Two_nodes_on_one_job_store_share_the_work_and_every_effect_is_there_once()
    {
        // Each of the two jobs waits until the other runs too. With one thread a node, only two nodes can end them.
        var together = new Dictionary<string, TaskCompletionSource>
        {
            [TwoJobs.FirstName] = new(TaskCreationOptions.RunContinuationsAsynchronously),
            [TwoJobs.SecondName] = new(TaskCreationOptions.RunContinuationsAsynchronously),
        };
        script.Run = async (name, cancel) =>
        {
            together[name].TrySetResult();
            await Task.WhenAll(together.Values.Select(other => other.Task)).WaitAsync(cancel);
        };
        var store = HangfireNode.NewStore();
        await using var first = await HangfireNode.StartAsync(script, store, workers: 1);
        await using var second = await HangfireNode.StartAsync(script, store, first, workers: 1);
        await HangfireNode.UntilAsync(async () => (await first.EntryAsync(TwoJobs.FirstName)).LastSucceededAt is not null
            && (await first.EntryAsync(TwoJobs.SecondName)).LastSucceededAt is not null);
        Assert.Equal((1, 1), (script.RunsOf(TwoJobs.FirstName), script.RunsOf(TwoJobs.SecondName)));
        Assert.Equal(2, store.GetMonitoringApi().Servers().Count);

        await Task.WhenAll(SendAsync(first, 100), SendAsync(second, 100));
        first.Clock.Nudge();
        second.Clock.Nudge();
        await HangfireNode.UntilAsync(async () =>
        {
            await using var db = first.Host.Db();
            return !await db.Outbox.AnyAsync(m => m.Kind == HangfireNode.Counted.Kind && m.State != WorkState.Done);
        });
        await using var db = second.Host.Db();
        Assert.Equal(200, await db.Outbox.CountAsync(m => m.Kind == HangfireNode.Counted.Kind && m.Attempts <= 1));
    }

    [Fact]
    [Trait("Case", "X12")]
    public async Task A_node_that_stops_hands_the_entry_it_runs_to_the_next()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        script.Run = async (name, cancel) =>
        {
            if (name == TwoJobs.FirstName)
            {
                started.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancel);
            }
        };
        var store = HangfireNode.NewStore();
        await using var first = await HangfireNode.StartAsync(script, store);
        await started.Task.WaitAsync(HangfireNode.Patience);
        Assert.NotNull((await first.EntryAsync(TwoJobs.FirstName)).LeaseId);

        await first.StopAsync();
        Assert.Null((await first.EntryAsync(TwoJobs.FirstName)).LeaseId);
        script.Run = (_, _) => Task.CompletedTask;
        await using var second = await HangfireNode.StartAsync(script, store, first);
        await HangfireNode.UntilAsync(async () => (await second.EntryAsync(TwoJobs.FirstName)).LastSucceededAt is not null);
        Assert.Equal(2, script.RunsOf(TwoJobs.FirstName));
    }

    [Fact]
    public async Task A_node_works_on_the_queues_it_is_given_and_on_no_other()
    {
        var store = HangfireNode.NewStore();
        await using var mails = await HangfireNode.StartAsync(script, store, queues: JobOptions.RelayQueue);
        await SendAsync(mails, 5);
        mails.Clock.Nudge();
        await HangfireNode.UntilAsync(() => script.Handled.Count == 5);
        await HangfireNode.UntilAsync(() => store.GetMonitoringApi().EnqueuedCount(JobOptions.TimetableQueue) == 2);
        Assert.Empty(script.Runs);

        await using var times = await HangfireNode.StartAsync(script, store, mails, queues: JobOptions.TimetableQueue);
        await HangfireNode.UntilAsync(() => script.Runs.Count == 2);
    }

    [Theory]
    [InlineData("relay,nothing", "Jobs__Queues names 'nothing'")]
    [InlineData(" , ", "Jobs__Queues names no queue")]
    public void A_queue_that_nobody_fills_is_refused_at_the_start(string queues, string fault)
        => Assert.Contains(JobOptions.Faults(new JobOptions { Queues = queues }), f => f.StartsWith(fault, StringComparison.Ordinal));

    [Theory]
    [InlineData(1, "* * * * *")]
    [InlineData(5, "2/5 * * * *")]
    [InlineData(10, "7/10 * * * *")]
    [InlineData(30, "17/30 * * * *")]
    [InlineData(60, "17 * * * *")]
    [InlineData(720, "17 2/12 * * *")]
    [InlineData(1440, "17 14 * * *")]
    [InlineData(4320, "17 14 * * *")]
    public void A_rhythm_reads_as_a_cron_line_in_step_with_its_next_time(int minutes, string cron)
    {
        var line = Rhythm.ToCron(TimeSpan.FromMinutes(minutes), new DateTime(2026, 3, 10, 14, 16, 30, DateTimeKind.Utc));
        Assert.Equal(cron, line);
        // Hangfire must be able to read it.
        new RecurringJobManager(HangfireNode.NewStore()).AddOrUpdate<HangfireJobsTests>("x", tests => tests.ToString(), line);
    }

    private static async Task SendAsync(HangfireNode node, int messages)
    {
        await using var scope = node.Host.Scope();
        var outbox = scope.ServiceProvider.GetRequiredService<Outbox>();
        for (var i = 0; i < messages; i++)
        {
            outbox.Add(new HangfireNode.Counted(Guid.NewGuid().ToString("N")));
        }

        await scope.ServiceProvider.GetRequiredService<CharityDb>().SaveChangesAsync();
    }
}
