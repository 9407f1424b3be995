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

    [Theory]
    [Trait("Case", "C13")]
    [InlineData("4000002500003155")]
    [InlineData("4000002760003184")]
    [InlineData("4000000000003220")]
    [InlineData("4000003800000446")]
    [InlineData("pm_card_threeDSecure2Required")]
    public async Task A_challenged_card_pays_once_the_donor_completes_it(string card)
    {
        using var bench = new SimulatorBench();
        var session = (await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm())).Id;
        var challenged = await bench.Simulator.PayAsync(session, card);
        Assert.Equal(PayStatus.ChallengeRequired, challenged.Status);
        Assert.Equal("requires_action", bench.Fetch(challenged.PaymentIntentId!)["status"]!.GetValue<string>());
        Assert.Equal("open", bench.Fetch(session)["status"]!.GetValue<string>());

        var paid = await bench.Simulator.AnswerChallengeAsync(challenged.PaymentIntentId!, passed: true);
        Assert.Equal(PayStatus.Paid, paid.Status);
        Assert.Equal("authenticated", bench.Fetch(paid.ChargeId!)["payment_method_details"]!["card"]!["three_d_secure"]!["result"]!.GetValue<string>());
        Assert.Equal(PayStatus.SessionClosed, (await bench.Simulator.AnswerChallengeAsync(challenged.PaymentIntentId!, passed: true)).Status);
        Assert.Equal(1, bench.Simulator.Totals().Presented["eur"].Payments);
    }

    [Fact]
    [Trait("Case", "C13")]
    public async Task A_failed_challenge_leaves_the_session_open_and_no_charge()
    {
        using var bench = new SimulatorBench();
        var session = (await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm())).Id;
        var challenged = await bench.Simulator.PayAsync(session, "4000002760003184");
        var failed = await bench.Simulator.AnswerChallengeAsync(challenged.PaymentIntentId!, passed: false);
        Assert.Equal((PayStatus.Declined, "payment_intent_authentication_failure"), (failed.Status, failed.ErrorCode));
        Assert.Null(failed.ChargeId);
        Assert.Equal(
            ["payment_intent.created", "payment_intent.requires_action", "payment_intent.payment_failed"], bench.EventTypes());
        Assert.Equal(PayStatus.Paid, (await bench.Simulator.PayAsync(session)).Status);
    }

    [Fact]
    [Trait("Case", "C13")]
    public async Task An_abandoned_challenge_expires_with_its_session()
    {
        using var bench = new SimulatorBench();
        var session = (await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm())).Id;
        var challenged = await bench.Simulator.PayAsync(session, "4000002760003184");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(24));
        Assert.Equal("expired", bench.Fetch(session)["status"]!.GetValue<string>());
        Assert.Equal("canceled", bench.Fetch(challenged.PaymentIntentId!)["status"]!.GetValue<string>());
        Assert.Equal(PayStatus.SessionClosed, (await bench.Simulator.AnswerChallengeAsync(challenged.PaymentIntentId!, passed: true)).Status);
    }

    [Theory]
    [InlineData("4000008400001629", "generic_decline")]
    [InlineData("4000008260003178", "insufficient_funds")]
    public async Task A_card_may_be_confirmed_and_declined_after_all(string card, string declineCode)
    {
        using var bench = new SimulatorBench();
        var session = (await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm())).Id;
        var challenged = await bench.Simulator.PayAsync(session, card);
        var declined = await bench.Simulator.AnswerChallengeAsync(challenged.PaymentIntentId!, passed: true);
        Assert.Equal((PayStatus.Declined, declineCode), (declined.Status, declined.DeclineCode));
        Assert.Equal("failed", bench.Fetch(declined.ChargeId!)["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_paid_session_takes_no_second_payment()
    {
        using var bench = new SimulatorBench();
        var (session, _, _) = await bench.GiveAsync();
        Assert.Equal(PayStatus.SessionClosed, (await bench.Simulator.PayAsync(session)).Status);
        Assert.Equal(2_500, bench.Simulator.Totals().Presented["eur"].Charged);
    }

    [Fact]
    [Trait("Case", "M08")]
    public async Task A_foreign_charge_settles_at_the_rate_of_the_table()
    {
        using var bench = new SimulatorBench();
        var (_, _, charge) = await bench.GiveAsync(1_000, "usd");
        var (_, _, yen) = await bench.GiveAsync(500, "jpy");
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));

        var txn = bench.Fetch(bench.Fetch(charge)["balance_transaction"]!.GetValue<string>());
        Assert.Equal((920L, "eur", 0.92m), (txn["amount"]!.GetValue<long>(), txn["currency"]!.GetValue<string>(), txn["exchange_rate"]!.GetValue<decimal>()));
        Assert.Equal(39, txn["fee"]!.GetValue<long>());

        // 500 JPY at 0.0058 is 2.90 EUR: the rate works on minor units.
        var yenTxn = bench.Fetch(bench.Fetch(yen)["balance_transaction"]!.GetValue<string>());
        Assert.Equal((290L, 0.58m), (yenTxn["amount"]!.GetValue<long>(), yenTxn["exchange_rate"]!.GetValue<decimal>()));
    }

    [Fact]
    public async Task An_account_that_settles_the_currency_converts_nothing()
    {
        using var bench = new SimulatorBench();
        var (_, _, charge) = await bench.GiveAsync(1_000, "usd", api: bench.OtherApi);
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));
        var txn = bench.Fetch(bench.Fetch(charge)["balance_transaction"]!.GetValue<string>());
        Assert.Equal("usd", txn["currency"]!.GetValue<string>());
        Assert.Null(txn["exchange_rate"]);
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task A_testing_burst_is_a_row_of_declined_charges()
    {
        using var bench = new SimulatorBench();
        var session = (await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm(100))).Id;
        Assert.Equal(20, await bench.Simulator.RunTestingBurstAsync(session, 20));
        Assert.Equal(20, bench.EventTypes().Count(t => t == "payment_intent.payment_failed"));
        Assert.Empty(bench.Simulator.Totals().Presented);
    }
}
