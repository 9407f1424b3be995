using System.Net;
using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>The controls under <c>/_sim</c>, the background loop, and where the simulator refuses to run.</summary>
public sealed class ControlTests
{
    [Fact]
    public async Task A_whole_life_of_a_gift_can_be_driven_by_json()
    {
        await using var site = await SimulatorSite.StartAsync();
        using var client = site.Client();
        var session = (await client.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm())).Id;
        var paid = await JsonAsync(site, "/_sim/pay", $$"""{"session":"{{session}}"}""");
        Assert.Equal("paid", paid["status"]!.GetValue<string>());
        var charge = paid["charge_id"]!.GetValue<string>();

        var clock = await JsonAsync(site, "/_sim/clock", """{"advance_seconds":345600}""");
        Assert.Equal(SimulatorBench.Start.AddDays(4), clock["now"]!.GetValue<DateTimeOffset>());
        await JsonAsync(site, "/_sim/refunds/create", $$"""{"charge":"{{charge}}","amount":100}""");
        await JsonAsync(site, "/_sim/efw/create", $$"""{"charge":"{{charge}}"}""");
        var dispute = await JsonAsync(site, "/_sim/disputes/create", $$"""{"charge":"{{charge}}","inquiry":true}""");
        await JsonAsync(site, "/_sim/disputes/decide", $$"""{"dispute":"{{dispute["id"]}}","won":true}""");
        await JsonAsync(site, "/_sim/transactions/create", """{"account":"acct_bench","amount":-5,"currency":"eur","type":"stripe_fee"}""");
        await JsonAsync(site, "/_sim/rates", """{"from":"usd","to":"eur","rate":0.9}""");
        await JsonAsync(site, "/_sim/payouts/run", "{}");

        var totals = JsonNode.Parse((await site.GetAsync("/_sim/totals")).Body)!;
        Assert.Equal(2_500, totals["presented"]!["eur"]!["charged"]!.GetValue<long>());
        Assert.Equal("[]", (await site.GetAsync("/_sim/faults")).Body);
        Assert.Contains("gift-1", (await site.GetAsync("/_sim/requests")).Body, StringComparison.Ordinal);
        Assert.Contains("camt.053", (await site.GetAsync("/_sim/bank/acct_bench?currency=eur")).Body, StringComparison.Ordinal);
        Assert.StartsWith("date;amount", (await site.GetAsync("/_sim/bank/acct_bench?format=csv")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync("/_sim/bank/acct_none")).Status);

        var snapshot = (await site.GetAsync("/_sim/snapshot")).Body;
        await JsonAsync(site, "/_sim/reset", "{}");
        Assert.Equal("[]", (await site.GetAsync("/_sim/payments")).Body);
        await JsonAsync(site, "/_sim/restore", snapshot);
        Assert.Contains(session, (await site.GetAsync("/_sim/payments")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/_sim/refunds/create", """{"charge":"ch_none"}""")]
    [InlineData("/_sim/refunds/create", """{"unknown":1}""")]
    [InlineData("/_sim/faults", """{"kind":"explode"}""")]
    [InlineData("/_sim/clock", "not json")]
    [InlineData("/_sim/transactions/create", """{"account":"acct_none","amount":1,"currency":"eur","type":"x"}""")]
    public async Task A_wrong_order_is_refused_with_a_reason(string path, string json)
    {
        await using var site = await SimulatorSite.StartAsync();
        var answer = await site.PostJsonAsync(path, json);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotNull(JsonNode.Parse(answer.Body)!["error"]);
    }

    [Fact]
    public async Task Faults_and_delivery_rules_are_set_and_cleared_by_json()
    {
        await using var site = await SimulatorSite.StartAsync();
        using var client = site.Client();
        await JsonAsync(site, "/_sim/faults", """{"kind":"close","path":"/v1/balance"}""");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync("/v1/balance"));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/balance")).Status);
        await JsonAsync(site, "/_sim/faults", """{"kind":"timeout_before","path":"/v1/balance"}""");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync("/v1/balance"));
        await JsonAsync(site, "/_sim/deliveries/rules", """{"action":"duplicate","types":"charge.*","copies":2,"times":1}""");
        Assert.Contains("duplicate", (await site.GetAsync("/_sim/deliveries/rules")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_controls_has_a_button_for_each_thing_and_they_work()
    {
        await using var site = await SimulatorSite.StartAsync(change: o => o.RefundsWaitForFunds = false);
        using var client = site.Client();
        var session = (await client.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm())).Id;
        var charge = (await site.Simulator.PayAsync(session)).ChargeId!;
        foreach (var language in new[] { "uk", "bg", "mk", "en" })
        {
            var page = await site.GetAsync($"/_sim?lang={language}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains(session, page.Body, StringComparison.Ordinal);
            Assert.Contains($"value=\"{charge}\"", page.Body, StringComparison.Ordinal);
        }

        await PressAsync(site, "advance", "24");
        Assert.Equal(SimulatorBench.Start.AddDays(1), site.Clock.GetUtcNow());
        await PressAsync(site, "refund", charge);
        Assert.True(site.Simulator.Fetch(charge)!["refunded"]!.GetValue<bool>());
        Assert.Contains("note=refused", await PressAsync(site, "refund", charge), StringComparison.Ordinal);
        Assert.Contains("note=refused", await PressAsync(site, "explode", ""), StringComparison.Ordinal);
        await PressAsync(site, "hold", "");
        Assert.Contains("value=\"release\"", (await site.GetAsync("/_sim")).Body, StringComparison.Ordinal);
        await PressAsync(site, "release", "");
        Assert.Empty(site.Simulator.DeliveryRules);
        await PressAsync(site, "advance", "168");
        Assert.Contains("payout", string.Join(' ', site.Simulator.Events.Select(e => e.Type)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [Trait("Case", "A10")]
    public async Task Another_site_cannot_press_the_buttons(string header, string value)
    {
        await using var site = await SimulatorSite.StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await site.PostAsync("/_sim/do", new() { ["act"] = "payouts" }, (header, value))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await site.PostJsonAsync("/_sim/reset", "{}", (header, value))).Status);
    }

    [Fact]
    public async Task In_a_running_host_webhooks_arrive_by_themselves()
    {
        await using var site = await SimulatorSite.StartAsync(running: true, change: o => o.BalanceTransactionDelay = TimeSpan.FromMilliseconds(200));
        using var client = site.Client();
        var session = (await client.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm())).Id;
        await site.Simulator.PayAsync(session);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!site.Webhooks.Any(w => w.Contains("charge.updated", StringComparison.Ordinal)))
        {
            await Task.Delay(20, patience.Token);
        }

        Assert.Contains(site.Webhooks, w => w.Contains("checkout.session.completed", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Case", "C16")]
    public void The_simulator_refuses_to_run_in_production()
    {
        var options = new StripeSimulatorOptions();
        options.Accounts.Add(new SimulatedAccount { Id = "acct_1", SecretKeys = ["sk_test_1"] });
        var production = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        Assert.Throws<InvalidOperationException>(() => production.Services.AddStripeSimulator(options));
        production.Services.AddSingleton(new StripeSimulator(options, TimeProvider.System));
        using var app = (IDisposable)production.Build();
        Assert.Throws<InvalidOperationException>(() => ((WebApplication)app).MapStripeSimulator());
    }

    private static async Task<JsonObject> JsonAsync(SimulatorSite site, string path, string json)
    {
        var answer = await site.PostJsonAsync(path, json);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{path}: {answer.Status} {answer.Body}");
        return JsonNode.Parse(answer.Body) as JsonObject ?? [];
    }

    private static async Task<string> PressAsync(SimulatorSite site, string act, string id)
    {
        var answer = await site.PostAsync("/_sim/do", new() { ["act"] = act, ["id"] = id }, ("Origin", site.Base.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return answer.Location!;
    }
}
