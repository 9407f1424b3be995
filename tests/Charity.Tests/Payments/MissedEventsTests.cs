using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Payments;
using Charity.Sandbox.Stripe.Delivery;
using Charity.Sandbox.Stripe.Faults;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moq;
using Xunit;

namespace Charity.Tests.Payments;

/// <summary>What no webhook brought is found in Stripe's own lists.</summary>
public sealed class MissedEventsTests
{
    [Fact]
    public async Task The_poll_brings_what_was_never_delivered_and_only_that()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await PollAsync(host);
        await GiveAsync(host);
        await host.DeliverWebhooksAsync();
        var delivered = await TypesAsync(host);
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        await GiveAsync(host);
        await host.DeliverWebhooksAsync();
        Assert.Equal(delivered, await TypesAsync(host));

        await PollAsync(host);
        await PollAsync(host);

        await using var db = host.Db();
        var rows = await db.Inbox.AsNoTracking().ToListAsync();
        var known = host.Stripe.Events.Where(e => StripeEvents.RuleOf(e.Type) is not null).Select(e => e.Id).ToList();
        Assert.Equal(known.Order(), rows.Where(r => StripeEvents.RuleOf(r.Type) is not null).Select(r => r.EventId).Order());
        // Reading the same stretch again counts no deliveries.
        Assert.All(rows, r => Assert.Equal(1, r.Deliveries));
        Assert.Contains(rows, r => r.Source == InboxSource.Poll && r.Type == "checkout.session.completed" && r.State == WorkState.Pending);
        Assert.Equal(0, (await db.PollMarks.SingleAsync(m => m.Stream == "events")).LastFound);
    }

    [Fact]
    public async Task The_poll_reads_every_page()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await PollAsync(host);
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        for (var i = 0; i < 70; i++)
        {
            await GiveAsync(host);
        }

        await PollAsync(host);

        await using var db = host.Db();
        Assert.Equal(70, await db.Inbox.CountAsync(e => e.Type == "checkout.session.completed"));
        Assert.Equal(140, (await db.PollMarks.SingleAsync(m => m.Stream == "events")).LastFound);
    }

    [Fact]
    [Trait("Case", "W28")]
    public async Task An_endpoint_dead_for_four_days_misses_nothing()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await PollAsync(host);
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        for (var day = 0; day < 4; day++)
        {
            await GiveAsync(host);
            await PassAsync(host, TimeSpan.FromDays(1));
        }

        await PollAsync(host);

        await using var db = host.Db();
        var missing = host.Stripe.Events.Where(e => StripeEvents.RuleOf(e.Type) is not null).Select(e => e.Id)
            .Except(await db.Inbox.Select(e => e.EventId).ToListAsync());
        Assert.Empty(missing);
        Assert.Empty(await db.Exceptions.ToListAsync());
    }

    [Fact]
    [Trait("Case", "W28")]
    public async Task Dead_for_a_month_the_sweep_finds_the_money_and_an_alarm_is_raised()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await PollAsync(host);
        await SweepAsync(host);
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        var charge = await GiveAsync(host);
        await PassAsync(host, TimeSpan.FromDays(31));

        await PollAsync(host);
        Assert.DoesNotContain("checkout.session.completed", await TypesAsync(host));
        await SweepAsync(host);

        await using var db = host.Db();
        var swept = await db.Inbox.Where(e => e.Source == InboxSource.Manual).ToListAsync();
        var transaction = (string)host.Stripe.Fetch(charge)!["balance_transaction"]!;
        Assert.NotNull(transaction);
        Assert.Contains(swept, e => e.Kind == StripeEvents.ChargeKind && e.ObjectId == charge && e.EventId.StartsWith($"sweep:{charge}:", StringComparison.Ordinal));
        Assert.Contains(swept, e => e.Kind == StripeEvents.PaymentKind);
        Assert.Contains(swept, e => e.Kind == StripeEvents.SessionKind);
        // The payout is four days younger than the gift, so the list of events still had it.
        Assert.Contains(await db.Inbox.ToListAsync(), e => e.Kind == StripeEvents.PayoutKind && e.Source == InboxSource.Poll);
        Assert.All(swept, e => Assert.Equal(WorkState.Pending, e.State));
        var finding = await db.Exceptions.SingleAsync(e => e.Kind == ExceptionKind.PollGap && e.Subject.Contains("events"));
        Assert.Equal(ExceptionSeverity.Critical, finding.Severity);
    }

    [Fact]
    public async Task What_waits_already_and_what_is_mirrored_is_not_swept_again()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await SweepAsync(host);
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        await GiveAsync(host);
        await PassAsync(host, TimeSpan.FromDays(1));
        await SweepAsync(host);
        var first = await CountAsync(host);
        Assert.NotEqual(0, first);

        await SweepAsync(host);
        await PassAsync(host, TimeSpan.FromHours(1));
        await SweepAsync(host);

        Assert.Equal(first, await CountAsync(host));
    }

    [Fact]
    public async Task A_movement_that_no_object_stands_behind_is_asked_for_by_its_own_id()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await SweepAsync(host);
        var id = await host.Stripe.AddTransactionAsync(TestSettings.StripeAccount, -300, "eur", "stripe_fee", "Radar");
        await SweepAsync(host);
        await using (var db = host.Db())
        {
            Assert.Equal(0, await db.Outbox.CountAsync());
        }

        await PassAsync(host, TimeSpan.FromHours(1));
        await SweepAsync(host);
        await SweepAsync(host);

        await using var after = host.Db();
        var message = await after.Outbox.SingleAsync();
        Assert.Equal((ImportTransaction.Kind, id), (message.Kind, message.Subject));
    }

    [Fact]
    public async Task A_refund_or_dispute_that_changed_unheard_is_looked_at_again()
    {
        await using var host = await CharityHost.StartWithStripeAsync(change: o => o.RefundsWaitForFunds = false);
        await SweepAsync(host);
        var charge = await GiveAsync(host);
        await PassAsync(host, TimeSpan.FromMinutes(1));
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        var refund = await host.Stripe.RefundAsync(charge, 500);
        var dispute = await host.Stripe.OpenDisputeAsync(charge, 600);
        await PassAsync(host, TimeSpan.FromHours(2));
        await SweepAsync(host);

        await using var db = host.Db();
        Assert.Contains(await db.Inbox.ToListAsync(), e => e.Kind == StripeEvents.RefundKind && e.ObjectId == refund);
        Assert.Contains(await db.Inbox.ToListAsync(), e => e.Kind == StripeEvents.DisputeKind && e.ObjectId == dispute);
    }

    [Fact]
    public async Task A_copy_that_differs_in_amount_charge_or_transactions_only_is_looked_at_again()
    {
        await using var host = await CharityHost.StartWithStripeAsync(change: o => o.RefundsWaitForFunds = false);
        await host.SetUpOrganisationAsync();
        await SweepAsync(host);
        var gift = await host.GivenAsync(2500);
        var refund = await host.RefundInDashboardAsync(gift, 500);
        var dispute = await host.DisputeAsync(gift, 600);
        await host.AdvanceAsync(TimeSpan.FromHours(2));
        await SweepAsync(host);
        Assert.Empty(await SweptAsync(host));
        host.SkipChecks();
        await using (var db = host.Db())
        {
            await db.Refunds.ExecuteUpdateAsync(set => set.SetProperty(r => r.AmountMinor, 499));
            await db.Disputes.ExecuteUpdateAsync(set => set.SetProperty(d => d.ChargeId, "ch_other"));
        }

        await PassAsync(host, TimeSpan.FromDays(1));
        await SweepAsync(host);
        Assert.Equal(new[] { dispute, refund }.Order(StringComparer.Ordinal), await SweptAsync(host));
        await host.DrainAsync();
        await using (var db = host.Db())
        {
            Assert.Equal((500, (await host.GiftAsync(gift.Id)).ChargeId), ((await db.Refunds.SingleAsync()).AmountMinor, (await db.Disputes.SingleAsync()).ChargeId));
            await db.StripeTransactions.Where(t => t.SourceId == refund || t.SourceId == dispute).ExecuteUpdateAsync(set => set.SetProperty(t => t.Account, "acct_other"));
        }

        await PassAsync(host, TimeSpan.FromDays(1));
        await SweepAsync(host);
        Assert.Equal(new[] { dispute, dispute, refund, refund }.Order(StringComparer.Ordinal), await SweptAsync(host));
    }

    [Fact]
    public async Task What_was_parked_is_looked_at_afresh_each_night_and_set_aside_once_that_did_it()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GiveAsync();
        var charge = await host.PayAsync(gift);
        await host.DeliverWebhooksAsync();
        await using (var db = host.Db())
        {
            // Every event failed too often; weeks later it is beyond what the lists are read back for.
            await db.Inbox.Where(e => e.State == WorkState.Pending).ExecuteUpdateAsync(set => set.SetProperty(e => e.State, WorkState.Parked));
        }

        await SweepAsync(host);
        await using (var db = host.Db())
        {
            // The first fresh look fails as well.
            await db.Inbox.Where(e => e.ObjectId == gift.Session && e.Source == InboxSource.Manual)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.State, WorkState.Parked));
        }

        await PassAsync(host, TimeSpan.FromDays(20));
        await SweepAsync(host);
        await SweepAsync(host);
        await using (var db = host.Db())
        {
            var rows = await db.Inbox.Where(e => e.ObjectId == gift.Session).ToListAsync();
            Assert.Equal(2, rows.Count(e => e.Source == InboxSource.Manual));
            Assert.Contains(rows, e => e is { Source: InboxSource.Webhook, State: WorkState.Parked });
        }

        await host.DrainAsync();
        Assert.Equal((DonationStatus.Succeeded, charge), ((await host.GiftAsync(gift.Id)).Status, (await host.GiftAsync(gift.Id)).ChargeId));
        await PassAsync(host, TimeSpan.FromDays(1));
        await SweepAsync(host);
        await using (var db = host.Db())
        {
            Assert.DoesNotContain(await db.Inbox.ToListAsync(), e => e.State == WorkState.Parked && e.ObjectId == gift.Session);
            var aside = await db.Inbox.Where(e => e.ObjectId == gift.Session && e.State == WorkState.Ignored).ToListAsync();
            Assert.Equal(2, aside.Count);
            Assert.All(aside, e => Assert.Contains("superseded by later work", e.StaffNote, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_parked_question_about_a_lone_transaction_is_asked_again_another_night()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await SweepAsync(host);
        var id = await host.Stripe.AddTransactionAsync(TestSettings.StripeAccount, -300, "eur", "stripe_fee", "Radar");
        await PassAsync(host, TimeSpan.FromHours(1));
        await SweepAsync(host);
        await using (var db = host.Db())
        {
            await db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, WorkState.Parked));
        }

        await SweepAsync(host);
        await PassAsync(host, TimeSpan.FromDays(1));
        await SweepAsync(host);
        await SweepAsync(host);
        await using var after = host.Db();
        Assert.Equal([WorkState.Parked, WorkState.Pending], await after.Outbox.Where(m => m.Subject == id).OrderBy(m => m.Id).Select(m => m.State).ToListAsync());
    }

    [Fact]
    [Trait("Case", "W20")]
    public async Task An_event_that_only_the_poll_brings_and_cannot_be_trusted_is_put_before_a_person_once()
    {
        var gateway = new Mock<IPaymentGateway>();
        var foreign = new EventFact(
            TestSettings.StripeAccount, "evt_live", "payment_intent.succeeded", "payment_intent", "pi_1", true, null, FakeClock.DefaultStart.UtcDateTime, "{}"u8.ToArray());
        var nameless = foreign with { Id = "evt_nameless", ObjectId = null, Livemode = false };
        gateway.Setup(g => g.ListEventsAsync(TestSettings.StripeAccount, It.IsAny<ListRange>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new FactPage<EventFact>([foreign, nameless], false));
        await using var host = await CharityHost.StartAsync(services => services.Replace(ServiceDescriptor.Singleton(gateway.Object)));

        await PollAsync(host);
        await PollAsync(host);

        Assert.Equal(["PoisonEvent event:evt_nameless", "QuarantinedEvent event:evt_live"], await host.FindingsAsync());
        await using var db = host.Db();
        Assert.Equal(
            [("evt_live", WorkState.Quarantined), ("evt_nameless", WorkState.Parked)],
            (await db.Inbox.OrderBy(e => e.EventId).ToListAsync()).Select(e => (e.EventId, e.State)));
    }

    [Fact]
    public async Task An_untrusted_event_whose_finding_could_not_be_stored_is_told_of_at_the_next_poll()
    {
        var gateway = new Mock<IPaymentGateway>();
        gateway.Setup(g => g.ListEventsAsync(TestSettings.StripeAccount, It.IsAny<ListRange>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new FactPage<EventFact>(
                [new(TestSettings.StripeAccount, "evt_live", "payment_intent.succeeded", "payment_intent", "pi_1", true, null, FakeClock.DefaultStart.UtcDateTime, "{}"u8.ToArray())], false));
        await using var host = await CharityHost.StartAsync(services => services.Replace(ServiceDescriptor.Singleton(gateway.Object)));
        await using (await host.Database.HideTableAsync("exception_item"))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => PollAsync(host));
            await using var db = host.Db();
            // Not filed either: a row that stands is not looked at again.
            Assert.Equal(0, await db.Inbox.CountAsync());
        }

        await PollAsync(host);
        Assert.Equal(["QuarantinedEvent event:evt_live"], await host.FindingsAsync());
    }

    [Fact]
    public async Task A_poll_that_keeps_failing_becomes_a_finding_after_a_day_and_a_critical_one_after_twenty()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await PollAsync(host);
        host.Stripe.AddFault(new Fault { Kind = FaultKind.Unavailable, Path = "/v1/events", Times = 0 });

        await FailAsync(host, TimeSpan.FromHours(23));
        Assert.Empty(await GapsAsync(host));
        await FailAsync(host, TimeSpan.FromHours(2));
        await FailAsync(host, TimeSpan.FromHours(2));
        Assert.Equal([ExceptionSeverity.Warning], await GapsAsync(host));
        await FailAsync(host, TimeSpan.FromDays(20));
        Assert.Equal([ExceptionSeverity.Warning, ExceptionSeverity.Critical], await GapsAsync(host));
    }

    [Fact]
    public async Task One_account_that_cannot_be_read_does_not_keep_the_others_from_being_read()
    {
        await using var host = await CharityHost.StartWithStripeAsync(settings: new Dictionary<string, string?>
        {
            ["Stripe:Accounts:0:Id"] = "acct_broken0",
            ["Stripe:Accounts:0:SecretKey"] = "sk_test_withdrawn0001",
            ["Stripe:Accounts:0:WebhookSecret"] = "whsec_brokenbroken0001",
            ["Stripe:Accounts:1:Id"] = TestSettings.StripeAccount,
            ["Stripe:Accounts:1:SecretKey"] = TestSettings.StripeKey,
            ["Stripe:Accounts:1:WebhookSecret"] = TestSettings.WebhookSecret,
        });
        await Assert.ThrowsAsync<GatewayException>(() => PollAsync(host));

        await using var db = host.Db();
        Assert.NotNull((await db.PollMarks.SingleAsync(m => m.Account == TestSettings.StripeAccount)).LastGoodAt);
        Assert.Null((await db.PollMarks.SingleAsync(m => m.Account == "acct_broken0")).LastGoodAt);
    }

    [Fact]
    public async Task A_poll_that_breaks_off_keeps_its_mark_and_reads_the_rest_next_time()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await PollAsync(host);
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        for (var i = 0; i < 60; i++)
        {
            await GiveAsync(host);
        }

        await PassAsync(host, TimeSpan.FromHours(3));
        // The second page of the list fails, after the first was filed.
        host.Stripe.AddFault(new Fault { Kind = FaultKind.Unavailable, Path = "/v1/events", Nth = 2, Times = 3 });
        await Assert.ThrowsAsync<GatewayException>(() => PollAsync(host));
        host.Stripe.ClearFaults();
        await PollAsync(host);

        await using var db = host.Db();
        Assert.Equal(60, await db.Inbox.CountAsync(e => e.Type == "checkout.session.completed"));
    }

    /// <summary>A gift made and paid at Stripe; ours or not is nothing to the intake.</summary>
    private static async Task<string> GiveAsync(CharityHost host)
    {
        var session = await host.Stripe.OpenSessionAsync(TestSettings.StripeAccount, 2_500, "eur", "gift");
        return (await host.Stripe.PayAsync(session)).ChargeId!;
    }

    /// <summary>Time passes at Stripe, while our jobs and our relay stand still.</summary>
    private static async Task PassAsync(CharityHost host, TimeSpan by)
    {
        var end = host.Clock.GetUtcNow() + by;
        while (host.Stripe.NextDueAt is { } due && due <= end)
        {
            host.Clock.Advance(due > host.Clock.GetUtcNow() ? due - host.Clock.GetUtcNow() : TimeSpan.Zero);
            host.Stripe.RunDue();
            await host.Stripe.DeliverDueAsync();
        }

        host.Clock.Advance(end - host.Clock.GetUtcNow());
    }

    private static async Task PollAsync(CharityHost host)
    {
        await using var scope = host.Scope();
        await scope.ServiceProvider.GetRequiredService<PollEvents>().RunAsync(default);
    }

    private static async Task SweepAsync(CharityHost host)
    {
        await using var scope = host.Scope();
        await scope.ServiceProvider.GetRequiredService<SweepObjects>().RunAsync(default);
    }

    private static async Task FailAsync(CharityHost host, TimeSpan later)
    {
        await PassAsync(host, later);
        await Assert.ThrowsAsync<GatewayException>(() => PollAsync(host));
    }

    private static async Task<List<ExceptionSeverity>> GapsAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.Exceptions.Where(e => e.Kind == ExceptionKind.PollGap).OrderBy(e => e.FoundAt).Select(e => e.Severity).ToListAsync();
    }

    private static async Task<List<string>> TypesAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.Inbox.OrderBy(e => e.Id).Select(e => e.Type).ToListAsync();
    }

    /// <summary>Ids of the objects that sweeps found, in order.</summary>
    private static async Task<List<string>> SweptAsync(CharityHost host)
    {
        await using var db = host.Db();
        return [.. (await db.Inbox.Where(e => e.Source == InboxSource.Manual).Select(e => e.ObjectId!).ToListAsync()).Order(StringComparer.Ordinal)];
    }

    private static async Task<int> CountAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.Inbox.CountAsync();
    }
}
