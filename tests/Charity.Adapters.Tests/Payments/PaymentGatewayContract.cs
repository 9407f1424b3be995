using Charity.Accounting;
using Charity.Languages;
using Charity.Payments;
using Charity.Sandbox.Stripe;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Adapters.Tests.Payments;

/// <summary>What every adapter of the card-payments port does, shown against a simulated Stripe.</summary>
public abstract partial class PaymentGatewayContract : IAsyncLifetime
{
    private readonly GatewayBench bench;

    protected PaymentGatewayContract(ContractCount count)
    {
        count.Add($"Card payments, {AdapterName}");
        bench = GatewayBench.Open(AddAdapter);
    }

    protected abstract string AdapterName { get; }

    private IPaymentGateway Gateway => bench.Gateway;

    private StripeSimulator Stripe => bench.Simulator;

    /// <summary>Registers the adapter so that its calls reach the simulator and its pauses take no time.</summary>
    protected abstract void AddAdapter(IServiceCollection services, StripeSimulator simulator);

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync() => await bench.DisposeAsync();

    [Fact]
    public async Task A_new_session_carries_what_was_asked_for()
    {
        var session = await CreateAsync("gift-1", 2_500);

        Assert.StartsWith("cs_test_", session.Id, StringComparison.Ordinal);
        Assert.Equal(GatewayBench.Account, session.Account);
        Assert.Equal("open", session.Status);
        Assert.Equal("unpaid", session.PaymentStatus);
        Assert.Equal("gift-1", session.ClientReferenceId);
        Assert.Equal(2_500, session.AmountTotal);
        Assert.Equal("EUR", session.Currency);
        Assert.Equal(bench.Now, session.Created);
        Assert.Equal(bench.Now + CheckoutRequest.UsualLife, session.ExpiresAt);
        Assert.Equal(bench.Now, session.FetchedAt);
        Assert.False(session.Livemode);
        Assert.Null(session.Payment);
        Assert.True(Uri.IsWellFormedUriString(session.Url, UriKind.Absolute));
    }

    [Theory]
    [Trait("Case", "M03")]
    [InlineData("ISK", 12_000, 1_200_000)]
    [InlineData("UGX", 90_000, 9_000_000)]
    [InlineData("MGA", 1_500_000, 15_000)]
    [InlineData("JPY", 5_000, 5_000)]
    [InlineData("KWD", 5_120, 5_120)]
    public async Task Amounts_in_currencies_that_stripe_counts_in_its_own_way_are_read_in_our_minor_units(string currency, long minor, long atStripe)
    {
        var created = await Gateway.CreateSessionAsync(
            GatewayBench.Account, Request("gift-1", minor, Currency.Of(currency)).ToFormBody(), "key-1", default);
        var outcome = await Stripe.PayAsync(created.Id);
        var refund = await Stripe.RefundAsync(outcome.ChargeId!, atStripe / 10);
        var dispute = await Stripe.OpenDisputeAsync(outcome.ChargeId!, atStripe / 5);

        var session = await Gateway.GetSessionAsync(GatewayBench.Account, created.Id, default);
        Assert.Equal((minor, minor, currency), (created.AmountTotal, session.AmountTotal, session.Currency));
        Assert.Equal((minor, minor), (session.Payment!.Amount, session.Payment.AmountReceived));
        var charge = await Gateway.GetChargeAsync(GatewayBench.Account, outcome.ChargeId!, default);
        Assert.Equal((minor, minor / 10), (charge.Amount, charge.AmountRefunded));
        Assert.Equal(minor / 10, (await Gateway.GetRefundAsync(GatewayBench.Account, refund, default)).Amount);
        Assert.Equal(minor / 5, (await Gateway.GetDisputeAsync(GatewayBench.Account, dispute, default)).Amount);
        Assert.Equal(minor / 10, Assert.Single((await Gateway.ListRefundsAsync(GatewayBench.Account, new ListRange(null, null), default)).Items).Amount);
    }

    [Fact]
    public async Task The_same_key_and_body_make_one_session()
    {
        var first = await CreateAsync("gift-1", 2_500, "key-1");
        var second = await CreateAsync("gift-1", 2_500, "key-1");

        Assert.Equal(first.Id, second.Id);
        Assert.Single(Stripe.Payments());
    }

    [Fact]
    [Trait("Case", "C08")]
    public async Task The_same_key_with_another_amount_is_told_apart_from_other_refusals()
    {
        await CreateAsync("gift-1", 2_500, "key-1");
        var error = await FailsAsync(() => CreateAsync("gift-1", 2_600, "key-1"));

        Assert.Equal(GatewayFault.KeyReused, error.Fault);
        Assert.Single(Stripe.Payments());
    }

    [Fact]
    public async Task A_refusal_carries_the_providers_code_and_request()
    {
        var error = await FailsAsync(() => Gateway.CreateSessionAsync(
            GatewayBench.Account, Request("gift-1", 2_500).ToFormBody().Replace("=2500", "=20", StringComparison.Ordinal), "key-1", default));

        Assert.Equal(GatewayFault.Refused, error.Fault);
        Assert.Equal("amount_too_small", error.Code);
        Assert.Equal(400, error.HttpStatus);
        Assert.NotNull(error.RequestId);
        Assert.False(error.Replayed);
    }

    [Fact]
    public async Task A_paid_session_shows_its_payment_and_charge_and_later_the_balance_transaction()
    {
        var (created, outcome) = await PayAsync("gift-1", 2_500);

        var paid = await Gateway.GetSessionAsync(GatewayBench.Account, created.Id, default);
        Assert.Equal("complete", paid.Status);
        Assert.Equal("paid", paid.PaymentStatus);
        Assert.Null(paid.Url);
        Assert.Equal(outcome.PaymentIntentId, paid.Payment!.Id);
        Assert.Equal("succeeded", paid.Payment.Status);
        Assert.Equal(2_500, paid.Payment.AmountReceived);
        Assert.Equal("gift-1", paid.Payment.DonationId);
        Assert.Equal(outcome.ChargeId, paid.Payment.LatestCharge!.Id);
        Assert.True(paid.Payment.LatestCharge.Paid);
        Assert.Null(paid.Payment.LatestCharge.Transaction);

        await Stripe.AdvanceAsync(TimeSpan.FromMinutes(1));
        var settled = await Gateway.GetSessionAsync(GatewayBench.Account, created.Id, default);
        var transaction = settled.Payment!.LatestCharge!.Transaction!;
        Assert.Equal((2_500, 63, 2_437, "EUR"), (transaction.Amount, transaction.Fee, transaction.Net, transaction.Currency));
        Assert.Equal(outcome.ChargeId, transaction.SourceId);
        Assert.Equal(outcome.ChargeId, transaction.ChargeId);
        Assert.Equal(outcome.PaymentIntentId, transaction.PaymentIntentId);
        Assert.Equal("charge", transaction.Type);
        Assert.Equal(bench.Now, settled.FetchedAt);
    }

    [Fact]
    public async Task Payment_charge_and_transaction_say_the_same_when_asked_for_by_themselves()
    {
        var (_, outcome) = await PayAsync("gift-1", 2_500);
        await Stripe.AdvanceAsync(TimeSpan.FromMinutes(1));

        var payment = await Gateway.GetPaymentAsync(GatewayBench.Account, outcome.PaymentIntentId!, default);
        var charge = await Gateway.GetChargeAsync(GatewayBench.Account, outcome.ChargeId!, default);
        var transaction = await Gateway.GetTransactionAsync(GatewayBench.Account, charge.Transaction!.Id, default);

        Assert.Equal(charge.Transaction, payment.LatestCharge!.Transaction);
        Assert.Equal(charge.Transaction.Id, transaction.Id);
        Assert.Equal(outcome.ChargeId, transaction.ChargeId);
        Assert.Equal(outcome.PaymentIntentId, transaction.PaymentIntentId);
        Assert.Equal("gift-1", charge.DonationId);
        Assert.NotNull(charge.CardCountry);
    }

    [Fact]
    public async Task A_declined_card_leaves_its_code_on_the_payment()
    {
        var session = await CreateAsync("gift-1", 2_500);
        var outcome = await Stripe.PayAsync(session.Id, "4000000000009995");

        var payment = await Gateway.GetPaymentAsync(GatewayBench.Account, outcome.PaymentIntentId!, default);

        Assert.Equal("requires_payment_method", payment.Status);
        Assert.Equal("insufficient_funds", payment.LastErrorCode);
        Assert.Equal(0, payment.AmountReceived);
    }

    [Fact]
    public async Task A_foreign_gift_settles_with_its_rate_to_the_letter()
    {
        var session = await Gateway.CreateSessionAsync(
            GatewayBench.Account, Request("gift-1", 1_000, Currency.Usd).ToFormBody(), "key-1", default);
        var outcome = await Stripe.PayAsync(session.Id);
        await Stripe.AdvanceAsync(TimeSpan.FromMinutes(1));

        var charge = await Gateway.GetChargeAsync(GatewayBench.Account, outcome.ChargeId!, default);

        Assert.Equal((1_000, "USD"), (charge.Amount, charge.Currency));
        Assert.Equal((920, "EUR", "0.92"), (charge.Transaction!.Amount, charge.Transaction.Currency, charge.Transaction.ExchangeRate));
    }

    [Fact]
    public async Task A_currency_without_decimals_keeps_its_number()
    {
        var session = await Gateway.CreateSessionAsync(
            GatewayBench.Account, Request("gift-1", 500, Currency.Jpy).ToFormBody(), "key-1", default);

        Assert.Equal((500, "JPY"), (session.AmountTotal, session.Currency));
    }

    [Fact]
    public async Task An_open_session_can_be_ended_and_a_paid_one_not()
    {
        var open = await CreateAsync("gift-1", 2_500, "key-1");
        var (paid, _) = await PayAsync("gift-2", 2_500, "key-2");

        var ended = await Gateway.ExpireSessionAsync(GatewayBench.Account, open.Id, "key-3", default);
        var error = await FailsAsync(() => Gateway.ExpireSessionAsync(GatewayBench.Account, paid.Id, "key-4", default));

        Assert.Equal("expired", ended.Status);
        Assert.Equal(GatewayFault.Refused, error.Fault);
    }

    [Fact]
    public async Task A_refund_is_made_once_and_found_again_with_its_transaction()
    {
        var (_, outcome) = await PayAsync("gift-1", 2_500);
        await Stripe.AdvanceAsync(TimeSpan.FromDays(5));
        var body = new FormBody().Add("charge", outcome.ChargeId).Add("amount", 1_000).ToString();

        var made = await Gateway.CreateRefundAsync(GatewayBench.Account, body, "refund-1", default);
        var again = await Gateway.CreateRefundAsync(GatewayBench.Account, body, "refund-1", default);
        var found = await Gateway.GetRefundAsync(GatewayBench.Account, made.Id, default);

        Assert.Equal(made.Id, again.Id);
        Assert.Equal((1_000, "EUR", "succeeded"), (found.Amount, found.Currency, found.Status));
        Assert.Equal(outcome.ChargeId, found.ChargeId);
        Assert.NotNull(found.TransactionId);
        Assert.Equal(1_000, (await Gateway.GetChargeAsync(GatewayBench.Account, outcome.ChargeId!, default)).AmountRefunded);
        Assert.Equal(
            GatewayFault.Refused,
            (await FailsAsync(() => Gateway.CreateRefundAsync(
                GatewayBench.Account, body.Replace("1000", "2000", StringComparison.Ordinal), "refund-2", default))).Fault);
    }

    [Fact]
    public async Task A_failed_refund_names_the_transaction_that_gave_the_money_back()
    {
        var (_, outcome) = await PayAsync("gift-1", 2_500);
        await Stripe.AdvanceAsync(TimeSpan.FromDays(5));
        var id = await Stripe.RefundAsync(outcome.ChargeId!);
        await Stripe.FailRefundAsync(id);

        var refund = await Gateway.GetRefundAsync(GatewayBench.Account, id, default);

        Assert.Equal("failed", refund.Status);
        Assert.Equal("expired_or_canceled_card", refund.FailureReason);
        Assert.NotNull(refund.FailureTransactionId);
    }

    [Fact]
    public async Task A_dispute_carries_its_transactions_and_the_day_to_answer_by()
    {
        var (_, outcome) = await PayAsync("gift-1", 5_000);
        await Stripe.AdvanceAsync(TimeSpan.FromDays(5));
        var id = await Stripe.OpenDisputeAsync(outcome.ChargeId!);

        var dispute = await Gateway.GetDisputeAsync(GatewayBench.Account, id, default);

        Assert.Equal("needs_response", dispute.Status);
        Assert.Equal((5_000, "EUR", "fraudulent"), (dispute.Amount, dispute.Currency, dispute.Reason));
        Assert.Equal(outcome.ChargeId, dispute.ChargeId);
        Assert.NotNull(dispute.DueBy);
        var withdrawn = Assert.Single(dispute.Transactions);
        Assert.Equal((-5_000, 1_500, -6_500), (withdrawn.Amount, withdrawn.Fee, withdrawn.Net));
        Assert.Equal(id, withdrawn.SourceId);
        Assert.Equal(outcome.ChargeId, withdrawn.ChargeId);
        Assert.True((await Gateway.GetChargeAsync(GatewayBench.Account, outcome.ChargeId!, default)).Disputed);
    }

    [Fact]
    public async Task An_early_fraud_warning_names_its_charge()
    {
        var (_, outcome) = await PayAsync("gift-1", 2_500);
        var id = await Stripe.RaiseFraudWarningAsync(outcome.ChargeId!);

        var warning = await Gateway.GetEarlyFraudWarningAsync(GatewayBench.Account, id, default);

        Assert.Equal(outcome.ChargeId, warning.ChargeId);
        Assert.True(warning.Actionable);
        Assert.NotEmpty(warning.FraudType);
    }

    [Fact]
    public async Task A_payouts_transactions_sum_to_it()
    {
        await PayAsync("gift-1", 2_500, "key-1");
        await PayAsync("gift-2", 7_500, "key-2");
        await Stripe.AdvanceAsync(TimeSpan.FromDays(10));
        var payouts = (await Gateway.ListPayoutsAsync(GatewayBench.Account, new ListRange(null, null), default)).Items;
        var payout = await Gateway.GetPayoutAsync(GatewayBench.Account, Assert.Single(payouts).Id, default);

        var all = (await Gateway.ListTransactionsAsync(GatewayBench.Account, new ListRange(null, null), payout.Id, default)).Items;

        Assert.True(payout.Automatic);
        Assert.Equal("paid", payout.Status);
        Assert.Equal("completed", payout.ReconciliationStatus);
        Assert.NotNull(payout.TransactionId);
        Assert.Equal(payout.Amount, all.Where(t => t.Type != "payout").Sum(t => t.Net));
        Assert.Equal(-payout.Amount, Assert.Single(all, t => t.Type == "payout").Amount);
    }

    [Fact]
    public async Task The_balance_is_what_the_transactions_leave()
    {
        await PayAsync("gift-1", 2_500);
        await Stripe.AdvanceAsync(TimeSpan.FromMinutes(1));

        var balance = await Gateway.GetBalanceAsync(GatewayBench.Account, default);

        Assert.Equal(2_437, balance.AvailablePlusPending["EUR"]);
        Assert.Equal(0, (await Gateway.GetBalanceAsync(GatewayBench.Other, default)).AvailablePlusPending.GetValueOrDefault("EUR"));
    }

    [Fact]
    public async Task Each_account_answers_for_itself_only()
    {
        var (session, _) = await PayAsync("gift-1", 2_500);

        Assert.Equal(GatewayBench.Other, (await Gateway.GetAccountAsync(GatewayBench.Other, default)).Id);
        Assert.Equal(GatewayFault.NotFound, (await FailsAsync(() => Gateway.GetSessionAsync(GatewayBench.Other, session.Id, default))).Fault);
    }

    [Fact]
    public async Task Text_in_every_script_arrives_as_it_was()
    {
        var title = "Допомога & їжа — Ѓорѓи Ќосев +100% 🎁 a=b";
        var request = Request("gift-1", 2_500) with { Title = title };
        var session = await Gateway.CreateSessionAsync(GatewayBench.Account, request.ToFormBody(), "key-1", default);

        Assert.Contains(title, Stripe.Payments().Single(p => p.Session == session.Id).Description, StringComparison.Ordinal);
    }

    private CheckoutRequest Request(string reference, long minor, Currency? currency = null)
        => new(
            reference, new Money(minor, currency ?? Currency.Eur), "Warm winter", "Gift", "donor@example.org", Language.Uk,
            bench.Now + CheckoutRequest.UsualLife,
            "https://give.example.org/uk/thanks/abc?s={CHECKOUT_SESSION_ID}", "https://give.example.org/uk/give/warm", "Test");

    private Task<SessionFact> CreateAsync(string reference, long minor, string key = "key-1")
        => Gateway.CreateSessionAsync(GatewayBench.Account, Request(reference, minor).ToFormBody(), key, default);

    private async Task<(SessionFact Session, Sandbox.Stripe.Flow.PayOutcome Outcome)> PayAsync(string reference, long minor, string key = "key-1")
    {
        var session = await CreateAsync(reference, minor, key);
        return (session, await Stripe.PayAsync(session.Id));
    }

    private static Task<GatewayException> FailsAsync(Func<Task> call) => Assert.ThrowsAsync<GatewayException>(call);
}
