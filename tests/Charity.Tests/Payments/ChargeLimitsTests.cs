using Charity.Accounting;
using Charity.Payments;
using Xunit;

namespace Charity.Tests.Payments;

public sealed class ChargeLimitsTests
{
    [Theory]
    [Trait("Case", "M02")]
    [InlineData("EUR", 50)]
    [InlineData("GBP", 30)]
    [InlineData("USD", 50)]
    [InlineData("PLN", 200)]
    [InlineData("CHF", 50)]
    [InlineData("CZK", 1500)]
    [InlineData("SEK", 300)]
    [InlineData("CAD", 50)]
    [InlineData("AUD", 50)]
    [InlineData("HUF", 17500)]
    [InlineData("JPY", 50)]
    public void The_published_minimum_is_taken_and_a_unit_less_is_not(string currency, long minimum)
    {
        Assert.Equal(ChargeOutcome.Allowed, Check(minimum, currency));
        Assert.Equal(ChargeOutcome.BelowMinimum, Check(minimum - 1, currency));
        Assert.Equal(ChargeOutcome.BelowMinimum, Check(0, currency));
        Assert.Equal(ChargeOutcome.BelowMinimum, Check(-minimum, currency));
        Assert.Equal(ChargeOutcome.BelowMinimum, Check(long.MinValue, currency));
    }

    [Theory]
    [Trait("Case", "M02")]
    [InlineData("EUR", 99_999_999)]
    [InlineData("UAH", 99_999_999)]
    [InlineData("INR", 999_999_999)]
    [InlineData("IDR", 999_999_999_999)]
    [InlineData("JPY", 9_999_999_999)]
    [InlineData("ISK", 999_999)]
    public void The_largest_amount_is_taken_and_a_unit_more_is_not(string currency, long maximum)
    {
        Assert.Equal(ChargeOutcome.Allowed, Check(maximum, currency));
        Assert.Equal(ChargeOutcome.AboveMaximum, Check(maximum + 1, currency));
        Assert.Equal(ChargeOutcome.AboveMaximum, Check(long.MaxValue, currency));
    }

    [Theory]
    [Trait("Case", "M03")]
    [InlineData("KWD", 5_120, ChargeOutcome.Allowed)]
    [InlineData("KWD", 5_130, ChargeOutcome.Allowed)]
    [InlineData("KWD", 5_124, ChargeOutcome.NotAMultiple)]
    [InlineData("BHD", 1_001, ChargeOutcome.NotAMultiple)]
    [InlineData("JPY", 500, ChargeOutcome.Allowed)]
    [InlineData("ISK", 5, ChargeOutcome.Allowed)]
    [InlineData("UGX", 5, ChargeOutcome.Allowed)]
    [InlineData("HUF", 17_545, ChargeOutcome.Allowed)]
    [InlineData("MGA", 500, ChargeOutcome.Allowed)]
    [InlineData("MGA", 520, ChargeOutcome.NotAMultiple)]
    public void Steps_of_each_currency_are_kept(string currency, long minor, ChargeOutcome expected)
    {
        Assert.Equal(expected, Check(minor, currency));
    }

    [Theory]
    [Trait("Case", "M03")]
    [InlineData("EUR", 2_500, 2_500)]
    [InlineData("JPY", 500, 500)]
    [InlineData("KWD", 5_120, 5_120)]
    [InlineData("ISK", 5, 500)]
    [InlineData("UGX", 5, 500)]
    [InlineData("MGA", 500, 5)]
    public void Stripe_counts_some_currencies_in_another_unit(string currency, long minor, long stripeAmount)
    {
        var money = new Money(minor, Currency.Of(currency));

        Assert.Equal(stripeAmount, ChargeLimits.ToStripeAmount(money));
        Assert.Equal(money, ChargeLimits.FromStripeAmount(stripeAmount, money.Currency));
    }

    [Fact]
    [Trait("Case", "M03")]
    public void Amounts_that_Stripe_cannot_express_are_refused_and_never_rounded()
    {
        Assert.Throws<ArgumentException>(() => ChargeLimits.ToStripeAmount(new Money(520, Currency.Of("MGA"))));
        Assert.Throws<ArgumentException>(() => ChargeLimits.FromStripeAmount(550, Currency.Of("ISK")));
        // What comes in so is refused, and not as something that another try would mend: it ends before a person.
        var refused = Assert.Throws<GatewayException>(() => FactRules.Minor(550, "ISK"));
        Assert.Equal((GatewayFault.Refused, "amount_not_whole", false), (refused.Fault, refused.Code, refused.IsTransient));
        Assert.Throws<OverflowException>(() => FactRules.Minor(long.MaxValue / 50, "MGA"));
        Assert.Throws<OverflowException>(() => ChargeLimits.ToStripeAmount(new Money(long.MaxValue, Currency.Of("ISK"))));
    }

    [Theory]
    [InlineData("EUR", 49)]
    [InlineData("EUR", 100_000_000)]
    [InlineData("KWD", 5_124)]
    [InlineData("BGN", 500)]
    public void What_Stripe_would_refuse_is_never_sent_as_a_charge(string currency, long minor)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ChargeLimits.ToStripeCharge(new Money(minor, Currency.Of(currency))));
        Assert.Equal(2_500, ChargeLimits.ToStripeCharge(new Money(2_500, Currency.Eur)));
    }

    [Theory]
    [Trait("Case", "M04")]
    [InlineData("BGN")]
    [InlineData("IRR")]
    [InlineData("CLF")]
    public void A_currency_that_Stripe_does_not_charge_is_named_as_such(string currency)
    {
        Assert.Equal(ChargeOutcome.CurrencyNotSupported, Check(10_000, currency));
        Assert.Null(ChargeLimits.For(Currency.Of(currency)));
        Assert.Equal(ChargeOutcome.CurrencyNotSupported, ChargeLimits.Check(default));
    }

    [Fact]
    [Trait("Case", "M02")]
    public void A_converted_amount_must_reach_the_minimum_of_the_settlement_currency()
    {
        var hryvniaToEuro = new ExchangeRate(Currency.Uah, Currency.Eur, 1, 50);
        var kronaToEuro = new ExchangeRate(Currency.Sek, Currency.Eur, 9, 100);

        Assert.Equal(ChargeOutcome.Allowed, ChargeLimits.Check(new Money(25_00, Currency.Uah), hryvniaToEuro));
        Assert.Equal(ChargeOutcome.BelowMinimum, ChargeLimits.Check(new Money(24_00, Currency.Uah), hryvniaToEuro));
        Assert.Equal(ChargeOutcome.BelowMinimum, ChargeLimits.Check(new Money(3_00, Currency.Sek), kronaToEuro));
        Assert.Equal(ChargeOutcome.BelowMinimum, ChargeLimits.Check(new Money(2_99, Currency.Sek), kronaToEuro));
        Assert.Equal(ChargeOutcome.Allowed, ChargeLimits.Check(new Money(6_00, Currency.Sek), kronaToEuro));
    }

    [Fact]
    public void Every_currency_in_use_can_be_charged_and_needs_no_change_of_unit()
    {
        Assert.All(Currency.InUse, currency =>
        {
            var limit = Assert.IsType<ChargeLimit>(ChargeLimits.For(currency));
            Assert.Equal(currency.Scale, limit.StripeScale);
            Assert.Equal(1, limit.Step);
        });
        Assert.True(ChargeLimits.All.Count > 130, $"{ChargeLimits.All.Count} currencies");
        Assert.All(ChargeLimits.All, limit => Assert.True(limit.Minimum < limit.Maximum && !limit.Currency.IsHistory));
    }

    private static ChargeOutcome Check(long minor, string currency) => ChargeLimits.Check(new Money(minor, Currency.Of(currency)));
}
