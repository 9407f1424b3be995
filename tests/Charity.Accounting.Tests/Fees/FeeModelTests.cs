using static Charity.Accounting.Tests.TAccount;

namespace Charity.Accounting.Tests.Fees;

public sealed class FeeModelTests
{
    private static readonly FeeModel Eea = new(150, Eur(25)); // 1.5 % + 0.25 EUR

    [Theory]
    [InlineData(2500, 63)] // 0.375 + 0.25 = 0.625, half up
    [InlineData(0, 25)]
    [InlineData(33, 25)] // 0.00495 -> 0.00
    [InlineData(34, 26)] // 0.0051 -> 0.01
    [InlineData(10_000, 175)]
    public void A_fee_is_its_share_rounded_half_up_and_the_fixed_part(long gross, long fee)
    {
        Assert.Equal(Eur(fee), Eea.FeeFor(Eur(gross)));
        Assert.Equal(Eur(gross - fee), Eea.NetOf(Eur(gross)));
    }

    [Fact]
    public void Covering_the_fee_of_a_gift_of_25_euros_asks_for_25_63()
    {
        Assert.Equal(Eur(2563), Eea.GrossUp(Eur(2500)));
        Assert.Equal(Eur(0), Eea.GrossUp(Eur(0)));
    }

    [Fact]
    [Trait("Case", "M06")]
    public void Ten_thousand_random_gifts_leave_what_was_intended() => Property.Holds(10_000, random =>
    {
        var currency = random.AnyCurrency();
        var model = new FeeModel(random.Next(0, FeeModel.MaxPartsPerTenThousand + 1), new Money(random.AnySize(10_000), currency));
        var intended = new Money(1 + random.AnySize(1_000_000_000_000), currency);

        var gross = model.GrossUp(intended);

        var net = model.NetOf(gross);
        Assert.True(net >= intended, $"{gross} leaves {net}, less than {intended}");
        Assert.True(net <= intended + new Money(1, currency), $"{gross} leaves {net}, more than {intended} and a unit");
        Assert.True(model.NetOf(gross - new Money(1, currency)) < intended, $"{gross} is not the least that leaves {intended}");
    });

    [Fact]
    [Trait("Case", "M06")]
    public void Every_small_gift_at_every_real_fee_leaves_what_was_intended()
    {
        foreach (var parts in (int[])[0, 1, 120, 150, 190, 250, 290, 325, 525, 5_000])
        {
            var model = new FeeModel(parts, Eur(25));
            for (var cents = 1L; cents <= 3_000; cents++)
            {
                var net = model.NetOf(model.GrossUp(Eur(cents)));
                Assert.InRange(net.Minor, cents, cents + 1);
            }
        }
    }

    [Fact]
    [Trait("Case", "M05")]
    public void Amounts_at_the_end_of_the_range_throw_and_never_wrap()
    {
        // 1.5 % of 2^63 - 1, to the unit.
        Assert.Equal(138_350_580_552_821_637 + 25, Eea.FeeFor(Eur(long.MaxValue)).Minor);
        Assert.Throws<OverflowException>(() => Eea.GrossUp(Eur(long.MaxValue)));
        Assert.Throws<OverflowException>(() => new FeeModel(5_000, Eur(long.MaxValue)).FeeFor(Eur(long.MaxValue)));
    }

    [Fact]
    public void Shares_over_a_half_negative_amounts_and_foreign_currencies_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeeModel(-1, Eur(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeeModel(5_001, Eur(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeeModel(1, Eur(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeeModel(1, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => Eea.FeeFor(Eur(-1)));
        Assert.Throws<CurrencyMismatchException>(() => Eea.GrossUp(Usd(1)));
        Assert.Throws<CurrencyMismatchException>(() => default(FeeModel).FeeFor(Eur(1)));
    }
}
