using Charity.Sandbox.Stripe.Flow;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>A payment from session to balance transaction, with each test card.</summary>
public sealed class PaymentTests
{
    [Fact]
    public async Task A_paid_session_leaves_payment_charge_and_events_in_order()
    {
        using var bench = new SimulatorBench();
        var (session, intent, charge) = await bench.GiveAsync();

        Assert.Equal("complete", bench.Fetch(session)["status"]!.GetValue<string>());
        Assert.Equal("paid", bench.Fetch(session)["payment_status"]!.GetValue<string>());
        Assert.Null(bench.Fetch(session)["url"]);
        Assert.Equal("succeeded", bench.Fetch(intent)["status"]!.GetValue<string>());
        Assert.Equal(2_500, bench.Fetch(intent)["amount_received"]!.GetValue<long>());
        Assert.Equal("gift-1", bench.Fetch(charge)["metadata"]!["donation_id"]!.GetValue<string>());
        Assert.Null(bench.Fetch(charge)["balance_transaction"]);
        Assert.Equal(
            ["payment_intent.created", "payment_intent.succeeded", "charge.succeeded", "checkout.session.completed"], bench.EventTypes());
    }

    [Fact]
    [Trait("Case", "C15")]
    public async Task The_balance_transaction_comes_later_with_charge_updated()
    {
        using var bench = new SimulatorBench(o => o.BalanceTransactionDelay = TimeSpan.FromMinutes(10));
        var (_, _, charge) = await bench.GiveAsync(2_500);

        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(9));
        Assert.Null(bench.Fetch(charge)["balance_transaction"]);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));

        var txn = bench.Fetch(bench.Fetch(charge)["balance_transaction"]!.GetValue<string>());
        Assert.Equal(2_500, txn["amount"]!.GetValue<long>());
        Assert.Equal(63, txn["fee"]!.GetValue<long>());
        Assert.Equal(2_437, txn["net"]!.GetValue<long>());
        Assert.Equal("pending", txn["status"]!.GetValue<string>());
        var updated = bench.Received.Single(w => w.Type == "charge.updated").Json;
        Assert.Null(updated["data"]!["previous_attributes"]!["balance_transaction"]);
        Assert.True(updated["data"]!["previous_attributes"]!.AsObject().ContainsKey("balance_transaction"));
    }

    [Theory]
    [Trait("Case", "C14")]
    [InlineData("4000000000000002", "card_declined", "generic_decline")]
    [InlineData("4000000000009995", "card_declined", "insufficient_funds")]
    [InlineData("4000000000009987", "card_declined", "lost_card")]
    [InlineData("4000000000009979", "card_declined", "stolen_card")]
    [InlineData("4000000000000069", "expired_card", null)]
    [InlineData("4000000000000127", "incorrect_cvc", null)]
    [InlineData("4000000000000119", "processing_error", null)]
    [InlineData("4000000000000341", "card_declined", "generic_decline")]
    [InlineData("4100000000000019", "card_declined", "fraudulent")]
    [InlineData("4111111111111111", "card_declined", "test_mode_live_card")]
    public async Task A_declined_card_leaves_the_session_open_for_another(string card, string code, string? declineCode)
    {
        using var bench = new SimulatorBench();
        var session = (await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm())).Id;

        var declined = await bench.Simulator.PayAsync(session, card);
        Assert.Equal((PayStatus.Declined, code, declineCode), (declined.Status, declined.ErrorCode, declined.DeclineCode));
        Assert.Equal("failed", bench.Fetch(declined.ChargeId!)["status"]!.GetValue<string>());
        Assert.Equal("requires_payment_method", bench.Fetch(declined.PaymentIntentId!)["status"]!.GetValue<string>());
        Assert.Equal(["payment_intent.created", "charge.failed", "payment_intent.payment_failed"], bench.EventTypes());

        var paid = await bench.Simulator.PayAsync(session, "5555555555554444");
        Assert.Equal(PayStatus.Paid, paid.Status);
        Assert.Equal(declined.PaymentIntentId, paid.PaymentIntentId);
        Assert.Equal(1, bench.Simulator.Totals().Presented["eur"].Payments);
    }
}
