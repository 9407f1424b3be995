using System.Text.Json;
using Charity.Accounting;
using Charity.Adapters.Tests.Payments;
using Charity.Embedded.Stripe;
using Charity.Languages;
using Charity.Payments;
using Charity.Production.Stripe;
using Microsoft.Extensions.DependencyInjection;
using Stripe;
using Xunit;

namespace Charity.Adapters.Tests.Production;

/// <summary>The thin client and Stripe.net read the same facts from the same objects.</summary>
public sealed class AdaptersAgreeTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task All_that_happens_to_gifts_reads_the_same_through_both()
    {
        await using var bench = GatewayBench.Open((services, simulator) =>
        {
            services.AddStripeHttp();
            services.AddStripeNet();
            services.AddHttpClient(StripeAdapter.ClientName).ConfigurePrimaryHttpMessageHandler(simulator.CreateApiHandler);
        });
        await LiveThroughAsync(bench);
        Assert.Equal(2, bench.Gateways.Count);
        var (thin, net) = (await ReadAllAsync(bench.Gateways[0]), await ReadAllAsync(bench.Gateways[1]));

        Assert.Equal(thin, net);
        foreach (var kind in new[] { "session ", "payment ", "charge ", "transaction ", "refund ", "dispute ", "payout ", "event ", "balance ", "account " })
        {
            Assert.Contains(thin, line => line.StartsWith(kind, StringComparison.Ordinal));
        }
    }

    [FixtureFact]
    public void Stripes_own_examples_read_the_same_through_both()
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(FixtureFactAttribute.Path()!));
        var examples = json.RootElement.GetProperty("resources");
        var thin = new StripeFacts("acct_one1", Now);
        var net = new StripeNetFacts("acct_one1", Now);
        void Same<T, TFact>(string name, Func<JsonElement, TFact> one, Func<T, TFact> other)
            where T : IStripeEntity
        {
            var example = examples.GetProperty(name);
            Assert.Equal(Text(one(example)), Text(other(StripeEntity.FromJson<T>(example.GetRawText()))));
        }

        Same<Stripe.Checkout.Session, SessionFact>("checkout.session", thin.Session, net.Session);
        Same<PaymentIntent, PaymentFact>("payment_intent", thin.Payment, net.Payment);
        Same<Charge, ChargeFact>("charge", thin.Charge, net.Charge);
        Same<BalanceTransaction, TransactionFact>("balance_transaction", thin.Transaction, net.Transaction);
        Same<Stripe.Refund, RefundFact>("refund", thin.Refund, net.Refund);
        Same<Stripe.Dispute, DisputeFact>("dispute", thin.Dispute, net.Dispute);
        Same<Stripe.Payout, PayoutFact>("payout", thin.Payout, net.Payout);
        Same<Stripe.Radar.EarlyFraudWarning, EarlyFraudWarningFact>("radar.early_fraud_warning", thin.FraudWarning, net.FraudWarning);
        Same<Balance, BalanceFact>("balance", thin.Balance, net.Balance);
        Same<Stripe.Account, AccountFact>("account", StripeFacts.Account, StripeNetFacts.Account);
    }

    [Fact]
    public void The_library_speaks_the_version_that_this_program_speaks() => Assert.Equal(StripeApi.Version, StripeConfiguration.ApiVersion);

    [Theory]
    [InlineData("amount")]
    [InlineData("created")]
    [InlineData("currency")]
    [InlineData("paid")]
    [InlineData("disputed")]
    [InlineData("object")]
    public void What_is_missing_is_no_nought(string field)
    {
        const string Whole = """
            {"id":"ch_1","object":"charge","status":"succeeded","paid":true,"amount":2500,"amount_refunded":0,"currency":"eur","created":1772442000,"disputed":false}
            """;
        var broken = System.Text.Json.Nodes.JsonNode.Parse(Whole)!.AsObject();
        broken.Remove(field);
        var facts = new StripeNetFacts("acct_one1", Now);

        Assert.Equal(2_500, facts.Charge(StripeEntity.FromJson<Charge>(Whole)).Amount);
        Assert.Throws<JsonException>(() => facts.Charge(StripeEntity.FromJson<Charge>(broken.ToJsonString())));
    }

    private static async Task LiveThroughAsync(GatewayBench bench)
    {
        var stripe = bench.Simulator;
        var charges = new List<string>();
        foreach (var (reference, minor, currency) in new[] { ("a", 2_500L, Currency.Eur), ("b", 1_000L, Currency.Usd), ("c", 9_000L, Currency.Eur), ("d", 4_000L, Currency.Eur), ("e", 500L, Currency.Jpy) })
        {
            var session = await CreateAsync(bench, reference, new Money(minor, currency));
            charges.Add((await stripe.PayAsync(session.Id)).ChargeId!);
        }

        await stripe.PayAsync((await CreateAsync(bench, "declined", new Money(700, Currency.Eur))).Id, "4000000000009995");
        await CreateAsync(bench, "open", new Money(800, Currency.Eur));
        await stripe.AdvanceAsync(TimeSpan.FromDays(5));
        await stripe.RefundAsync(charges[0], 400);
        await stripe.FailRefundAsync(await stripe.RefundAsync(charges[1]));
        await stripe.OpenDisputeAsync(charges[2]);
        await stripe.RaiseFraudWarningAsync(charges[3]);
        await stripe.AdvanceAsync(TimeSpan.FromDays(10));
    }

    private static Task<SessionFact> CreateAsync(GatewayBench bench, string reference, Money amount)
        => bench.Gateway.CreateSessionAsync(
            GatewayBench.Account,
            new CheckoutRequest(
                reference, amount, "Warm winter — Ґанок", "Gift", "donor@example.org", Language.Uk, bench.Now + CheckoutRequest.UsualLife,
                "https://give.example.org/uk/thanks/abc", "https://give.example.org/uk/give/warm", "Test").ToFormBody(),
            "key-" + reference, default);

    private static async Task<List<string>> ReadAllAsync(IPaymentGateway gateway)
    {
        const string Account = GatewayBench.Account;
        var all = new ListRange(null, null);
        var lines = new List<string>();
        var transactions = (await gateway.ListTransactionsAsync(Account, all, null, default)).Items;
        foreach (var transaction in transactions)
        {
            lines.Add("transaction " + Text(transaction));
            lines.Add("transaction " + Text(await gateway.GetTransactionAsync(Account, transaction.Id, default)));
        }

        foreach (var session in (await gateway.ListSessionsAsync(Account, all, default)).Items)
        {
            lines.Add("session " + Text(session));
            var whole = await gateway.GetSessionAsync(Account, session.Id, default);
            lines.Add("session " + Text(whole));
            if (whole.Payment is { } payment)
            {
                lines.Add("payment " + Text(await gateway.GetPaymentAsync(Account, payment.Id, default)));
                lines.Add("charge " + Text(payment.LatestCharge is { } charge ? await gateway.GetChargeAsync(Account, charge.Id, default) : null));
            }
        }

        foreach (var refund in (await gateway.ListRefundsAsync(Account, all, default)).Items)
        {
            lines.Add("refund " + Text(refund) + Text(await gateway.GetRefundAsync(Account, refund.Id, default)));
        }

        foreach (var dispute in (await gateway.ListDisputesAsync(Account, all, default)).Items)
        {
            lines.Add("dispute " + Text(dispute) + Text(await gateway.GetDisputeAsync(Account, dispute.Id, default)));
        }

        foreach (var payout in (await gateway.ListPayoutsAsync(Account, all, default)).Items)
        {
            lines.Add("payout " + Text(payout) + Text(await gateway.GetPayoutAsync(Account, payout.Id, default)));
            lines.Add("payout " + Text((await gateway.ListTransactionsAsync(Account, all, payout.Id, default)).Items));
        }

        foreach (var one in (await gateway.ListEventsAsync(Account, all, default)).Items)
        {
            lines.Add("event " + Text(one));
            if (one.ObjectType == "radar.early_fraud_warning")
            {
                lines.Add("warning " + Text(await gateway.GetEarlyFraudWarningAsync(Account, one.ObjectId!, default)));
            }
        }

        lines.Add("balance " + Text(await gateway.GetBalanceAsync(Account, default)));
        lines.Add("account " + Text(await gateway.GetAccountAsync(Account, default)));
        return lines;
    }

    private static string Text<T>(T fact) => JsonSerializer.Serialize(fact);
}
