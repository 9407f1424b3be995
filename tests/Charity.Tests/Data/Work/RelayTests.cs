using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Exceptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Data.Work;

public sealed class RelayTests
{
    private readonly ProbeScript script = new();

    [Fact]
    public async Task Work_is_done_once_in_batches_and_its_messages_follow()
    {
        script.SendsFollowUp = true;
        await using var host = await Probe.StartAsync(script);
        var names = Probe.Names(250);
        await Probe.SendAsync(host, names);

        Assert.Equal(500, await host.DrainAsync());

        List<string> expected = [.. names, .. names.Select(n => "follow-up " + n)];
        expected.Sort(StringComparer.Ordinal);
        Assert.Equal(expected, await Probe.EffectsAsync(host));
        Assert.Equal([50, 100, 100], script.BatchSizes.Order());
        Assert.Equal(0, await host.DrainAsync());
    }

    [Fact]
    [Trait("Case", "W26")]
    public async Task A_handler_that_always_throws_parks_its_row_after_eight_tries_and_others_flow()
    {
        await using var host = await Probe.StartAsync(script);
        script.Apply = subject => ThrowFor(subject, "bad");
        await Probe.SendAsync(host, ["a", "bad", "b", "c"]);

        for (var tries = 1; tries <= Probe.MaxFailures; tries++)
        {
            await host.DrainAsync();
            Assert.Equal(["a", "b", "c"], await Probe.EffectsAsync(host));
            Assert.Equal(tries, (await Probe.RowAsync(host, "bad")).Attempts);
            host.Clock.Advance(TimeSpan.FromHours(1));
        }

        var row = await Probe.RowAsync(host, "bad");
        Assert.Equal(WorkState.Parked, row.State);
        Assert.Contains("bad is bad", row.LastError, StringComparison.Ordinal);
        Assert.Equal(0, await host.DrainAsync());
        await using (var db = host.Db())
        {
            var finding = await db.Exceptions.SingleAsync();
            Assert.Equal((ExceptionKind.PoisonEvent, $"outbox:{row.Id}"), (finding.Kind, finding.Subject));
        }

        script.Apply = _ => { };
        Assert.Equal(WorkOutcome.Done, await RetryAsync());
        await host.DrainAsync();
        Assert.Equal(WorkOutcome.NotWaiting, await RetryAsync());
        Assert.Equal(["a", "b", "bad", "c"], await Probe.EffectsAsync(host));
        Assert.Contains("Olena", (await Probe.RowAsync(host, "bad")).StaffNote, StringComparison.Ordinal);

        Task<WorkOutcome> RetryAsync()
            => host.RunAsync<RetryWork, WorkOutcome>(retry => retry.RunAsync(WorkTable.Outbox, row.Id, Actor.Staff(Guid.Empty, "Olena"), default));
    }

    [Fact]
    public async Task Work_that_its_handler_parks_is_told_to_a_person()
    {
        await using var host = await Probe.StartAsync(script);
        script.Verdict = item => item.Park("the donor is unknown");
        await Probe.SendAsync(host, "x");
        await host.DrainAsync();
        var row = await Probe.RowAsync(host, "x");
        Assert.Equal((WorkState.Parked, "the donor is unknown"), (row.State, row.LastError));
        await using var db = host.Db();
        var finding = await db.Exceptions.SingleAsync();
        Assert.Equal((ExceptionKind.PoisonEvent, $"outbox:{row.Id}"), (finding.Kind, finding.Subject));
        Assert.Contains("the donor is unknown", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_gathering_holds_up_only_its_own_row_and_waits_longer_each_time()
    {
        await using var host = await Probe.StartAsync(script);
        script.Gather = subject =>
        {
            ThrowFor(subject, "s0001");
            return Task.CompletedTask;
        };
        await Probe.SendAsync(host, Probe.Names(3));
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 7; i++)
        {
            await host.DrainAsync();
            var row = await Probe.RowAsync(host, "s0001");
            waits.Add(row.DueAt - host.Clock.UtcNow);
            host.Clock.Advance(waits[^1]);
        }

        Assert.Equal(["s0000", "s0002"], await Probe.EffectsAsync(host));
        for (var i = 0; i < waits.Count; i++)
        {
            var full = TimeSpan.FromSeconds(10) * Math.Pow(2, i);
            Assert.InRange(waits[i], full * 0.8, full);
        }
    }

    [Fact]
    public async Task Secrets_in_an_error_are_not_kept()
    {
        await using var host = await Probe.StartAsync(script);
        var token = host.Services.GetRequiredService<PublicTokens>().For("thanks", Guid.CreateVersion7(), 1);
        script.Apply = _ => throw new InvalidOperationException(
            $"key sk_test_abc123, whsec_a+b/c=, mail olena@example.org, token {token}, key don-{Guid.CreateVersion7()}-cs-1\nnext line");
        await Probe.SendAsync(host, "x");
        await host.DrainAsync();

        var error = (await Probe.RowAsync(host, "x")).LastError!;
        foreach (var secret in new[] { "abc123", "a+b/c", "olena", token, "\n" })
        {
            Assert.DoesNotContain(secret, error, StringComparison.Ordinal);
        }

        Assert.Contains("-cs-1 next line", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postponed_work_keeps_its_effect_and_is_never_parked_for_it()
    {
        await using var host = await Probe.StartAsync(script);
        script.Verdict = item => item.RetryAfter(TimeSpan.FromMinutes(15), "greylisted");
        await Probe.SendAsync(host, "x");
        for (var i = 0; i < 20; i++)
        {
            await host.DrainAsync();
            host.Clock.Advance(TimeSpan.FromMinutes(15));
        }

        var row = await Probe.RowAsync(host, "x");
        Assert.Equal((WorkState.Started, 20, 20, "greylisted"), (row.State, row.Attempts, row.Postponed, row.LastError));
        Assert.Equal(20, (await Probe.EffectsAsync(host)).Count);

        script.Verdict = _ => { };
        await host.DrainAsync();
        Assert.Equal(WorkState.Done, (await Probe.RowAsync(host, "x")).State);
    }

    [Fact]
    public async Task Verdicts_may_differ_within_one_commit()
    {
        await using var host = await Probe.StartAsync(script);
        script.Verdict = item =>
        {
            if (item.Message.Subject == "s0003")
            {
                item.Park("odd");
            }
            else if (item.Message.Subject == "s0005")
            {
                item.RetryAfter(TimeSpan.FromHours(1), "later");
            }
        };
        await Probe.SendAsync(host, Probe.Names(10));
        await host.DrainAsync();

        Assert.Equal([10], script.BatchSizes);
        Assert.Equal(10, (await Probe.EffectsAsync(host)).Count);
        await using var db = host.Db();
        Assert.Equal(8, await db.Outbox.CountAsync(m => m.State == WorkState.Done));
        Assert.Equal(WorkState.Parked, (await Probe.RowAsync(host, "s0003")).State);
        Assert.Equal(host.Clock.UtcNow.AddHours(1), (await Probe.RowAsync(host, "s0005")).DueAt);
    }

    [Fact]
    public async Task One_bad_row_among_a_hundred_is_found_by_halving()
    {
        await using var host = await Probe.StartAsync(script);
        script.Apply = subject => ThrowFor(subject, "s0042");
        await Probe.SendAsync(host, Probe.Names(100));
        await host.DrainAsync();

        Assert.Equal(99, (await Probe.EffectsAsync(host)).Distinct().Count());
        Assert.Equal(99, (await Probe.EffectsAsync(host)).Count);
        Assert.InRange(script.BatchSizes.Count, 8, 15);
    }

    [Fact]
    [Trait("Case", "X11")]
    [Trait("Case", "W24")]
    public async Task Without_any_nudge_the_timetable_does_all_work_within_two_minutes()
    {
        script.SendsFollowUp = true;
        await using var host = await Probe.StartAsync(script);
        await host.RunTimetableAsync();
        await Probe.SendAsync(host, Probe.Names(5));
        Assert.Empty(await Probe.EffectsAsync(host));

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.RunTimetableAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.RunTimetableAsync();

        Assert.Equal(10, (await Probe.EffectsAsync(host)).Count);
    }

    private static void ThrowFor(string subject, string bad)
    {
        if (subject == bad)
        {
            throw new InvalidOperationException($"{subject} is bad");
        }
    }
}
