using System.Text.Json;
using Charity.Embedded.Stripe;
using Xunit;

namespace Charity.Adapters.Tests.Payments;

/// <summary>
/// Stripe's own example of each resource must read as a fact. The examples are not ours to ship: the test runs where
/// <c>CHARITY_STRIPE_FIXTURES</c> names their folder.
/// </summary>
public sealed class StripeExamplesTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    [FixtureFact]
    public void Stripes_own_examples_read_as_facts()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(FixtureFactAttribute.Path()!));
        var examples = json.RootElement.GetProperty("resources");
        var facts = new StripeFacts("acct_one1", Now);

        Assert.StartsWith("cs_test_", facts.Session(examples.GetProperty("checkout.session")).Id, StringComparison.Ordinal);
        Assert.Equal(1_099, facts.Payment(examples.GetProperty("payment_intent")).Amount);
        var charge = facts.Charge(examples.GetProperty("charge"));
        Assert.Equal("US", charge.CardCountry);
        Assert.Null(charge.Transaction);
        Assert.Equal(charge.Id, facts.Transaction(examples.GetProperty("balance_transaction")).ChargeId);
        Assert.Equal("succeeded", facts.Refund(examples.GetProperty("refund")).Status);
        var dispute = facts.Dispute(examples.GetProperty("dispute"));
        Assert.NotNull(dispute.DueBy);
        Assert.True(dispute.ChargeRefundable);
        Assert.Empty(dispute.Transactions);
        Assert.Equal("completed", facts.Payout(examples.GetProperty("payout")).ReconciliationStatus);
        Assert.Equal("misc", facts.FraudWarning(examples.GetProperty("radar.early_fraud_warning")).FraudType);
        Assert.Null(facts.Event(examples.GetProperty("event")).ApiVersion);
        Assert.Equal(0, facts.Balance(examples.GetProperty("balance")).AvailablePlusPending["USD"]);
        Assert.Equal("USD", StripeFacts.Account(examples.GetProperty("account")).DefaultCurrency);
    }
}
