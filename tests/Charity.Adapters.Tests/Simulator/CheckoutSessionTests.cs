using System.Globalization;
using System.Net;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>What Stripe accepts when a Checkout Session is opened, and how it ends.</summary>
public sealed class CheckoutSessionTests
{
    [Theory]
    [Trait("Case", "M02")]
    [InlineData("eur", 50, true)]
    [InlineData("eur", 49, false)]
    [InlineData("gbp", 30, false)] // settles in EUR: 35 cents, below the settlement currency's minimum
    [InlineData("gbp", 50, true)]
    [InlineData("uah", 2_500, true)] // 51 cents
    [InlineData("uah", 2_300, false)]
    [InlineData("mkd", 3_100, true)]
    [InlineData("mkd", 3_000, false)]
    [InlineData("jpy", 500, true)]
    [InlineData("jpy", 50, false)]
    [InlineData("eur", 99_999_999, true)]
    [InlineData("eur", 100_000_000, false)]
    [InlineData("xxx", 1_000, false)]
    public async Task An_amount_must_be_worth_the_minimum_of_the_settlement_currency(string currency, long amount, bool accepted)
    {
        using var bench = new SimulatorBench();
        var answer = await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm(amount, currency));
        Assert.Equal(accepted ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [Trait("Case", "M03")]
    [InlineData("kwd", 5_120, true)]
    [InlineData("kwd", 5_124, false)]
    [InlineData("isk", 50_000, true)]
    [InlineData("isk", 50_050, false)]
    public async Task Currencies_of_odd_scale_take_only_round_amounts(string currency, long amount, bool accepted)
    {
        using var bench = new SimulatorBench();
        var answer = await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm(amount, currency));
        Assert.Equal(accepted ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData("en", true)]
    [InlineData("bg", true)]
    [InlineData("auto", true)]
    [InlineData("pt-BR", true)]
    [InlineData("uk", false)]
    [InlineData("mk", false)]
    public async Task Only_languages_of_the_real_Checkout_page_are_taken(string locale, bool accepted)
    {
        using var bench = new SimulatorBench();
        var form = SimulatorBench.SessionForm();
        form["locale"] = locale;
        var answer = await bench.Api.PostAsync("/v1/checkout/sessions", form);
        Assert.Equal(accepted ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(accepted ? null : "locale", accepted ? null : answer.ErrorParam);
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    [InlineData(24 * 60, true)]
    [InlineData((24 * 60) + 1, false)]
    public async Task A_session_lives_for_half_an_hour_to_a_day(int minutes, bool accepted)
    {
        using var bench = new SimulatorBench();
        var form = SimulatorBench.SessionForm();
        form["expires_at"] = SimulatorBench.Start.AddMinutes(minutes).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var answer = await bench.Api.PostAsync("/v1/checkout/sessions", form);
        Assert.Equal(accepted ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task An_unpaid_session_expires_by_the_clock_at_its_own_second()
    {
        using var bench = new SimulatorBench();
        var form = SimulatorBench.SessionForm();
        form["expires_at"] = SimulatorBench.Start.AddMinutes(60).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var session = (await bench.Api.PostAsync("/v1/checkout/sessions", form)).Id;
        await bench.Simulator.PayAsync(session, "4000000000000002");

        bench.Clock.Advance(TimeSpan.FromDays(2));
        var expired = (await bench.Api.GetAsync($"/v1/checkout/sessions/{session}")).Json;
        Assert.Equal("expired", expired["status"]!.GetValue<string>());
        Assert.Null(expired["url"]);
        var e = bench.Simulator.Events.Single(x => x.Type == "checkout.session.expired");
        Assert.Equal(SimulatorBench.Start.AddMinutes(60), e.Created);
        Assert.Equal("canceled", bench.Fetch(expired["payment_intent"]!.GetValue<string>())["status"]!.GetValue<string>());
        Assert.Equal("SessionClosed", (await bench.Simulator.PayAsync(session)).Status.ToString());
    }

    [Fact]
    public async Task Only_an_open_session_can_be_expired_by_hand()
    {
        using var bench = new SimulatorBench();
        var open = (await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm())).Id;
        Assert.Equal("expired", (await bench.Api.PostAsync($"/v1/checkout/sessions/{open}/expire", "")).Json["status"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.Api.PostAsync($"/v1/checkout/sessions/{open}/expire", "")).Status);

        var (paid, intent, _) = await bench.GiveAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.Api.PostAsync($"/v1/checkout/sessions/{paid}/expire", "")).Status);
        Assert.Equal("payment_intent_unexpected_state", (await bench.Api.PostAsync($"/v1/payment_intents/{intent}/cancel", "")).ErrorCode);
    }

    [Fact]
    public async Task A_session_is_found_by_status_payment_and_address()
    {
        using var bench = new SimulatorBench();
        var open = (await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm())).Id;
        var (paid, intent, _) = await bench.GiveAsync();
        Assert.Equal([paid], await IdsAsync(bench, "status=complete"));
        Assert.Equal([open], await IdsAsync(bench, "status=open"));
        Assert.Equal([paid], await IdsAsync(bench, $"payment_intent={intent}"));
        Assert.Equal([paid], await IdsAsync(bench, "customer_details[email]=donor@example.org"));
    }

    private static async Task<List<string>> IdsAsync(SimulatorBench bench, string query) =>
        [.. (await bench.Api.GetAsync($"/v1/checkout/sessions?{query}")).Json["data"]!.AsArray().Select(s => s!["id"]!.GetValue<string>())];
}
