using Charity.Data;
using Charity.Data.Work;
using Charity.Data.Work.Running;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Data.Work;

/// <summary>What happens to work when a process ends, loses its lease, or the database refuses, at each point.</summary>
public sealed class CrashTests
{
    private static readonly WorkKind Kind = new(ProbeMessage.Kind, false, null!);

    private readonly ProbeScript script = new();

    [Fact]
    [Trait("Case", "W25")]
    public async Task A_claim_whose_process_ended_is_taken_over_when_its_lease_ends()
    {
        await using var host = await Probe.StartAsync(script);
        await Probe.SendAsync(host, "a", "b");
        Assert.Equal(2, (await ClaimAsync(host)).Rows.Count);

        Assert.Equal(0, await host.DrainAsync());
        host.Clock.Advance(KindWorker.Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await host.DrainAsync());
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.DrainAsync();

        Assert.Equal(["a", "b"], await Probe.EffectsAsync(host));
        Assert.Equal(2, (await Probe.RowAsync(host, "a")).Attempts);
        // Rows that were tried before do not share a commit.
        Assert.Equal([1, 1], script.BatchSizes);
    }

    [Fact]
    public async Task Work_that_ends_the_process_every_time_is_parked_without_another_try()
    {
        await using var host = await Probe.StartAsync(script);
        await Probe.SendAsync(host, "killer", "innocent");
        for (var i = 0; i < Probe.MaxFailures; i++)
        {
            await ClaimAsync(host, i == 0 ? WorkState.Pending : WorkState.Started);
            host.Clock.Advance(KindWorker.Lease);
        }

        await host.DrainAsync();
        Assert.Empty(script.Gathered);
        var row = await Probe.RowAsync(host, "killer");
        Assert.Equal(WorkState.Parked, row.State);
        Assert.Contains("The process ended", row.LastError, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "X12")]
    public async Task A_node_that_lost_its_lease_saves_nothing()
    {
        await using var slow = await Probe.StartAsync(script);
        var fast = new ProbeScript();
        await using var other = await Probe.StartAsync(fast, slow.Database.Attach(), slow.Clock);
        script.Gather = async _ =>
        {
            // While this one asks the world outside, its lease ends and another node does the work.
            script.Gather = _ => Task.CompletedTask;
            slow.Clock.Advance(KindWorker.Lease);
            await other.DrainAsync();
        };
        await Probe.SendAsync(slow, "a");
        await slow.DrainAsync();

        Assert.Equal(["a"], await Probe.EffectsAsync(slow));
        Assert.Equal((1, 1), (script.BatchSizes.Count, fast.BatchSizes.Count));
        Assert.Equal((WorkState.Done, 2), ((await Probe.RowAsync(slow, "a")).State, (await Probe.RowAsync(slow, "a")).Attempts));
    }

    [Fact]
    [Trait("Case", "X12")]
    public async Task Two_relays_at_once_share_the_work()
    {
        await using var first = await Probe.StartAsync(script);
        var more = new ProbeScript();
        await using var second = await Probe.StartAsync(more, first.Database.Attach(), first.Clock);
        script.SendsFollowUp = more.SendsFollowUp = true;
        var names = Probe.Names(1500);
        await Probe.SendAsync(first, names);

        await Task.WhenAll(Task.Run(first.DrainAsync), Task.Run(second.DrainAsync));
        await first.DrainAsync();

        List<string> expected = [.. names, .. names.Select(n => "follow-up " + n)];
        expected.Sort(StringComparer.Ordinal);
        Assert.Equal(expected, await Probe.EffectsAsync(first));
    }

    [Fact]
    public async Task A_graceful_stop_hands_claims_back_as_if_they_had_never_been_made()
    {
        await using var host = await Probe.StartAsync(script);
        using var stop = new CancellationTokenSource();
        script.Gather = async subject =>
        {
            if (subject == "s0003")
            {
                await stop.CancelAsync();
                stop.Token.ThrowIfCancellationRequested();
            }
        };
        await Probe.SendAsync(host, Probe.Names(5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Services.GetRequiredService<Relay>().RunAsync(stop.Token));

        var row = await Probe.RowAsync(host, "s0004");
        Assert.Equal((WorkState.Pending, 0, host.Clock.UtcNow), (row.State, row.Attempts, row.DueAt));
        Assert.Empty(await Probe.EffectsAsync(host));
        script.Gather = _ => Task.CompletedTask;
        await host.DrainAsync();
        Assert.Equal(Probe.Names(5), await Probe.EffectsAsync(host));
    }

    [Fact]
    public async Task A_long_gathering_keeps_its_lease()
    {
        await using var host = await Probe.StartAsync(script);
        await Probe.SendAsync(host, "a");
        var claim = await ClaimAsync(host);
        host.Clock.Advance(KindWorker.Lease / 2);
        await using var db = host.Db();
        var queue = WorkQueue.Of(Kind);
        var until = host.Clock.UtcNow + KindWorker.Lease;
        Assert.True(await queue.RenewAsync(db, claim, until, default));

        host.Clock.Advance(KindWorker.Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await host.DrainAsync());
        Assert.Equal(1, await queue.MarkDoneAsync(db, claim with { Until = until }, claim.Ids, host.Clock.UtcNow, default));
    }

    [Fact]
    [Trait("Case", "X08")]
    public async Task A_full_disk_leaves_no_half_effect_and_work_goes_on_when_there_is_room()
    {
        await using var host = await Probe.StartAsync(script);
        await Probe.SendAsync(host, Probe.Names(400));
        await host.Database.LeaveRoomAsync(host.Db, pages: 3);
        await host.DrainAsync();

        await using (var db = host.Db())
        {
            var done = await db.Outbox.Where(m => m.State == WorkState.Done).Select(m => m.Subject).Order().ToListAsync();
            Assert.True(done.Count < 400);
            Assert.Equal(done, await Probe.EffectsAsync(host));
            Assert.Equal(0, await db.Outbox.CountAsync(m => m.State == WorkState.Parked));
        }

        await host.Database.LeaveRoomAsync(host.Db, pages: 100_000);
        await host.AdvanceAsync(KindWorker.Lease);
        Assert.Equal(Probe.Names(400), await Probe.EffectsAsync(host));
    }

    [Fact]
    [Trait("Case", "X09")]
    public async Task A_relay_that_meets_a_lock_reads_everything_afresh_and_tries_again()
    {
        await using var host = await Probe.StartAsync(script, configure: services => services.Configure<DatabaseOptions>(o => o.BusyTimeoutSeconds = 0));
        await Probe.SendAsync(host, "a");
        IDisposable? otherProcess = null;
        var applied = 0;
        script.Apply = _ =>
        {
            if (++applied == 1)
            {
                otherProcess = host.Database.Lock();
            }
            else
            {
                otherProcess?.Dispose();
            }
        };
        await host.DrainAsync();

        Assert.Equal(2, applied);
        Assert.Equal(["a"], await Probe.EffectsAsync(host));
        Assert.Equal((WorkState.Done, 1), ((await Probe.RowAsync(host, "a")).State, (await Probe.RowAsync(host, "a")).Attempts));
    }

    private static async Task<Claim> ClaimAsync(CharityHost host, WorkState state = WorkState.Pending)
    {
        await using var db = host.Db();
        return (await WorkQueue.Of(Kind).ClaimAsync(db, Kind.Kind, state, host.Clock.UtcNow, 100, false, default))!;
    }
}
