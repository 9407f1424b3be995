using Charity.Donations;
using Charity.Testing;
using Xunit;

namespace Charity.Tests.Donations;

public sealed class DonationTransitionsTests
{
    private const string Session = "cs_1";
    private const string Payment = "pi_1";
    private const string Charge = "ch_1";

    [Theory]
    // An open page.
    [InlineData(DonationStatus.Created, PaymentMeaning.Open, DonationStatus.CheckoutOpen)]
    [InlineData(DonationStatus.CheckoutUnknown, PaymentMeaning.Open, DonationStatus.CheckoutOpen)]
    [InlineData(DonationStatus.CheckoutOpen, PaymentMeaning.Open, DonationStatus.CheckoutOpen)]
    [InlineData(DonationStatus.Processing, PaymentMeaning.Open, DonationStatus.Processing)]
    [InlineData(DonationStatus.Expired, PaymentMeaning.Open, DonationStatus.Expired)]
    [InlineData(DonationStatus.Failed, PaymentMeaning.Open, DonationStatus.Failed)]
    [InlineData(DonationStatus.Succeeded, PaymentMeaning.Open, DonationStatus.Succeeded)]
    // Money on its way by a slow method.
    [InlineData(DonationStatus.Created, PaymentMeaning.Processing, DonationStatus.Processing)]
    [InlineData(DonationStatus.CheckoutOpen, PaymentMeaning.Processing, DonationStatus.Processing)]
    [InlineData(DonationStatus.Expired, PaymentMeaning.Processing, DonationStatus.Expired)]
    [InlineData(DonationStatus.Succeeded, PaymentMeaning.Processing, DonationStatus.Succeeded)]
    // The end of the page.
    [InlineData(DonationStatus.Created, PaymentMeaning.Expired, DonationStatus.Expired)]
    [InlineData(DonationStatus.CheckoutOpen, PaymentMeaning.Expired, DonationStatus.Expired)]
    [InlineData(DonationStatus.Processing, PaymentMeaning.Expired, DonationStatus.Expired)]
    [InlineData(DonationStatus.Failed, PaymentMeaning.Expired, DonationStatus.Expired)]
    [InlineData(DonationStatus.Succeeded, PaymentMeaning.Expired, DonationStatus.Succeeded)]
    // A slow method failed: only what was processing can fail so.
    [InlineData(DonationStatus.CheckoutOpen, PaymentMeaning.Failed, DonationStatus.CheckoutOpen)]
    [InlineData(DonationStatus.Processing, PaymentMeaning.Failed, DonationStatus.Failed)]
    [InlineData(DonationStatus.Expired, PaymentMeaning.Failed, DonationStatus.Expired)]
    [InlineData(DonationStatus.Succeeded, PaymentMeaning.Failed, DonationStatus.Succeeded)]
    // Called off.
    [InlineData(DonationStatus.CheckoutOpen, PaymentMeaning.Canceled, DonationStatus.Failed)]
    [InlineData(DonationStatus.Processing, PaymentMeaning.Canceled, DonationStatus.Failed)]
    [InlineData(DonationStatus.Expired, PaymentMeaning.Canceled, DonationStatus.Expired)]
    // A declined card says nothing.
    [InlineData(DonationStatus.CheckoutOpen, PaymentMeaning.Nothing, DonationStatus.CheckoutOpen)]
    public void A_fact_moves_a_gift_only_forward(DonationStatus from, PaymentMeaning fact, DonationStatus to)
        => Assert.Equal(new Transition(to, GiftEffect.None), DonationTransitions.Next(Gift(from), Fact(fact)));

    [Theory]
    [InlineData(DonationStatus.Created, GiftEffect.Settled)]
    [InlineData(DonationStatus.CheckoutUnknown, GiftEffect.Settled)]
    [InlineData(DonationStatus.CheckoutOpen, GiftEffect.Settled)]
    [InlineData(DonationStatus.Processing, GiftEffect.Settled)]
    [InlineData(DonationStatus.Expired, GiftEffect.SettledLate)]
    [InlineData(DonationStatus.Failed, GiftEffect.SettledLate)]
    public void A_payment_settles_from_everywhere(DonationStatus from, GiftEffect effect)
        => Assert.Equal(new Transition(DonationStatus.Succeeded, effect), DonationTransitions.Next(Gift(from), Fact(PaymentMeaning.Paid)));

    [Fact]
    public void The_same_charge_again_is_no_news()
        => Assert.Equal(
            new Transition(DonationStatus.Succeeded, GiftEffect.None),
            DonationTransitions.Next(Gift(DonationStatus.Succeeded, charge: Charge), Fact(PaymentMeaning.Paid)));

    [Fact]
    [Trait("Case", "C10")]
    public void Another_charge_is_a_second_payment_and_moves_nothing()
        => Assert.Equal(
            new Transition(DonationStatus.Succeeded, GiftEffect.SecondPayment),
            DonationTransitions.Next(Gift(DonationStatus.Succeeded, charge: "ch_0"), Fact(PaymentMeaning.Paid)));

    [Theory]
    [Trait("Case", "C11")]
    [InlineData(2499, "EUR", GiftEffect.AmountMismatch)]
    [InlineData(2500, "USD", GiftEffect.CurrencyMismatch)]
    public void Another_amount_or_currency_than_stored_settles_nothing(long amount, string currency, GiftEffect effect)
        => Assert.Equal(
            new Transition(DonationStatus.CheckoutOpen, effect),
            DonationTransitions.Next(Gift(DonationStatus.CheckoutOpen), Fact(PaymentMeaning.Paid) with { AmountMinor = amount, Currency = currency }));

    [Fact]
    public void Currencies_are_the_same_in_any_letter_case()
        => Assert.Equal(
            GiftEffect.Settled,
            DonationTransitions.Next(Gift(DonationStatus.CheckoutOpen), Fact(PaymentMeaning.Paid) with { Currency = "eur" }).Effect);

    [Fact]
    public void The_end_of_an_earlier_session_says_nothing_of_a_later_one()
    {
        var second = Gift(DonationStatus.CheckoutOpen) with { SessionId = "cs_2", SessionAttempt = 2 };
        Assert.Equal(DonationStatus.CheckoutOpen, DonationTransitions.Next(second, Fact(PaymentMeaning.Expired)).Status);
        Assert.Equal(DonationStatus.CheckoutOpen, DonationTransitions.Next(second, Fact(PaymentMeaning.Canceled)).Status);
        Assert.Equal(
            DonationStatus.CheckoutOpen,
            DonationTransitions.Next(second, Fact(PaymentMeaning.Canceled) with { SessionId = null }).Status);
        // While the second session is being asked for, its id is not known yet.
        var between = second with { Status = DonationStatus.Created, SessionId = null };
        Assert.Equal(DonationStatus.Created, DonationTransitions.Next(between, Fact(PaymentMeaning.Expired)).Status);
        // But its money is money.
        Assert.Equal(GiftEffect.Settled, DonationTransitions.Next(second, Fact(PaymentMeaning.Paid)).Effect);
    }

    [Fact]
    public void A_payment_that_succeeded_cannot_be_called_off()
    {
        var paid = Gift(DonationStatus.Succeeded, charge: Charge) with { PaymentIntentId = Payment };
        Assert.Equal(GiftEffect.Illegal, DonationTransitions.Next(paid, Fact(PaymentMeaning.Canceled)).Effect);
        Assert.Equal(GiftEffect.None, DonationTransitions.Next(paid, Fact(PaymentMeaning.Canceled) with { PaymentIntentId = "pi_0" }).Effect);
    }

    [Theory]
    [InlineData(PaymentMeaning.Paid)]
    [InlineData(PaymentMeaning.Expired)]
    public void A_card_fact_cannot_be_true_of_a_transfer(PaymentMeaning fact)
    {
        var transfer = Gift(DonationStatus.Expected) with { Channel = DonationChannel.BankTransfer };
        Assert.Equal(new Transition(DonationStatus.Expected, GiftEffect.Illegal), DonationTransitions.Next(transfer, Fact(fact)));
    }

    [Fact]
    [Trait("Case", "W04")]
    public void Facts_in_any_order_and_number_end_in_the_same_state()
    {
        var random = new Random(20260310);
        PaymentMeaning[][] lives =
        [
            [PaymentMeaning.Open, PaymentMeaning.Nothing, PaymentMeaning.Paid],
            [PaymentMeaning.Open, PaymentMeaning.Processing, PaymentMeaning.Paid],
            [PaymentMeaning.Open, PaymentMeaning.Expired, PaymentMeaning.Canceled],
            [PaymentMeaning.Open, PaymentMeaning.Expired, PaymentMeaning.Canceled, PaymentMeaning.Paid],
        ];
        foreach (var life in lives)
        {
            var ends = new HashSet<DonationStatus>();
            for (var run = 0; run < 200; run++)
            {
                var facts = life.Concat(life.Where(_ => random.Next(2) == 0)).OrderBy(_ => random.Next()).ToList();
                var gift = Gift(DonationStatus.Created);
                foreach (var fact in facts)
                {
                    var next = DonationTransitions.Next(gift, Fact(fact)).Status;
                    Assert.True(DonationTransitions.RankOf(next) >= DonationTransitions.RankOf(gift.Status), $"{gift.Status} fell to {next} by {fact}");
                    gift = gift with { Status = next, ChargeId = next == DonationStatus.Succeeded ? Charge : null };
                }

                ends.Add(gift.Status);
            }

            Assert.Single(ends);
        }
    }

    private static StoredGift Gift(DonationStatus status, string? charge = null)
        => new(status, DonationChannel.Stripe, 2500, "EUR", status == DonationStatus.Created ? null : Session, 1, null, charge);

    private static GiftFact Fact(PaymentMeaning meaning)
        => new(TestSettings.StripeAccount, meaning, null, Session, null, null, Payment, Charge, 2500, "EUR", null);
}
