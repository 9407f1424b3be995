using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Charity.Sandbox.Stripe.Delivery;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>Webhooks: signed, retried, and bent as a test wants them.</summary>
public sealed class DeliveryTests
{
    [Fact]
    [Trait("Case", "W13")]
    public async Task A_delivery_is_signed_once_for_each_secret_over_the_raw_bytes()
    {
        using var bench = new SimulatorBench();
        await bench.GiveAsync();
        Assert.Equal(4, await bench.Simulator.DeliverDueAsync());
        foreach (var webhook in bench.Received)
        {
            var parts = webhook.Signature.Split(',');
            Assert.Equal($"t={bench.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}", parts[0]);
            Assert.Equal([V1(webhook, SimulatorBench.Secret), V1(webhook, SimulatorBench.OldSecret)], parts[1..]);
        }

        Assert.Equal(0, await bench.Simulator.DeliverDueAsync());
        Assert.All(bench.Simulator.Deliveries, d => Assert.Equal(("delivered", 1), (d.Status, d.Attempts)));
    }

    [Fact]
    [Trait("Case", "W10")]
    public async Task A_refused_delivery_is_tried_again_for_three_days_with_a_fresh_signature()
    {
        using var bench = new SimulatorBench { Answer = _ => HttpStatusCode.ServiceUnavailable };
        await bench.GiveAsync();
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(4));

        var tries = bench.Received.Where(w => w.Type == "charge.succeeded").ToList();
        Assert.True(tries.Count > 8, $"only {tries.Count} tries");
        Assert.Equal(tries.Count, tries.Select(t => t.Signature).Distinct().Count());
        Assert.Equal([.. tries[0].Body], tries[^1].Body);
        Assert.All(tries, t => Assert.Contains($"t={t.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)},", t.Signature, StringComparison.Ordinal));
        Assert.InRange(tries[^1].At - tries[0].At, TimeSpan.FromDays(2), TimeSpan.FromDays(3));
        var gaps = tries.Zip(tries.Skip(1), (a, b) => b.At - a.At).ToList();
        Assert.Equal(gaps.Order(), gaps);
        Assert.Contains(bench.Simulator.Deliveries, d => d is { EventType: "charge.succeeded", Status: "failed", LastStatus: 503 });

        var missed = (await bench.Api.GetAsync("/v1/events?delivery_success=false&type=charge.succeeded")).Json;
        Assert.Equal(tries[0].Id, Assert.Single(missed["data"]!.AsArray())!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Pending_webhooks_falls_to_zero_when_the_receiver_has_answered()
    {
        using var bench = new SimulatorBench { Answer = w => w.Type == "charge.succeeded" ? HttpStatusCode.Found : HttpStatusCode.OK };
        await bench.GiveAsync();
        await bench.Simulator.DeliverDueAsync();
        Assert.Equal(1, await PendingAsync(bench, "charge.succeeded"));
        Assert.Equal(0, await PendingAsync(bench, "payment_intent.succeeded"));
        bench.Answer = _ => HttpStatusCode.NoContent;
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await PendingAsync(bench, "charge.succeeded"));
    }

    [Fact]
    public async Task Held_deliveries_wait_until_they_are_released()
    {
        using var bench = new SimulatorBench();
        bench.Simulator.HoldDeliveries();
        await bench.GiveAsync();
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Empty(bench.Received);
        Assert.True(bench.Simulator.ReleaseDeliveries() >= 4);
        await bench.Simulator.DeliverDueAsync();
        Assert.Contains(bench.Received, w => w.Type == "checkout.session.completed");
        await bench.GiveAsync();
        Assert.True(await bench.Simulator.DeliverDueAsync() > 0);
    }

    [Fact]
    [Trait("Case", "W28")]
    public async Task Dropped_events_are_never_sent_but_listed()
    {
        using var bench = new SimulatorBench();
        bench.Simulator.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop, Types = "checkout.*" });
        await bench.GiveAsync();
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.DoesNotContain(bench.Received, w => w.Type.StartsWith("checkout.", StringComparison.Ordinal));
        Assert.Single((await bench.Api.GetAsync("/v1/events?type=checkout.session.completed")).Json["data"]!.AsArray());
    }

    [Fact]
    [Trait("Case", "W01")]
    public async Task A_duplicated_event_comes_n_times_with_the_same_id_and_bytes()
    {
        using var bench = new SimulatorBench();
        bench.Simulator.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Duplicate, Types = "charge.succeeded", Copies = 3, Times = 1 });
        await bench.GiveAsync();
        await bench.GiveAsync();
        await bench.Simulator.DeliverDueAsync();
        var copies = bench.Received.Where(w => w.Type == "charge.succeeded").GroupBy(w => w.Id).Select(g => g.Count());
        Assert.Equal([3, 1], copies);
    }

    [Fact]
    [Trait("Case", "W04")]
    public async Task A_shuffle_is_the_same_for_the_same_seed_and_another_for_another()
    {
        var orders = new List<string>();
        foreach (var seed in new int?[] { null, 1, 1, 2 })
        {
            using var bench = new SimulatorBench();
            bench.Simulator.ReorderDeliveries(seed);
            await bench.GiveAsync();
            await bench.GiveAsync();
            await bench.Simulator.DeliverDueAsync();
            orders.Add(string.Join(' ', bench.Received.Select(w => w.Id)));
        }

        Assert.Equal(orders[1], orders[2]);
        Assert.Equal(3, orders.Distinct().Count());
    }

    [Fact]
    public async Task A_delayed_event_comes_later()
    {
        using var bench = new SimulatorBench();
        bench.Simulator.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Delay, Types = "payment_intent.succeeded", Delay = TimeSpan.FromHours(2) });
        await bench.GiveAsync();
        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.DoesNotContain(bench.Received, w => w.Type == "payment_intent.succeeded");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal("payment_intent.succeeded", bench.Received[^1].Type);
    }

    [Fact]
    [Trait("Case", "W11")]
    public async Task A_delivery_may_be_signed_with_a_secret_of_somebody_else()
    {
        using var bench = new SimulatorBench();
        bench.Simulator.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.WrongSecret });
        await bench.GiveAsync();
        await bench.Simulator.DeliverDueAsync();
        Assert.All(bench.Received, w => Assert.DoesNotContain(V1(w, SimulatorBench.Secret), w.Signature, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Case", "W19")]
    [Trait("Case", "W20")]
    public async Task The_envelope_may_be_altered_under_a_true_signature()
    {
        using var bench = new SimulatorBench();
        bench.Simulator.AddDeliveryRule(new DeliveryRule
        {
            Action = DeliveryAction.Alter,
            Types = "charge.succeeded",
            Livemode = true,
            ApiVersion = "2020-08-27",
            Account = "acct_foreign",
        });
        bench.Simulator.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Alter, Types = "payment_intent.succeeded", NullApiVersion = true });
        await bench.GiveAsync();
        await bench.Simulator.DeliverDueAsync();
        var altered = bench.Received.Single(w => w.Type == "charge.succeeded");
        Assert.True(altered.Json["livemode"]!.GetValue<bool>());
        Assert.Equal(("2020-08-27", "acct_foreign"), (altered.Json["api_version"]!.GetValue<string>(), altered.Json["account"]!.GetValue<string>()));
        Assert.Contains(V1(altered, SimulatorBench.Secret), altered.Signature, StringComparison.Ordinal);
        Assert.Null(bench.Received.Single(w => w.Type == "payment_intent.succeeded").Json["api_version"]);
        Assert.False(bench.Simulator.Events.Single(e => e.Type == "charge.succeeded").Json["livemode"]!.GetValue<bool>());
    }

    [Fact]
    [Trait("Case", "W03")]
    public async Task A_replayed_event_tells_of_the_object_as_it_was_then()
    {
        using var bench = new SimulatorBench(o => o.RefundsWaitForFunds = false);
        var (_, _, charge) = await bench.GiveAsync();
        await bench.Simulator.DeliverDueAsync();
        var first = bench.Received.Single(w => w.Type == "charge.succeeded");
        await bench.Simulator.RefundAsync(charge);
        bench.Received.Clear();
        await bench.Simulator.ReplayEventAsync(first.Id);
        await bench.Simulator.DeliverDueAsync();
        Assert.Equal([.. first.Body], bench.Received.Single(w => w.Id == first.Id).Body);
        Assert.Equal(0, first.Json["data"]!["object"]!["amount_refunded"]!.GetValue<long>());
    }

    [Fact]
    public async Task An_endpoint_made_by_the_API_gets_what_it_asks_for_until_it_is_removed()
    {
        using var bench = new SimulatorBench();
        var made = await bench.Api.PostAsync("/v1/webhook_endpoints", "url=https%3A%2F%2Fsecond.test%2Fhook&enabled_events[0]=charge.succeeded");
        var secret = made.Json["secret"]!.GetValue<string>();
        await bench.GiveAsync();
        await bench.Simulator.DeliverDueAsync();
        var got = Assert.Single(bench.Received, w => w.Url.StartsWith("https://second.test", StringComparison.Ordinal));
        Assert.Equal("charge.succeeded", got.Type);
        Assert.Contains(V1(got, secret), got.Signature, StringComparison.Ordinal);
        Assert.Equal(2, got.Json["pending_webhooks"]!.GetValue<int>());

        Assert.Null((await bench.Api.GetAsync($"/v1/webhook_endpoints/{made.Id}")).Json["secret"]);
        await bench.Api.DeleteAsync($"/v1/webhook_endpoints/{made.Id}");
        bench.Received.Clear();
        await bench.GiveAsync();
        await bench.Simulator.DeliverDueAsync();
        Assert.DoesNotContain(bench.Received, w => w.Url.StartsWith("https://second.test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_are_gone_from_the_list_after_thirty_days()
    {
        using var bench = new SimulatorBench();
        await bench.GiveAsync();
        var id = bench.Simulator.Events[0].Id;
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(29));
        Assert.Equal(HttpStatusCode.OK, (await bench.Api.GetAsync($"/v1/events/{id}")).Status);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.NotFound, (await bench.Api.GetAsync($"/v1/events/{id}")).Status);
        Assert.DoesNotContain((await bench.Api.GetAsync("/v1/events?limit=100")).Json["data"]!.AsArray(), e => e!["id"]!.GetValue<string>() == id);
    }

    [Fact]
    public async Task Events_are_filtered_by_up_to_twenty_types()
    {
        using var bench = new SimulatorBench();
        await bench.GiveAsync();
        var two = (await bench.Api.GetAsync("/v1/events?types[0]=charge.succeeded&types[1]=payment_intent.succeeded")).Json;
        Assert.Equal(2, two["data"]!.AsArray().Count);
        var many = string.Join('&', Enumerable.Range(0, 21).Select(i => string.Create(CultureInfo.InvariantCulture, $"types[{i}]=charge.updated")));
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.Api.GetAsync($"/v1/events?{many}")).Status);
    }

    private static async Task<int> PendingAsync(SimulatorBench bench, string type) =>
        (await bench.Api.GetAsync($"/v1/events?type={type}")).Json["data"]![0]!["pending_webhooks"]!.GetValue<int>();

    private static string V1(ReceivedWebhook webhook, string secret)
    {
        var t = webhook.Signature.Split(',')[0][2..];
        byte[] signed = [.. Encoding.UTF8.GetBytes(t + "."), .. webhook.Body];
        return "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }
}
