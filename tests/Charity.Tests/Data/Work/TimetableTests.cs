using Charity.Data.Work;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Charity.Tests.Data.Work;

public sealed class TimetableTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly JobScript script = new();

    [Fact]
    [Trait("Case", "R11")]
    public async Task Runs_that_were_missed_collapse_to_one_and_the_rhythm_stays()
    {
        await using var host = await StartAsync();
        var start = host.Clock.UtcNow;
        await host.RunTimetableAsync();
        await host.RunTimetableAsync();
        Assert.Equal([start], script.Runs);

        host.Clock.Advance((Hour * 72) + TimeSpan.FromMinutes(20));
        await host.RunTimetableAsync();
        await host.RunTimetableAsync();
        Assert.Equal([start, start + (Hour * 72) + TimeSpan.FromMinutes(20)], script.Runs);
        Assert.Equal(start + (Hour * 73), (await EntryAsync(host)).NextDue);

        host.Clock.Advance(TimeSpan.FromMinutes(40));
        await host.RunTimetableAsync();
        Assert.Equal(3, script.Runs.Count);
    }

    [Fact]
    public async Task A_job_that_fails_is_tried_again_before_its_next_time_and_says_why()
    {
        await using var host = await StartAsync();
        script.Run = _ => throw new InvalidOperationException("no answer with key sk_test_secret1");
        await host.RunTimetableAsync();
        var entry = await EntryAsync(host);
        Assert.Equal(1, entry.Failures);
        Assert.Contains("no answer with key [secret]", entry.LastError, StringComparison.Ordinal);
        Assert.InRange(entry.NextDue - host.Clock.UtcNow, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(10));
        Assert.Null(entry.LastSucceededAt);

        script.Run = _ => Task.CompletedTask;
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await host.RunTimetableAsync();
        entry = await EntryAsync(host);
        Assert.Equal((0, null, host.Clock.UtcNow), (entry.Failures, entry.LastError, entry.LastSucceededAt));
    }

    [Fact]
    public async Task A_job_asked_for_by_a_person_runs_before_its_time_and_keeps_its_rhythm()
    {
        await using var host = await StartAsync();
        var timetable = host.Services.GetRequiredService<Timetable>();
        await host.RunTimetableAsync();
        var planned = (await EntryAsync(host)).NextDue;
        host.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Empty(await timetable.DueAsync(default));
        Assert.Equal(new TimetableRun(TimetableOutcome.NotDue), await timetable.RunAsync((await EntryAsync(host)).Name, false, default));
        Assert.Single(script.Runs);
        Assert.Equal(new TimetableRun(TimetableOutcome.Done), await timetable.RunAsync((await EntryAsync(host)).Name, true, default));
        Assert.Equal(2, script.Runs.Count);
        var plan = Assert.Single(await timetable.PlansAsync(default));
        Assert.Equal((planned, Hour), (plan.NextDue, plan.Every));

        host.Clock.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal([plan.Name], await timetable.DueAsync(default));
        Assert.Equal(TimetableOutcome.Unknown, (await timetable.RunAsync("no such job", true, default)).Outcome);
    }

    [Fact]
    public async Task A_job_that_runs_is_started_a_second_time_by_nobody_and_one_that_is_stopped_is_handed_back()
    {
        await using var host = await StartAsync();
        var timetable = host.Services.GetRequiredService<Timetable>();
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        script.Run = async cancel =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
        };
        var name = Assert.Single(await timetable.PlansAsync(default)).Name;
        var running = timetable.RunAsync(name, false, stop.Token);
        await started.Task;

        Assert.Equal(TimetableOutcome.Running, (await timetable.RunAsync(name, true, default)).Outcome);
        Assert.Empty(await timetable.DueAsync(default));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal([name], await timetable.DueAsync(default));
        Assert.Null((await EntryAsync(host)).LeaseId);
    }

    [Fact]
    [Trait("Case", "X12")]
    public async Task Of_two_nodes_one_runs_a_job_and_the_other_when_the_first_is_gone()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync(first.Database.Attach(), first.Clock);
        var started = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        script.Run = _ =>
        {
            started.SetResult();
            return never.Task;
        };
        var hanging = first.RunTimetableAsync();
        await started.Task;
        await second.RunTimetableAsync();
        Assert.Single(script.Runs);

        // The first node is never heard of again.
        script.Run = _ => Task.CompletedTask;
        first.Clock.Advance(TimeSpan.FromMinutes(10));
        await second.RunTimetableAsync();
        Assert.Equal(2, script.Runs.Count);

        // It comes back late and changes nothing.
        var entry = await EntryAsync(first);
        never.SetResult();
        await hanging;
        Assert.Equal((entry.NextDue, entry.LastSucceededAt), ((await EntryAsync(first)).NextDue, (await EntryAsync(first)).LastSucceededAt));
    }

    [Fact]
    public async Task A_stopped_job_is_due_at_once_for_another_node()
    {
        await using var host = await StartAsync();
        using var stop = new CancellationTokenSource();
        script.Run = async cancel =>
        {
            await stop.CancelAsync();
            cancel.ThrowIfCancellationRequested();
        };
        await host.Services.GetRequiredService<Timetable>().RunDueAsync(stop.Token);
        var entry = await EntryAsync(host);
        Assert.Equal((null, null, 0), (entry.LeaseId, entry.LeaseUntil, entry.Failures));

        script.Run = _ => Task.CompletedTask;
        await host.RunTimetableAsync();
        Assert.Equal(2, script.Runs.Count);
    }

    [Fact]
    public async Task Time_that_passes_in_a_test_stops_at_every_due_moment()
    {
        await using var host = await StartAsync();
        var start = host.Clock.UtcNow;
        await host.AdvanceAsync(Hour * 5.5);
        Assert.Equal([0, 1, 2, 3, 4, 5], script.Runs.Select(run => (run - start) / Hour));
        Assert.Equal(start + (Hour * 5.5), host.Clock.UtcNow);
    }

    private Task<CharityHost> StartAsync(TestDatabase? database = null, FakeClock? clock = null)
        => CharityHost.StartAsync(
            services =>
            {
                services.AddSingleton(script);
                services.RemoveAll<TimetableJobType>();
                services.AddTimetableJob<HourlyJob>();
            },
            database: database,
            clock: clock);

    private static async Task<TimetableEntry> EntryAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.Timetable.AsNoTracking().SingleAsync();
    }

    private sealed class JobScript
    {
        public List<DateTime> Runs { get; } = [];

        public Func<CancellationToken, Task> Run { get; set; } = _ => Task.CompletedTask;
    }

    private sealed class HourlyJob(JobScript script, TimeProvider time) : ITimetableJob
    {
        public string Name => "test.hourly";

        public TimeSpan Every => Hour;

        public Task RunAsync(CancellationToken cancel)
        {
            script.Runs.Add(time.GetUtcNow().UtcDateTime);
            return script.Run(cancel);
        }
    }
}
