using System.Data.Common;
using Charity.Data;
using Charity.Data.Work;
using Charity.Payments;
using Charity.Testing;
using Charity.Testing.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Xunit;

namespace Charity.Tests.Payments;

public sealed class IntakeTests
{
    [Fact]
    [Trait("Case", "W01")]
    public async Task The_same_event_twice_is_one_row_delivered_twice()
    {
        await using var host = await CharityHost.StartAsync();

        Assert.Equal(WebhookAnswer.Kept, await ReceiveAsync(host, "evt_1"));
        Assert.Equal(WebhookAnswer.Kept, await ReceiveAsync(host, "evt_1"));

        await using var db = host.Db();
        Assert.Equal(2, (await db.Inbox.SingleAsync()).Deliveries);
    }

    [Fact]
    [Trait("Case", "W02")]
    public async Task The_same_event_at_two_nodes_at_once_is_one_row()
    {
        await using var one = await CharityHost.StartAsync();
        await using var two = await CharityHost.StartAsync(database: one.Database.Attach(), clock: one.Clock);
        for (var round = 0; round < 25; round++)
        {
            var id = FormattableString.Invariant($"evt_{round}");
            using var barrier = new Barrier(2);
            var answers = await Task.WhenAll(new[] { one, two }.Select(node => Task.Run(() =>
            {
                barrier.SignalAndWait();
                return ReceiveAsync(node, id);
            })));
            Assert.All(answers, a => Assert.Equal(WebhookAnswer.Kept, a));
        }

        await using var db = one.Db();
        var rows = await db.Inbox.ToListAsync();
        Assert.Equal(25, rows.Count);
        Assert.All(rows, row => Assert.Equal(2, row.Deliveries));
    }

    [Fact]
    public async Task Many_events_at_once_are_all_kept_in_fewer_commits_than_events()
    {
        var engine = new Mock<IDatabaseEngine>();
        var gate = new TaskCompletionSource();
        var groups = new List<int>();
        engine.Setup(e => e.AppendToInboxAsync(It.IsAny<IReadOnlyList<InboxEvent>>(), It.IsAny<CancellationToken>()))
            .Returns(async (IReadOnlyList<InboxEvent> rows, CancellationToken _) =>
            {
                groups.Add(rows.Count);
                await gate.Task;
                return (IReadOnlyList<bool>)[.. rows.Select(_ => true)];
            });
        await using var intake = NewIntake(engine.Object);

        var callers = Enumerable.Range(0, 200).Select(i => intake.AddAsync(Row(i), default)).ToList();
        Assert.All(callers, c => Assert.False(c.IsCompleted));
        gate.SetResult();

        Assert.All(await Task.WhenAll(callers), r => Assert.Equal(IntakeResult.New, r));
        Assert.Equal(200, groups.Sum());
        // Whoever came during the first commit is in the second.
        Assert.InRange(groups.Count, 1, 3);
    }

    [Fact]
    public async Task Nobody_is_answered_before_the_commit_that_holds_his_row()
    {
        var engine = new Mock<IDatabaseEngine>();
        var commit = new TaskCompletionSource<IReadOnlyList<bool>>();
        engine.Setup(e => e.AppendToInboxAsync(It.IsAny<IReadOnlyList<InboxEvent>>(), It.IsAny<CancellationToken>())).Returns(commit.Task);
        await using var intake = NewIntake(engine.Object);

        var caller = intake.AddAsync(Row(1), default);
        await Task.Yield();
        Assert.False(caller.IsCompleted);
        commit.SetResult([false]);

        Assert.Equal(IntakeResult.Duplicate, await caller);
    }

    [Fact]
    public async Task A_row_that_the_store_cannot_take_does_not_cost_its_neighbours()
    {
        var engine = EngineThat(rows =>
        {
            if (rows.Any(r => r.EventId == "evt_3"))
            {
                throw new InvalidOperationException("bad row");
            }
        });
        await using var intake = NewIntake(engine);

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => intake.AddAsync(Row(i), default)));

        Assert.Equal(IntakeResult.NotStored, results[3]);
        Assert.Equal(9, results.Count(r => r == IntakeResult.New));
        Assert.Equal(IntakeResult.New, await intake.AddAsync(Row(11), default));
    }

    [Fact]
    [Trait("Case", "X09")]
    public async Task A_store_that_is_only_busy_is_asked_again()
    {
        var failures = 2;
        var engine = EngineThat(
            _ =>
            {
                if (failures-- > 0)
                {
                    throw new Fault();
                }
            },
            transient: true);
        await using var intake = NewIntake(engine);

        Assert.Equal(IntakeResult.New, await intake.AddAsync(Row(1), default));
    }

    [Fact]
    [Trait("Case", "D10")]
    [Trait("Case", "W22")]
    public async Task While_the_store_refuses_nothing_is_acknowledged_and_afterwards_everything_works()
    {
        await using var host = await CharityHost.StartAsync(services => services.AddSingleton<IDatabaseEngine>(p => new RefusingStore(p)));
        var store = (RefusingStore)host.Services.GetRequiredService<IDatabaseEngine>();
        store.Down = true;

        Assert.Equal(WebhookAnswer.NotStored, await ReceiveAsync(host, "evt_1"));
        Assert.Equal(WebhookAnswer.NotStored, await ReceiveAsync(host, "evt_1"));
        store.Down = false;
        Assert.Equal(WebhookAnswer.Kept, await ReceiveAsync(host, "evt_1"));

        await using var db = host.Db();
        var row = await db.Inbox.SingleAsync();
        Assert.Equal((1, WorkState.Pending), (row.Deliveries, row.State));
    }

    [Fact]
    [Trait("Case", "D10")]
    public async Task A_quarantined_event_is_not_acknowledged_before_its_alarm_is_stored()
    {
        await using var host = await CharityHost.StartAsync();
        await using (await host.Database.RefuseRowsAsync("exception_item"))
        {
            Assert.Equal(WebhookAnswer.NotStored, await ReceiveAsync(host, "evt_1", "true"));
        }

        Assert.Equal(WebhookAnswer.Kept, await ReceiveAsync(host, "evt_1", "true"));
        await using var after = host.Db();
        Assert.Equal("event:evt_1", (await after.Exceptions.SingleAsync()).Subject);
    }

    [Fact]
    [Trait("Case", "W23")]
    public async Task A_delivery_that_died_between_row_and_answer_meets_its_row_again()
    {
        await using var host = await CharityHost.StartAsync();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        // The sender hangs up before it hears of the commit.
        await Record.ExceptionAsync(() => ReceiveAsync(host, "evt_1", cancel: gone.Token));
        Assert.Equal(WebhookAnswer.Kept, await ReceiveAsync(host, "evt_1"));

        await using var db = host.Db();
        Assert.Equal(2, (await db.Inbox.SingleAsync()).Deliveries);
    }

    [Fact]
    public async Task Too_many_waiting_are_asked_to_come_again()
    {
        var engine = new Mock<IDatabaseEngine>();
        var commit = new TaskCompletionSource();
        engine.Setup(e => e.AppendToInboxAsync(It.IsAny<IReadOnlyList<InboxEvent>>(), It.IsAny<CancellationToken>()))
            .Returns(async (IReadOnlyList<InboxEvent> rows, CancellationToken _) =>
            {
                await commit.Task;
                return (IReadOnlyList<bool>)[.. rows.Select(_ => true)];
            });
        await using var intake = NewIntake(engine.Object);

        var all = Enumerable.Range(0, Intake.MostWaiting + Intake.MostInOneCommit + 100).Select(i => intake.AddAsync(Row(i), default)).ToList();
        var refused = all.Count(c => c.IsCompletedSuccessfully);
        commit.SetResult();
        var results = await Task.WhenAll(all);

        Assert.InRange(refused, 100, 100 + Intake.MostInOneCommit);
        Assert.Equal(refused, results.Count(r => r == IntakeResult.NotStored));
    }

    [Fact]
    public async Task At_shutdown_what_waits_is_stored_and_what_comes_later_is_refused()
    {
        var engine = new Mock<IDatabaseEngine>();
        var commit = new TaskCompletionSource();
        engine.Setup(e => e.AppendToInboxAsync(It.IsAny<IReadOnlyList<InboxEvent>>(), It.IsAny<CancellationToken>()))
            .Returns(async (IReadOnlyList<InboxEvent> rows, CancellationToken _) =>
            {
                await commit.Task;
                return (IReadOnlyList<bool>)[.. rows.Select(_ => true)];
            });
        var intake = NewIntake(engine.Object);
        var waiting = Enumerable.Range(0, 20).Select(i => intake.AddAsync(Row(i), default)).ToList();

        var shutdown = intake.DisposeAsync().AsTask();
        var late = await intake.AddAsync(Row(99), default);
        Assert.False(shutdown.IsCompleted);
        commit.SetResult();
        await shutdown;

        Assert.Equal(IntakeResult.NotStored, late);
        Assert.All(await Task.WhenAll(waiting), r => Assert.Equal(IntakeResult.New, r));
    }

    private static Intake NewIntake(IDatabaseEngine engine) => new(engine, Mock.Of<IWorkClock>(), NullLogger<Intake>.Instance);

    private static InboxEvent Row(int number)
        => new() { Account = "acct_one1", EventId = FormattableString.Invariant($"evt_{number}"), Type = "charge.updated" };

    private static async Task<WebhookAnswer> ReceiveAsync(CharityHost host, string id, string livemode = "false", CancellationToken cancel = default)
    {
        var body = SignedEvent.Bytes(SignedEvent.Json(id, livemode: livemode));
        var header = SignedEvent.Header(body, host.Clock.GetUtcNow(), TestSettings.WebhookSecret);
        return (await host.Services.GetRequiredService<ReceiveWebhook>().RunAsync(header, body, cancel)).Answer;
    }

    private static IDatabaseEngine EngineThat(Action<IReadOnlyList<InboxEvent>> before, bool transient = false)
    {
        var engine = new Mock<IDatabaseEngine>();
        engine.Setup(e => e.IsTransient(It.IsAny<DbException>())).Returns(transient);
        engine.Setup(e => e.AppendToInboxAsync(It.IsAny<IReadOnlyList<InboxEvent>>(), It.IsAny<CancellationToken>()))
            .Returns((IReadOnlyList<InboxEvent> rows, CancellationToken _) =>
            {
                before(rows);
                return Task.FromResult<IReadOnlyList<bool>>([.. rows.Select(_ => true)]);
            });
        return engine.Object;
    }

    private sealed class Fault() : DbException("refused");
}
