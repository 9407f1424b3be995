using System.Numerics;
using static Charity.Accounting.Tests.TAccount;

namespace Charity.Accounting.Tests.Amounts;

public sealed class MoneyTests
{
    [Fact]
    public void Amounts_of_one_currency_add_subtract_negate_and_compare()
    {
        Assert.Equal(Eur(2437), Eur(2500) - Eur(63));
        Assert.Equal(Eur(2563), Eur(2500) + Eur(63));
        Assert.Equal(Eur(-63), -Eur(63));
        Assert.Equal(Eur(63), Eur(-63).Abs());
        Assert.True(Eur(1) < Eur(2) && Eur(2) > Eur(1) && Eur(2) <= Eur(2) && Eur(2) >= Eur(2));
        Assert.Equal(Eur(6), Money.Sum([Eur(1), Eur(2), Eur(3)], Currency.Eur));
        Assert.True(Money.Zero(Currency.Eur).IsZero);
    }

    [Fact]
    public void Amounts_of_two_currencies_never_meet()
    {
        Assert.Throws<CurrencyMismatchException>(() => Eur(1) + Usd(1));
        Assert.Throws<CurrencyMismatchException>(() => Eur(1) - Usd(1));
        Assert.Throws<CurrencyMismatchException>(() => Eur(1) < Usd(1));
        Assert.Throws<CurrencyMismatchException>(() => Money.Sum([Usd(1)], Currency.Eur));
        Assert.NotEqual(Eur(1), Usd(1));
    }

    [Fact]
    public void An_amount_without_a_currency_is_refused_everywhere()
    {
        Assert.Throws<ArgumentNullException>(() => new Money(1, null!));
        Assert.Throws<CurrencyMismatchException>(() => default(Money) + default(Money));
        Assert.Throws<ArgumentNullException>(() => -default(Money));
    }

    [Fact]
    [Trait("Case", "M05")]
    public void Overflow_throws_and_never_wraps()
    {
        var most = Eur(long.MaxValue);
        var least = Eur(long.MinValue);

        Assert.Throws<OverflowException>(() => most + Eur(1));
        Assert.Throws<OverflowException>(() => least - Eur(1));
        Assert.Throws<OverflowException>(() => -least);
        Assert.Throws<OverflowException>(() => least.Abs());
        Assert.Throws<OverflowException>(() => Money.Sum([most, Eur(1)], Currency.Eur));
        Assert.Throws<OverflowException>(() => Money.Sum(Enumerable.Repeat(Eur(long.MaxValue / 4), 5), Currency.Eur));
    }

    [Theory]
    [InlineData("EUR", 2500, "EUR 25.00")]
    [InlineData("EUR", 5, "EUR 0.05")]
    [InlineData("EUR", -5, "EUR -0.05")]
    [InlineData("JPY", 500, "JPY 500")]
    [InlineData("JPY", 0, "JPY 0")]
    [InlineData("KWD", 5120, "KWD 5.120")]
    [InlineData("EUR", long.MinValue, "EUR -92233720368547758.08")]
    public void Text_for_files_is_the_same_everywhere(string currency, long minor, string text)
    {
        Assert.Equal(text, new Money(minor, Currency.Of(currency)).ToString());
    }

    [Fact]
    [Trait("Case", "M07")]
    public void A_fee_over_three_lines_is_divided_to_the_cent()
    {
        Assert.Equal([Eur(34), Eur(33), Eur(33)], Eur(100).Allocate([1, 1, 1]));
        Assert.Equal([Eur(-34), Eur(-33), Eur(-33)], Eur(-100).Allocate([1, 1, 1]));
        Assert.Equal([Eur(1), Eur(62)], Eur(63).Allocate([1, 99]));
        Assert.Equal([Eur(0), Eur(63)], Eur(63).Allocate([0, 99]));
        Assert.Equal([Eur(0), Eur(0)], Eur(0).Allocate([1, 2]));
        Assert.Equal([Eur(long.MinValue)], Eur(long.MinValue).Allocate([long.MaxValue]));
    }

    [Fact]
    public void Division_without_a_positive_weight_or_with_a_negative_one_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Eur(1).Allocate([]));
        Assert.Throws<ArgumentException>(() => Eur(1).Allocate([0, 0]));
        Assert.Throws<ArgumentException>(() => Eur(1).Allocate([2, -1]));
    }

    [Fact]
    [Trait("Case", "M07")]
    public void Parts_sum_exactly_and_each_is_within_one_unit_of_its_share() => Property.Holds(5_000, random =>
    {
        var amount = new Money(random.AnySize(long.MaxValue) * (random.Next(2) == 0 ? 1 : -1), random.AnyCurrency());
        var weights = new long[random.Next(1, 12)];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = random.Next(4) == 0 ? 0 : random.AnySize(long.MaxValue);
        }

        weights[random.Next(weights.Length)] = 1 + random.AnySize(long.MaxValue - 1);

        var parts = amount.Allocate(weights);

        Assert.Equal(amount, Money.Sum(parts, amount.Currency));
        var total = weights.Aggregate(BigInteger.Zero, (sum, w) => sum + w);
        for (var i = 0; i < parts.Length; i++)
        {
            // |part - amount * weight / total| < 1, multiplied out so that it stays in whole numbers.
            var distance = BigInteger.Abs((parts[i].Minor * total) - ((BigInteger)amount.Minor * weights[i]));
            Assert.True(distance < total, $"part {i} is a unit or more from its share");
            Assert.True(weights[i] != 0 || parts[i].IsZero);
        }
    });
}
