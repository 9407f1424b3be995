using System.Text;
using Charity.Sandbox.Stripe.Flow;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>The journal on disk, and that everything is decided by seed, clock and calls.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("simulator").FullName;

    private string JournalPath => Path.Combine(folder, "stripe.journal");

    [Fact]
    public async Task After_a_kill_the_state_the_ids_and_the_waiting_work_are_the_same()
    {
        using var uninterrupted = Bench(null);
        await StoryAsync(uninterrupted);

        string challenged;
        byte[] journal;
        using (var killed = Bench(JournalPath))
        {
            challenged = await StoryAsync(killed);

            // What a SIGKILL leaves is the file as it stands, here before anything is closed.
            journal = ReadShared(JournalPath);
        }

        await File.WriteAllBytesAsync(JournalPath, journal);
        using var restarted = Bench(JournalPath);
        Assert.Equal(uninterrupted.Clock.GetUtcNow(), restarted.Clock.GetUtcNow());
        Assert.Equal(Text(uninterrupted), Text(restarted));
        Assert.Equal(uninterrupted.Simulator.NextDueAt, restarted.Simulator.NextDueAt);

        foreach (var bench in new[] { uninterrupted, restarted })
        {
            Assert.Equal(PayStatus.Paid, (await bench.Simulator.AnswerChallengeAsync(challenged, true)).Status);
            await bench.GiveAsync(3_100);
            await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(6));
        }

        Assert.Equal(Text(uninterrupted), Text(restarted));
        Assert.True(restarted.Received.Count > 10);
        Assert.Equal(uninterrupted.Received.TakeLast(restarted.Received.Count).Select(w => w.Id), restarted.Received.Select(w => w.Id));
    }

    [Fact]
    public async Task A_line_cut_by_the_crash_is_dropped_and_written_over()
    {
        using (var bench = Bench(JournalPath))
        {
            await bench.GiveAsync();
        }

        var whole = await File.ReadAllBytesAsync(JournalPath);
        await File.WriteAllBytesAsync(JournalPath, [.. whole, .. Encoding.UTF8.GetBytes("{\"at\":\"2026-03-02T09:00:00.0000000Z\",\"c\":{\"ch\":9")]);
        using (var again = Bench(JournalPath))
        {
            Assert.Single(again.Simulator.Payments());
            await again.GiveAsync();
        }

        using var third = Bench(JournalPath);
        Assert.Equal(2, third.Simulator.Payments().Count);
    }

    [Fact]
    public async Task Idempotency_keys_outlive_the_process()
    {
        string first;
        using (var bench = Bench(JournalPath))
        {
            first = (await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm(), "k")).Body;
        }

        using var restarted = Bench(JournalPath);
        Assert.Equal(first, (await restarted.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm(), "k")).Body);
        Assert.Equal("k", restarted.Simulator.Journal[0].IdempotencyKey);
    }

    [Fact]
    public async Task The_same_seed_and_calls_give_the_same_bytes_and_another_seed_other_ids()
    {
        var stories = new List<string>();
        foreach (var seed in new long[] { 7, 7, 8 })
        {
            using var bench = new SimulatorBench(o => o.Seed = seed);
            await StoryAsync(bench);
            stories.Add(Text(bench) + string.Join('\n', bench.Received.Select(w => w.Signature)));
        }

        Assert.Equal(stories[0], stories[1]);
        Assert.NotEqual(stories[0], stories[2]);
    }

    [Fact]
    public async Task Looking_at_the_clock_late_tells_the_same_story()
    {
        using var stepped = new SimulatorBench();
        using var jumped = new SimulatorBench();
        foreach (var bench in new[] { stepped, jumped })
        {
            await bench.GiveAsync();
            await bench.GiveAsync(card: "4000000000000259");
        }

        for (var hour = 0; hour < 24 * 8; hour++)
        {
            stepped.Clock.Advance(TimeSpan.FromHours(1));
            stepped.Simulator.RunDue();
        }

        jumped.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(Text(stepped), Text(jumped));
    }

    [Fact]
    public async Task A_snapshot_brings_everything_back_events_as_they_were_included()
    {
        using var bench = Bench(JournalPath);
        await StoryAsync(bench);
        var before = Text(bench);
        var snapshot = bench.Simulator.Snapshot();
        var at = bench.Clock.GetUtcNow();
        await bench.GiveAsync(9_900);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(2));
        bench.Clock.Set(at);
        bench.Simulator.Restore(snapshot);
        Assert.Equal(before, Text(bench));

        bench.Simulator.Reset();
        Assert.Empty(bench.Simulator.Payments());
        Assert.Empty(bench.Simulator.Events);
        await bench.GiveAsync();
        using var fresh = new SimulatorBench();
        await fresh.GiveAsync();
        Assert.Equal(fresh.Simulator.Events[0].Id, bench.Simulator.Events[0].Id);
    }

    [Fact]
    public async Task A_refused_change_leaves_no_trace()
    {
        using var bench = Bench(JournalPath);
        await bench.GiveAsync();
        var before = Text(bench);
        var size = new FileInfo(JournalPath).Length;
        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Simulator.RefundAsync("ch_none"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Simulator.RefundAsync(bench.Simulator.Payments()[0].Charge!, 999_999));
        Assert.Equal(before, Text(bench));
        Assert.Equal(size, new FileInfo(JournalPath).Length);
    }

    [Fact]
    public void Two_processes_cannot_share_a_journal()
    {
        using var first = Bench(JournalPath);
        Assert.Throws<IOException>(() => Bench(JournalPath));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static SimulatorBench Bench(string? journal) => new(o => o.JournalPath = journal);

    /// <summary>A bit of everything; gives a payment that still waits for its challenge.</summary>
    private static async Task<string> StoryAsync(SimulatorBench bench)
    {
        await bench.GiveAsync(2_500);
        await bench.GiveAsync(1_000, "usd", api: bench.OtherApi);
        var (_, _, refunded) = await bench.GiveAsync(7_700, card: "4000000000000077");
        await bench.GiveAsync(5_000, card: "4000000000000259");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(2));
        await bench.Api.PostAsync("/v1/refunds", new Dictionary<string, string> { ["charge"] = refunded, ["amount"] = "700" }, "refund-1");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(3));
        await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm(), "open-1");
        var session = (await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm(1_234), "open-2")).Id;
        await bench.Simulator.PayAsync(session, "4000000000009995");
        return (await bench.Simulator.PayAsync(session, "4000002760003184")).PaymentIntentId!;
    }

    private static string Text(SimulatorBench bench) => string.Join('\n',
        bench.Simulator.Events.Select(e => e.Json.ToJsonString())
            .Concat(bench.Simulator.Payments().Select(p => p.ToString()))
            .Append(System.Text.Json.JsonSerializer.Serialize(bench.Simulator.Totals())));

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
