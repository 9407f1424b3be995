using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>Payouts: to the cent, attributed, and on the bank's statement.</summary>
public sealed class PayoutTests
{
    [Fact]
    public async Task A_daily_payout_equals_the_sum_of_its_transactions_to_the_cent()
    {
        using var bench = new SimulatorBench(o => o.RefundsWaitForFunds = false);
        long[] amounts = [333, 2_500, 10_001, 77_777, 50];
        foreach (var amount in amounts)
        {
            await bench.GiveAsync(amount);
        }

        var (_, _, refunded) = await bench.GiveAsync(4_444);
        await bench.Simulator.RefundAsync(refunded, 1_111);
        await bench.GiveAsync(1_000, "usd");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(10));

        var payouts = (await bench.Api.GetAsync("/v1/payouts")).Json["data"]!.AsArray();
        Assert.NotEmpty(payouts);
        var paid = 0L;
        foreach (var payout in payouts)
        {
            Assert.Equal("completed", payout!["reconciliation_status"]!.GetValue<string>());
            var txns = (await bench.Api.GetAsync($"/v1/balance_transactions?limit=100&payout={payout["id"]}")).Json["data"]!.AsArray();
            var own = Assert.Single(txns, t => t!["type"]!.GetValue<string>() == "payout");
            Assert.Equal(-payout["amount"]!.GetValue<long>(), own!["amount"]!.GetValue<long>());
            Assert.Equal(payout["amount"]!.GetValue<long>(), txns.Where(t => t != own).Sum(t => t!["net"]!.GetValue<long>()));
            paid += payout["amount"]!.GetValue<long>();
        }

        var totals = bench.Simulator.Totals().Settled["eur"];
        Assert.Equal((paid, 0L), (totals.PaidOut, totals.Balance));
        Assert.Equal(totals.Gross - totals.Fees - totals.Refunded, totals.PaidOut);
    }

    [Fact]
    public async Task A_payout_goes_from_pending_to_paid_with_its_trace_and_events()
    {
        using var bench = new SimulatorBench();
        await bench.GiveAsync();
        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(73));
        var id = Assert.Single(await bench.Simulator.RunPayoutsAsync());
        Assert.Equal(("pending", "in_progress", "pending"), States(bench.Fetch(id)));
        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(("in_transit", "in_progress", "pending"), States(bench.Fetch(id)));
        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(("in_transit", "completed", "pending"), States(bench.Fetch(id)));
        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(22));
        Assert.Equal(("paid", "completed", "supported"), States(bench.Fetch(id)));
        Assert.Equal(
            ["payout.created", "payout.updated", "payout.reconciliation_completed", "payout.paid"], bench.EventTypes().Where(t => t.StartsWith("payout", StringComparison.Ordinal)));

        static (string, string, string) States(JsonObject payout) => (
            payout["status"]!.GetValue<string>(), payout["reconciliation_status"]!.GetValue<string>(), payout["trace_id"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Transactions_are_attributed_only_once_the_payout_is_reconciled()
    {
        using var bench = new SimulatorBench();
        await bench.GiveAsync();
        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(73));
        var id = Assert.Single(await bench.Simulator.RunPayoutsAsync());
        Assert.Empty((await bench.Api.GetAsync($"/v1/balance_transactions?payout={id}")).Json["data"]!.AsArray());
        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(2, (await bench.Api.GetAsync($"/v1/balance_transactions?payout={id}")).Json["data"]!.AsArray().Count);
    }

    [Fact]
    [Trait("Case", "L09")]
    public async Task A_payout_that_the_bank_returns_is_paid_out_again_later()
    {
        using var bench = new SimulatorBench();
        await bench.GiveAsync(2_500);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(73));
        var first = Assert.Single(await bench.Simulator.RunPayoutsAsync());
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal("paid", bench.Fetch(first)["status"]!.GetValue<string>());
        await bench.Simulator.FailPayoutAsync(first);

        var failed = bench.Fetch(first);
        Assert.Equal(("failed", "account_closed"), (failed["status"]!.GetValue<string>(), failed["failure_code"]!.GetValue<string>()));
        var back = bench.Fetch(failed["failure_balance_transaction"]!.GetValue<string>());
        Assert.Equal((2_437L, "payout_failure"), (back["net"]!.GetValue<long>(), back["type"]!.GetValue<string>()));
        Assert.Equal("payout.failed", bench.EventTypes()[^1]);
        Assert.Equal(0, bench.Simulator.Totals().Settled["eur"].PaidOut);

        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Equal((2_437L, 0L), (bench.Simulator.Totals().Settled["eur"].PaidOut, bench.Simulator.Totals().Settled["eur"].Balance));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Simulator.FailPayoutAsync(first));
    }

    [Fact]
    public async Task A_manual_payout_takes_what_is_available_and_cannot_be_attributed()
    {
        using var bench = new SimulatorBench(o => o.AutomaticPayouts = false);
        await bench.GiveAsync(2_500, card: "4000000000000077");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("balance_insufficient", (await bench.Api.PostAsync("/v1/payouts", "amount=2438&currency=eur")).ErrorCode);
        var payout = await bench.Api.PostAsync("/v1/payouts", "amount=2000&currency=eur");
        Assert.Equal("not_applicable", payout.Json["reconciliation_status"]!.GetValue<string>());
        Assert.Equal(437, (await bench.Api.GetAsync("/v1/balance")).Json["available"]![0]!["amount"]!.GetValue<long>());
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.Api.GetAsync($"/v1/balance_transactions?payout={payout.Id}")).Status);

        Assert.Equal("canceled", (await bench.Api.PostAsync($"/v1/payouts/{payout.Id}/cancel", "")).Json["status"]!.GetValue<string>());
        Assert.Equal(2_437, (await bench.Api.GetAsync("/v1/balance")).Json["available"]![0]!["amount"]!.GetValue<long>());
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.Api.PostAsync($"/v1/payouts/{payout.Id}/cancel", "")).Status);
    }

    [Fact]
    public async Task A_negative_balance_is_debited_from_the_bank()
    {
        using var bench = new SimulatorBench(o => o.RefundsWaitForFunds = false);
        var (_, _, charge) = await bench.GiveAsync(2_500);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(5));
        await bench.Simulator.RefundAsync(charge);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(73));
        var payout = (await bench.Api.GetAsync("/v1/payouts?limit=1")).Json["data"]![0]!;
        Assert.Equal(-2_500, payout["amount"]!.GetValue<long>());
        Assert.Equal(0, bench.Simulator.Totals().Settled["eur"].Balance);
    }

    [Fact]
    public async Task The_balance_splits_into_available_and_pending()
    {
        using var bench = new SimulatorBench();
        await bench.GiveAsync(2_500);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));
        var balance = (await bench.Api.GetAsync("/v1/balance")).Json;
        Assert.Equal((0L, 2_437L), (balance["available"]![0]!["amount"]!.GetValue<long>(), balance["pending"]![0]!["amount"]!.GetValue<long>()));
        bench.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(58));
        balance = (await bench.Api.GetAsync("/v1/balance")).Json;
        Assert.Equal((2_437L, 0L), (balance["available"]![0]!["amount"]!.GetValue<long>(), balance["pending"]![0]!["amount"]!.GetValue<long>()));
    }

    [Fact]
    public async Task The_bank_statement_shows_each_payout_by_its_trace_and_adds_up()
    {
        using var bench = new SimulatorBench();
        await bench.GiveAsync(2_500);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(5));
        await bench.GiveAsync(1_955);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(5));
        var payouts = (await bench.Api.GetAsync("/v1/payouts")).Json["data"]!.AsArray();
        await bench.Simulator.FailPayoutAsync(payouts[0]!["id"]!.GetValue<string>());

        var statement = bench.Simulator.BankStatement(SimulatorBench.Account, "eur", new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31));
        Assert.Equal(3, statement.Lines.Count);
        Assert.Equal(2_437, statement.ClosingMinor);
        XNamespace camt = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02";
        var entries = XDocument.Parse(statement.ToCamt053()).Descendants(camt + "Ntry").ToList();
        Assert.Equal(["CRDT", "CRDT", "DBIT"], entries.Select(e => e.Element(camt + "CdtDbtInd")!.Value));
        Assert.Contains(payouts[^1]!["trace_id"]!["value"]!.GetValue<string>(), entries[0].Element(camt + "AcctSvcrRef")!.Value, StringComparison.Ordinal);
        Assert.Contains("24.37", statement.ToCsv(), StringComparison.Ordinal);

        var april = bench.Simulator.BankStatement(SimulatorBench.Account, "eur", new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 30));
        Assert.Equal((2_437L, 2_437L, 0), (april.OpeningMinor, april.ClosingMinor, april.Lines.Count));
    }

    [Fact]
    public async Task Movements_of_other_and_unknown_types_are_part_of_the_payout()
    {
        using var bench = new SimulatorBench();
        await bench.GiveAsync(2_500, card: "4000000000000077");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));
        await bench.Simulator.AddTransactionAsync(SimulatorBench.Account, -100, "eur", "stripe_fee", "Radar");
        await bench.Simulator.AddTransactionAsync(SimulatorBench.Account, 7, "eur", "brand_new_type", "Something new");
        var id = Assert.Single(await bench.Simulator.RunPayoutsAsync());
        Assert.Equal(2_344, bench.Fetch(id)["amount"]!.GetValue<long>());
        Assert.Equal(-93, bench.Simulator.Totals().Settled["eur"].Other);
    }
}
