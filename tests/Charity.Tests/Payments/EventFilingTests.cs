using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Payments;
using Charity.Testing;
using Charity.Testing.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Payments;

/// <summary>What becomes of a rightly signed event, by its envelope alone.</summary>
public sealed class EventFilingTests
{
    [Fact]
    public async Task An_event_of_ours_waits_for_its_handler()
    {
        await using var host = await CharityHost.StartAsync();
        var row = await ReceiveAsync(host, SignedEvent.Json("evt_9", "charge.updated", "charge", "ch_7"));

        Assert.Equal((WorkState.Pending, "stripe.charge.v1"), (row.State, row.Kind));
        Assert.Equal((TestSettings.StripeAccount, "evt_9", "charge", "ch_7"), (row.Account, row.EventId, row.ObjectType, row.ObjectId));
        Assert.Equal((InboxSource.Webhook, 1, host.Clock.UtcNow), (row.Source, row.Deliveries, row.DueAt));
        Assert.Equal(SignedEvent.Bytes(SignedEvent.Json("evt_9", "charge.updated", "charge", "ch_7")), row.Body);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(row.Body), row.BodySha256);
    }

    [Fact]
    public async Task The_body_of_a_handled_event_is_kept_for_ninety_days_and_its_hash_for_good()
    {
        await using var host = await CharityHost.StartAsync();
        var ignored = await ReceiveAsync(host, SignedEvent.Json("evt_1", "plan.created", "plan", "p_1"));
        var waiting = await ReceiveAsync(host, SignedEvent.Json("evt_2", "charge.updated", "charge", "ch_7"));
        Assert.Equal((WorkState.Ignored, WorkState.Pending), (ignored.State, waiting.State));

        await RunAsync(TimeSpan.FromDays(90));
        Assert.All(await BodiesAsync(), body => Assert.NotEmpty(body));
        await RunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([[], waiting.Body], await BodiesAsync());
        await using var db = host.Db();
        Assert.Equal(ignored.BodySha256, (await db.Inbox.SingleAsync(e => e.EventId == "evt_1")).BodySha256);

        async Task RunAsync(TimeSpan later)
        {
            host.Clock.Advance(later);
            await using var scope = host.Scope();
            await scope.ServiceProvider.GetRequiredService<ForgetBodies>().RunAsync(default);
        }

        async Task<List<byte[]>> BodiesAsync()
        {
            await using var context = host.Db();
            return await context.Inbox.OrderBy(e => e.Id).Select(e => e.Body).ToListAsync();
        }
    }

    [Fact]
    public void We_subscribe_to_thirty_three_types_and_each_known_kind_is_used()
    {
        Assert.Equal(33, StripeEvents.Subscribed.Count());
        Assert.Equal(
            [
                "stripe.charge.v1", "stripe.dispute.v1", "stripe.fraud-warning.v1", "stripe.payment.v1", "stripe.payout.v1", "stripe.refund.v1",
                "stripe.session.v1",
            ],
            StripeEvents.Subscribed.Select(t => StripeEvents.RuleOf(t)!.Kind).OfType<string>().Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [Trait("Case", "W18")]
    [InlineData("plan.created", "plan")]
    [InlineData("customer.subscription.created", "subscription")]
    [InlineData("invoice.paid", "invoice")]
    [InlineData("made.up", "nothing_known")]
    public async Task What_nothing_handles_is_kept_and_left_alone(string type, string objectType)
    {
        await using var host = await CharityHost.StartAsync();
        var row = await ReceiveAsync(host, SignedEvent.Json("evt_1", type, objectType, "obj_1"));

        Assert.Equal(WorkState.Ignored, row.State);
        Assert.NotNull(row.LastError);
        Assert.Equal(0, await host.DrainAsync());
    }

    [Theory]
    [Trait("Case", "W18")]
    [InlineData("charge", "ch_1")]
    [InlineData("checkout.session", "../x")]
    public async Task A_known_type_without_its_object_is_put_before_a_person(string objectType, string objectId)
    {
        await using var host = await CharityHost.StartAsync();
        var row = await ReceiveAsync(host, SignedEvent.Json("evt_1", "checkout.session.completed", objectType, objectId));

        Assert.Equal(WorkState.Parked, row.State);
        await using var db = host.Db();
        Assert.Equal(ExceptionKind.PoisonEvent, (await db.Exceptions.SingleAsync()).Kind);
    }

    [Theory]
    [Trait("Case", "W19")]
    [InlineData("2020-08-27")]
    [InlineData("2099-01-01.future")]
    [InlineData(null)]
    public async Task An_event_in_another_version_is_handled_all_the_same(string? version)
    {
        await using var host = await CharityHost.StartAsync();
        var row = await ReceiveAsync(host, SignedEvent.Json(apiVersion: version));

        Assert.Equal((WorkState.Pending, version), (row.State, row.ApiVersion));
    }

    [Theory]
    [Trait("Case", "W20")]
    [InlineData("true", "")]
    [InlineData("null", "")]
    [InlineData("false", ",\"account\":\"acct_somebody_else\"")]
    public async Task An_event_of_the_other_mode_or_another_account_is_quarantined_and_alarms(string livemode, string extra)
    {
        await using var host = await CharityHost.StartAsync();
        var row = await ReceiveAsync(host, SignedEvent.Json(livemode: livemode, extra: extra));
        await ReceiveAsync(host, SignedEvent.Json(livemode: livemode, extra: extra));

        Assert.Equal(WorkState.Quarantined, row.State);
        Assert.Equal(0, await host.DrainAsync());
        await using var db = host.Db();
        var finding = await db.Exceptions.SingleAsync();
        Assert.Equal((ExceptionKind.QuarantinedEvent, ExceptionSeverity.Critical, "event:evt_1"), (finding.Kind, finding.Severity, finding.Subject));
    }

    [Fact]
    [Trait("Case", "W20")]
    public async Task An_event_that_names_our_own_account_is_ours()
    {
        await using var host = await CharityHost.StartAsync();
        var row = await ReceiveAsync(host, SignedEvent.Json(extra: $",\"account\":\"{TestSettings.StripeAccount}\""));

        Assert.Equal(WorkState.Pending, row.State);
    }

    [Fact]
    [Trait("Case", "W21")]
    public async Task A_thin_event_is_ignored_until_switched_on_and_then_points_where_a_full_one_does()
    {
        await using var off = await CharityHost.StartAsync();
        await using var on = await CharityHost.StartAsync(settings: new Dictionary<string, string?> { ["Stripe:ThinEvents"] = "true" });

        var ignored = await ReceiveAsync(off, SignedEvent.ThinJson());
        var thin = await ReceiveAsync(on, SignedEvent.ThinJson());
        var full = await ReceiveAsync(on, SignedEvent.Json("evt_full"));

        Assert.Equal(WorkState.Ignored, ignored.State);
        Assert.Equal((full.State, full.Kind, full.ObjectId), (thin.State, thin.Kind, thin.ObjectId));
        Assert.Equal(WorkState.Pending, thin.State);
    }

    private static async Task<InboxEvent> ReceiveAsync(CharityHost host, string json)
    {
        var body = SignedEvent.Bytes(json);
        var (answer, _) = await host.Services.GetRequiredService<ReceiveWebhook>()
            .RunAsync(SignedEvent.Header(body, host.Clock.GetUtcNow(), TestSettings.WebhookSecret), body, default);
        Assert.Equal(WebhookAnswer.Kept, answer);
        await using var db = host.Db();
        return (await db.Inbox.AsNoTracking().ToListAsync()).Single(e => e.Body.AsSpan().SequenceEqual(body));
    }
}
