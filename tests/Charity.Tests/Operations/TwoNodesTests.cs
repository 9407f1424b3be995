using Charity.Data.Work;
using Charity.Donations;
using Charity.Notifications;
using Charity.Sandbox.Stripe.Faults;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Operations;

/// <summary>Two operating-system processes of the application on one database.</summary>
public sealed class TwoNodesTests
{
    private const int Seeds = 20;
    private const int GiftsPerSeed = 3;

    /// <summary>A lease of two minutes ends in four seconds of real time, a signature's five minutes in ten.</summary>
    private const int Speed = 30;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    [Fact]
    [Trait("Case", "W02")]
    [Trait("Case", "W23")]
    [Trait("Case", "W25")]
    [Trait("Case", "X12")]
    public async Task Every_effect_happens_once_when_both_hear_every_event_and_one_of_them_is_killed_again_and_again()
    {
        using var limit = new CancellationTokenSource(Limit);
        await using var world = await TwoNodesWorld.StartAsync(2, Speed, limit.Token);
        // Slow enough that a node is often killed in the middle of its work.
        world.Stripe.AddFault(new Fault { Kind = FaultKind.Slow, Method = "GET", Delay = TimeSpan.FromMilliseconds(150), Times = 0 });
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new Random(seed);
            for (var gift = 0; gift < GiftsPerSeed; gift++)
            {
                await world.Host.PayAsync(await world.Host.GiveAsync(1_000 + (100 * seed) + gift, email: FormattableString.Invariant($"donor{seed}-{gift}@example.org")));
            }

            // Somewhere between webhooks, transactions, receipts and mails.
            await TwoNodesWorld.UntilAsync(() => IsInWorkAsync(world.Host), limit.Token);
            await Task.Delay(random.Next(200), limit.Token);
            var victim = random.Next(2);
            await world.Nodes[victim].KillAsync(limit.Token);
            world.Nodes[victim].Dispose();
            world.Nodes[victim] = await world.NewNodeAsync(limit.Token);
        }

        const int gifts = Seeds * GiftsPerSeed;
        await TwoNodesWorld.UntilAsync(() => AllDoneAsync(world.Host, gifts), limit.Token);

        await using var db = world.Host.Db();
        Assert.Equal(gifts, await db.Donations.CountAsync(d => d.Status == DonationStatus.Succeeded));
        Assert.Equal(gifts, await db.Entries.CountAsync(e => e.SourceType == "stripe_txn"));
        Assert.Equal(Enumerable.Range(1, gifts), await db.Receipts.OrderBy(r => r.Sequence).Select(r => r.Sequence).ToListAsync());
        Assert.Equal(gifts, await db.Mails.CountAsync());
        var total = await db.CampaignTotals.SingleAsync();
        Assert.Equal((await db.Donations.SumAsync(d => d.AmountMinor), (long)gifts), (total.RaisedMinor, total.Gifts));
        // A mail whose sender was killed may have gone out: it goes once more, never thrice.
        var doubtful = await db.Mails.SumAsync(m => m.AmbiguousSends);
        Assert.InRange(world.Mails.Count, gifts - doubtful, gifts + doubtful);
        Assert.True(await db.Inbox.AnyAsync(e => e.Deliveries > 1), "No event reached both nodes.");
        Assert.True(await db.Inbox.AnyAsync(e => e.Attempts > 1) || await db.Outbox.AnyAsync(m => m.Attempts > 1), "No claim was ever cut off.");
        Assert.Empty(await db.Inbox.Where(e => e.State == WorkState.Parked).Select(e => e.LastError).ToListAsync());
    }

    [Fact]
    [Trait("Case", "X12")]
    public async Task A_node_that_is_asked_to_stop_hands_its_work_back_and_the_next_goes_on_at_once()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        // Real time: a lease lasts two minutes, longer than this test may.
        await using var world = await TwoNodesWorld.StartAsync(1, 1, limit.Token);
        await TwoNodesWorld.UntilAsync(() => IdleAsync(world.Host), limit.Token);
        world.Stripe.AddFault(new Fault { Kind = FaultKind.TimeoutBefore, Method = "GET", Path = "/v1/checkout/sessions", Times = 0 });
        var gift = await world.Host.GiveAsync();
        await world.Host.PayAsync(gift);
        await TwoNodesWorld.UntilAsync(async () => (await SessionEventAsync(world.Host)) is { State: WorkState.Started, LeaseId: not null }, limit.Token);

        var code = await world.Nodes[0].TerminateAsync(limit.Token);

        var back = (await SessionEventAsync(world.Host))!;
        Assert.Equal((0, WorkState.Pending, (Guid?)null, 0), (code, back.State, back.LeaseId, back.Attempts));
        Assert.True(back.DueAt <= TimeProvider.System.GetUtcNow().UtcDateTime);
        await using (var db = world.Host.Db())
        {
            Assert.Empty(await db.Timetable.Where(e => e.LeaseId != null).Select(e => e.Name).ToListAsync());
        }

        world.Stripe.ClearFaults();
        world.Nodes[0].Dispose();
        world.Nodes[0] = await world.NewNodeAsync(limit.Token);
        await TwoNodesWorld.UntilAsync(async () => (await world.Host.GiftAsync(gift.Id)).Status == DonationStatus.Succeeded, limit.Token);
        await TwoNodesWorld.UntilAsync(() => AllDoneAsync(world.Host, 1), limit.Token);
    }

    private static async Task<InboxEvent?> SessionEventAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.Inbox.AsNoTracking().FirstOrDefaultAsync(e => e.Type == "checkout.session.completed");
    }

    private static async Task<bool> IsInWorkAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.Inbox.AnyAsync(e => e.State == WorkState.Started && e.LeaseId != null);
    }

    private static async Task<bool> IdleAsync(CharityHost host)
    {
        await using var db = host.Db();
        return !await db.Outbox.AnyAsync(m => m.State == WorkState.Pending || m.State == WorkState.Started)
               && !await db.Timetable.AnyAsync(e => e.LeaseId != null);
    }

    private static async Task<bool> AllDoneAsync(CharityHost host, int gifts)
    {
        await using var db = host.Db();
        return await db.Entries.CountAsync(e => e.SourceType == "stripe_txn") == gifts
               && await db.Mails.CountAsync(m => m.State == MailState.Sent || (m.State == MailState.Ambiguous && m.AmbiguousSends >= Mail.MaxAmbiguousSends)) == gifts
               && await IdleAsync(host);
    }
}
