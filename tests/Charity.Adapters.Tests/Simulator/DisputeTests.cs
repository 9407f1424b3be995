using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>Disputes, inquiries and fraud warnings, by card and by hand.</summary>
public sealed class DisputeTests
{
    [Theory]
    [InlineData("4000000000000259", "fraudulent")]
    [InlineData("4000000000002685", "product_not_received")]
    public async Task A_dispute_withdraws_the_amount_and_a_fee(string card, string reason)
    {
        using var bench = new SimulatorBench();
        var (_, _, charge) = await bench.GiveAsync(5_000, card: card);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(5));

        var dispute = await OnlyAsync(bench, charge);
        Assert.Equal((reason, "needs_response", 5_000L), (Text(dispute, "reason"), Text(dispute, "status"), dispute["amount"]!.GetValue<long>()));
        var txn = Assert.Single(dispute["balance_transactions"]!.AsArray())!.AsObject();
        Assert.Equal((-5_000L, 1_500L, -6_500L, "adjustment"), (txn["amount"]!.GetValue<long>(), txn["fee"]!.GetValue<long>(), txn["net"]!.GetValue<long>(), Text(txn, "type")));
        Assert.True(bench.Fetch(charge)["disputed"]!.GetValue<bool>());
        Assert.Equal(["charge.dispute.created", "charge.updated", "charge.dispute.funds_withdrawn"], bench.EventTypes()[^3..]);
        Assert.Equal("charge_disputed", (await bench.Api.PostAsync("/v1/refunds", $"charge={charge}")).ErrorCode);
        Assert.Equal(5_000, bench.Simulator.Totals().Presented["eur"].DisputedOpen);
    }

    [Fact]
    [Trait("Case", "L07")]
    public async Task Winning_evidence_brings_the_money_back_but_not_the_fee()
    {
        using var bench = new SimulatorBench();
        var (_, _, charge) = await bench.GiveAsync(5_000, card: "4000000000000259");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(5));
        var id = Text(await OnlyAsync(bench, charge), "id");
        var review = await bench.Api.PostAsync($"/v1/disputes/{id}", "evidence[uncategorized_text]=winning_evidence&submit=true");
        Assert.Equal("under_review", Text(review.Json, "status"));
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));

        var won = (await bench.Api.GetAsync($"/v1/disputes/{id}")).Json;
        Assert.Equal("won", Text(won, "status"));
        Assert.Equal([-6_500L, 5_000L], won["balance_transactions"]!.AsArray().Select(t => t!["net"]!.GetValue<long>()));
        Assert.Equal(["charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_reinstated"], bench.EventTypes()[^3..]);
        var totals = bench.Simulator.Totals();
        Assert.Equal((0L, 0L, 0L, 1_500L), (totals.Presented["eur"].DisputedOpen, totals.Presented["eur"].DisputesLost, totals.Settled["eur"].Disputed, totals.Settled["eur"].DisputeFees));
    }

    [Theory]
    [InlineData("losing_evidence")]
    [InlineData("close")]
    [InlineData("deadline")]
    public async Task A_lost_dispute_moves_nothing_further(string how)
    {
        using var bench = new SimulatorBench();
        var (_, _, charge) = await bench.GiveAsync(5_000, card: "4000000000000259");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(5));
        var id = Text(await OnlyAsync(bench, charge), "id");
        switch (how)
        {
            case "losing_evidence":
                await bench.Api.PostAsync($"/v1/disputes/{id}", "evidence[uncategorized_text]=losing_evidence");
                await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));
                break;
            case "close":
                await bench.Api.PostAsync($"/v1/disputes/{id}/close", "");
                break;
            default:
                await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(21));
                break;
        }

        var lost = (await bench.Api.GetAsync($"/v1/disputes/{id}")).Json;
        Assert.Equal("lost", Text(lost, "status"));
        Assert.Single(lost["balance_transactions"]!.AsArray());
        Assert.Equal(5_000, bench.Simulator.Totals().Presented["eur"].DisputesLost);
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.Api.PostAsync($"/v1/disputes/{id}/close", "")).Status);
    }

    [Fact]
    public async Task An_inquiry_moves_no_money_until_it_is_escalated()
    {
        using var bench = new SimulatorBench();
        var (_, _, charge) = await bench.GiveAsync(5_000, card: "4000000000001976");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(5));
        var inquiry = await OnlyAsync(bench, charge);
        Assert.Equal("warning_needs_response", Text(inquiry, "status"));
        Assert.Empty(inquiry["balance_transactions"]!.AsArray());
        Assert.True(inquiry["is_charge_refundable"]!.GetValue<bool>());

        await bench.Api.PostAsync($"/v1/disputes/{Text(inquiry, "id")}", "evidence[uncategorized_text]=escalate_inquiry_evidence");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));
        var escalated = await OnlyAsync(bench, charge);
        Assert.Equal("needs_response", Text(escalated, "status"));
        Assert.Single(escalated["balance_transactions"]!.AsArray());
    }

    [Fact]
    public async Task An_inquiry_closes_by_refund_or_after_120_days()
    {
        using var bench = new SimulatorBench(o => o.RefundsWaitForFunds = false);
        var (_, _, refunded) = await bench.GiveAsync(card: "4000000000001976");
        var (_, _, left) = await bench.GiveAsync(card: "pm_card_createDisputeInquiry");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(5));
        await bench.Simulator.RefundAsync(refunded);
        Assert.Equal("warning_closed", Text(await OnlyAsync(bench, refunded), "status"));
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(119));
        Assert.Equal("warning_needs_response", Text(await OnlyAsync(bench, left), "status"));
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal("warning_closed", Text(await OnlyAsync(bench, left), "status"));
    }

    [Fact]
    [Trait("Case", "L05")]
    public async Task A_dispute_fails_the_refund_that_still_waited()
    {
        using var bench = new SimulatorBench();
        var (_, _, charge) = await bench.GiveAsync(2_500);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));
        var refund = await bench.Simulator.RefundAsync(charge);
        await bench.Simulator.OpenDisputeAsync(charge, 2_500);
        Assert.Equal("charge_for_pending_refund_disputed", Text(bench.Fetch(refund), "failure_reason"));
        Assert.Equal(0, bench.Fetch(charge)["amount_refunded"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_fraud_warning_is_actionable_until_the_charge_is_refunded()
    {
        using var bench = new SimulatorBench(o => o.RefundsWaitForFunds = false);
        var (_, _, charge) = await bench.GiveAsync(card: "4000000000005423");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(5));
        var warning = (await bench.Api.GetAsync($"/v1/radar/early_fraud_warnings?charge={charge}")).Json["data"]![0]!;
        Assert.True(warning["actionable"]!.GetValue<bool>());
        await bench.Simulator.RefundAsync(charge);
        Assert.False((await bench.Api.GetAsync($"/v1/radar/early_fraud_warnings/{warning["id"]}")).Json["actionable"]!.GetValue<bool>());
        Assert.Contains("radar.early_fraud_warning.created", bench.EventTypes());
        Assert.Contains("radar.early_fraud_warning.updated", bench.EventTypes());
    }

    [Fact]
    public async Task A_foreign_dispute_gives_back_what_it_took_whatever_the_rate_has_become()
    {
        using var bench = new SimulatorBench();
        var (_, _, charge) = await bench.GiveAsync(10_000, "usd");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));
        var dispute = await bench.Simulator.OpenDisputeAsync(charge);
        bench.Simulator.SetExchangeRate("usd", "eur", 0.5m);
        await bench.Simulator.DecideDisputeAsync(dispute, won: true);
        Assert.Equal(0, bench.Simulator.Totals().Settled["eur"].Disputed);
    }

    private static async Task<JsonObject> OnlyAsync(SimulatorBench bench, string charge) =>
        Assert.Single((await bench.Api.GetAsync($"/v1/disputes?charge={charge}")).Json["data"]!.AsArray())!.AsObject();

    private static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();
}
