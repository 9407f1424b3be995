using System.Net;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>Refunds in every state that Stripe knows for cards.</summary>
public sealed class RefundTests
{
    [Fact]
    public async Task A_refund_takes_the_gross_back_and_leaves_the_fee()
    {
        using var bench = new SimulatorBench(o => o.RefundsWaitForFunds = false);
        var (_, intent, charge) = await bench.GiveAsync(2_500);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));
        var refund = await bench.Api.PostAsync("/v1/refunds", new Dictionary<string, string> { ["payment_intent"] = intent, ["reason"] = "requested_by_customer" });

        Assert.Equal(("succeeded", 2_500L), (refund.Json["status"]!.GetValue<string>(), refund.Json["amount"]!.GetValue<long>()));
        var txn = bench.Fetch(refund.Json["balance_transaction"]!.GetValue<string>());
        Assert.Equal((-2_500L, 0L, -2_500L, "refund"), (txn["amount"]!.GetValue<long>(), txn["fee"]!.GetValue<long>(), txn["net"]!.GetValue<long>(), txn["type"]!.GetValue<string>()));
        Assert.True(bench.Fetch(charge)["refunded"]!.GetValue<bool>());
        Assert.Equal(["refund.created", "charge.refunded"], bench.EventTypes()[^2..]);
        Assert.Equal(refund.Header("Request-Id"), bench.Simulator.Events[^1].Json["request"]!["id"]!.GetValue<string>());
        Assert.Equal(-63, bench.Simulator.Totals().Settled["eur"].Balance);
    }

    [Fact]
    [Trait("Case", "L02")]
    public async Task Partial_refunds_never_exceed_the_charge()
    {
        using var bench = new SimulatorBench(o => o.RefundsWaitForFunds = false);
        var (_, _, charge) = await bench.GiveAsync(1_000);
        Assert.Equal(HttpStatusCode.OK, (await RefundAsync(bench, charge, 600)).Status);
        Assert.False(bench.Fetch(charge)["refunded"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.BadRequest, (await RefundAsync(bench, charge, 401)).Status);
        Assert.Equal(HttpStatusCode.OK, (await RefundAsync(bench, charge, 400)).Status);
        Assert.Equal("charge_already_refunded", (await RefundAsync(bench, charge, 1)).ErrorCode);
        Assert.Equal("parameter_invalid_integer", (await RefundAsync(bench, charge, 0)).ErrorCode);
        Assert.Equal(1_000, bench.Simulator.Totals().Presented["eur"].Refunded);
        Assert.Equal(2, (await bench.Api.GetAsync($"/v1/charges/{charge}?expand[]=refunds")).Json["refunds"]!["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_refund_waits_for_funds_without_a_transaction_and_goes_out_when_they_come()
    {
        using var bench = new SimulatorBench();
        var (_, _, charge) = await bench.GiveAsync(2_500);
        await bench.GiveAsync(5_000);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));
        var refund = await RefundAsync(bench, charge, 2_500);
        Assert.Equal(("pending", "insufficient_funds"), (refund.Json["status"]!.GetValue<string>(), refund.Json["pending_reason"]!.GetValue<string>()));
        Assert.Null(refund.Json["balance_transaction"]);

        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(5));
        var paid = (await bench.Api.GetAsync($"/v1/refunds/{refund.Id}")).Json;
        Assert.Equal("succeeded", paid["status"]!.GetValue<string>());
        Assert.NotNull(paid["balance_transaction"]);
        Assert.Contains("refund.updated", bench.EventTypes());

        // What is left is paid out, and not a cent more.
        var totals = bench.Simulator.Totals().Settled["eur"];
        Assert.Equal((7_500 - 63 - 100 - 2_500, 0L), (totals.PaidOut, totals.Balance));
    }

    [Fact]
    public async Task Card_7726_has_a_refund_that_pends_before_it_succeeds()
    {
        using var bench = new SimulatorBench(o => o.RefundsWaitForFunds = false);
        var (_, _, charge) = await bench.GiveAsync(card: "4000000000007726");
        var refund = await RefundAsync(bench, charge, 2_500);
        Assert.Equal("pending", refund.Json["status"]!.GetValue<string>());
        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal("succeeded", bench.Fetch(refund.Id)["status"]!.GetValue<string>());
        Assert.Equal("refund.updated", bench.EventTypes()[^1]);
    }

    [Fact]
    [Trait("Case", "L04")]
    public async Task Card_5126_has_a_refund_that_succeeds_and_then_fails()
    {
        using var bench = new SimulatorBench(o => o.RefundsWaitForFunds = false);
        var (_, _, charge) = await bench.GiveAsync(card: "4000000000005126");
        var refund = await RefundAsync(bench, charge, 2_500);
        Assert.Equal("succeeded", refund.Json["status"]!.GetValue<string>());
        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(2));

        var failed = bench.Fetch(refund.Id);
        Assert.Equal(("failed", "lost_or_stolen_card"), (failed["status"]!.GetValue<string>(), failed["failure_reason"]!.GetValue<string>()));
        var back = bench.Fetch(failed["failure_balance_transaction"]!.GetValue<string>());
        Assert.Equal((2_500L, "refund_failure"), (back["net"]!.GetValue<long>(), back["type"]!.GetValue<string>()));
        Assert.Equal(0, bench.Fetch(charge)["amount_refunded"]!.GetValue<long>());
        Assert.Contains("refund.failed", bench.EventTypes());
        Assert.Equal((0L, 0L), (bench.Simulator.Totals().Presented["eur"].Refunded, bench.Simulator.Totals().Settled["eur"].Refunded));
    }

    [Fact]
    public async Task A_refund_in_another_currency_uses_the_rate_of_its_day_and_its_failure_gives_back_the_same()
    {
        using var bench = new SimulatorBench(o => o.RefundsWaitForFunds = false);
        var (_, _, charge) = await bench.GiveAsync(1_000, "usd");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));
        bench.Simulator.SetExchangeRate("usd", "eur", 0.95m);
        var refund = await bench.Simulator.RefundAsync(charge);
        Assert.Equal(-950, bench.Fetch(bench.Fetch(refund)["balance_transaction"]!.GetValue<string>())["amount"]!.GetValue<long>());
        bench.Simulator.SetExchangeRate("usd", "eur", 0.80m);
        await bench.Simulator.FailRefundAsync(refund);
        Assert.Equal(950, bench.Fetch(bench.Fetch(refund)["failure_balance_transaction"]!.GetValue<string>())["amount"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_card_refund_cannot_be_cancelled_but_labelled()
    {
        using var bench = new SimulatorBench(o => o.RefundsWaitForFunds = false);
        var (_, _, charge) = await bench.GiveAsync();
        var refund = (await RefundAsync(bench, charge, 500)).Id;
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.Api.PostAsync($"/v1/refunds/{refund}/cancel", "")).Status);
        Assert.Equal("7", (await bench.Api.PostAsync($"/v1/refunds/{refund}", "metadata[ticket]=7")).Json["metadata"]!["ticket"]!.GetValue<string>());
    }

    private static Task<ApiAnswer> RefundAsync(SimulatorBench bench, string charge, long amount) =>
        bench.Api.PostAsync("/v1/refunds", new Dictionary<string, string>
        {
            ["charge"] = charge,
            ["amount"] = amount.ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
}
