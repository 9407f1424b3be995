using System.Numerics;
using static Charity.Accounting.Tests.TAccount;

namespace Charity.Accounting.Tests.Amounts;

public sealed class ExchangeRateTests
{
    [Theory]
    [InlineData(195_583, 100_000)] // 1955.83 лв = 1000.00 EUR exactly
    [InlineData(100, 51)] // 0.51129 -> 0.51
    [InlineData(1, 1)] // 0.00511 -> 0.01
    [InlineData(-100, -51)]
    [InlineData(0, 0)]
    [InlineData(2_000, 1_023)] // 10.2258 -> 10.23
    public void Leva_become_euros_at_the_fixed_rate_rounded_once(long stotinki, long cents)
    {
        Assert.Equal(Eur(cents), ExchangeRate.BgnToEur.Convert(new Money(stotinki, Currency.Bgn)));
    }

    [Theory]
    [InlineData(1_000, 1_956)] // 19.5583 -> 19.56
    [InlineData(100_000, 195_583)]
    [InlineData(50, 98)] // 0.977915 -> 0.98
    public void Euros_become_leva_at_the_fixed_rate(long cents, long stotinki)
    {
        Assert.Equal(new Money(stotinki, Currency.Bgn), ExchangeRate.EurToBgn.Convert(Eur(cents)));
    }

    [Fact]
    public void Scales_of_both_currencies_count()
    {
        var yen = new ExchangeRate(Currency.Jpy, Currency.Kwd, 2, 1_000); // 1 JPY = 0.002 KWD

        Assert.Equal(new Money(1_000, Currency.Kwd), yen.Convert(new Money(500, Currency.Jpy)));
        Assert.Equal(new Money(500, Currency.Jpy), yen.Inverse().Convert(new Money(1_000, Currency.Kwd)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(-1, -1)]
    [InlineData(3, 2)]
    [InlineData(-3, -2)]
    public void An_exact_half_rounds_away_from_zero(long cents, long pence)
    {
        var half = new ExchangeRate(Currency.Eur, Currency.Gbp, 1, 2);

        Assert.Equal(new Money(pence, Currency.Gbp), half.Convert(Eur(cents)));
    }

    [Fact]
    public void A_foreign_amount_a_rate_of_zero_and_an_overflow_are_refused()
    {
        Assert.Throws<CurrencyMismatchException>(() => ExchangeRate.BgnToEur.Convert(Eur(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExchangeRate(Currency.Eur, Currency.Usd, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExchangeRate(Currency.Eur, Currency.Usd, 1, -1));
        Assert.Throws<OverflowException>(() => ExchangeRate.EurToBgn.Convert(Eur(long.MaxValue)));
    }

    [Fact]
    public void The_result_is_never_more_than_half_a_unit_off() => Property.Holds(5_000, random =>
    {
        var rate = new ExchangeRate(
            random.AnyCurrency(), random.AnyCurrency(), random.NextInt64(1, 1_000_000_000_000), random.NextInt64(1, 1_000_000_000_000));
        var amount = new Money(random.AnySize(1_000_000) * (random.Next(2) == 0 ? 1 : -1), rate.From);

        var converted = rate.Convert(amount);

        var exact = (BigInteger)amount.Minor * rate.Numerator * rate.To.MinorPerMajor;
        var unit = (BigInteger)rate.Denominator * rate.From.MinorPerMajor;
        Assert.True(BigInteger.Abs((converted.Minor * unit) - exact) * 2 <= unit);
    });
}
