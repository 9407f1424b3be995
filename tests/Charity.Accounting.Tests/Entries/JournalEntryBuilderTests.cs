using static Charity.Accounting.Tests.TAccount;

namespace Charity.Accounting.Tests.Entries;

public sealed class JournalEntryBuilderTests
{
    private static readonly DateOnly Day = new(2026, 3, 14);

    [Fact]
    public void Amounts_on_one_account_and_fund_become_one_posting()
    {
        var entry = new JournalEntryBuilder()
            .Debit("1100", Eur(100))
            .Debit("5000", Eur(3), Funds.Water)
            .Debit("5000", Eur(2), Funds.Water)
            .Debit("5000", Eur(1), Funds.General)
            .Credit("4000", Eur(106), Funds.Water)
            .Build(EntrySources.Manual, "1", EntryKinds.Gift, Day, "");

        entry.Shows("1100 +1.00 EUR", "5000/Water +0.05 EUR", "5000/General +0.01 EUR", "4000/Water -1.06 EUR");
    }

    [Fact]
    public void What_cancels_out_leaves_no_posting()
    {
        var builder = new JournalEntryBuilder().Debit("1000", Eur(5)).Credit("1000", Eur(5));

        Assert.True(builder.IsEmpty);
        builder.Debit("1001", Eur(7)).Credit("2200", Eur(7)).Build(EntrySources.Manual, "1", EntryKinds.Gift, Day, "")
            .Shows("1001 +0.07 EUR", "2200 -0.07 EUR");
    }

    [Fact]
    public void One_account_in_two_currencies_stays_two_postings()
    {
        var entry = new JournalEntryBuilder()
            .Debit("1900", Usd(10)).Credit("1000", Usd(10)).Debit("1001", Eur(9)).Credit("1900", Eur(9))
            .Build(EntrySources.Manual, "1", EntryKinds.Exchange, Day, "");

        Assert.Equal(4, entry.Postings.Length);
    }

    [Fact]
    [Trait("Case", "M07")]
    public void A_division_over_funds_gives_each_its_part_to_the_cent()
    {
        var thirds = FundSplit.Of(new FundShare(Funds.General, 1), new FundShare(Funds.Water, 1), new FundShare(Funds.Training, 1));

        new JournalEntryBuilder().Debit("1100", Eur(100)).Credit("4000", Eur(100), thirds)
            .Build(EntrySources.Manual, "1", EntryKinds.Gift, Day, "")
            .Shows("1100 +1.00 EUR", "4000/General -0.34 EUR", "4000/Water -0.33 EUR", "4000/Training -0.33 EUR");
    }

    [Fact]
    public void A_covered_fee_falls_to_the_fund_that_bears_the_fees()
    {
        var split = FundSplit.WithCoveredFee(Funds.Water, Eur(2500), Funds.General, Eur(63));

        Assert.Equal([Eur(2500), Eur(63)], split.Divide(Eur(2563)));
        Assert.Equal(Funds.Water, Assert.Single(FundSplit.WithCoveredFee(Funds.Water, Eur(2500), Funds.General, Eur(0)).Shares).FundId);
        Assert.Equal(Funds.Water, Assert.Single(FundSplit.WithCoveredFee(Funds.Water, Eur(2500), Funds.Water, Eur(63)).Shares).FundId);
        Assert.Throws<ArgumentException>(() => FundSplit.WithCoveredFee(Funds.Water, Eur(2500), Funds.General, Usd(63)));
        Assert.Throws<ArgumentException>(() => FundSplit.WithCoveredFee(Funds.Water, Eur(0), Funds.General, Eur(63)));
    }

    [Fact]
    public void A_division_needs_funds_once_each_with_positive_weights()
    {
        Assert.Throws<ArgumentException>(() => FundSplit.Of());
        Assert.Throws<ArgumentException>(() => FundSplit.Of(new FundShare(Funds.Water, 0)));
        Assert.Throws<ArgumentException>(() => FundSplit.Of(new FundShare(Guid.Empty, 1)));
        Assert.Throws<ArgumentException>(() => FundSplit.Of(new FundShare(Funds.Water, 1), new FundShare(Funds.Water, 1)));
    }

    [Fact]
    public void Part_refunds_by_what_is_left_never_overdraw_a_fund_and_end_at_zero() => Property.Holds(2_000, random =>
    {
        var given = Enumerable.Range(0, 3).Select(_ => 1 + random.AnySize(100_000)).ToArray();
        var left = Funds.All.Zip(given).ToDictionary(x => x.First, x => x.Second);
        while (left.Values.Sum() is > 0 and var total)
        {
            var refund = Eur(random.NextInt64(1, total + 1));
            var split = FundSplit.Of([.. left.Where(f => f.Value > 0).Select(f => new FundShare(f.Key, f.Value))]);
            var parts = split.Divide(refund);
            for (var i = 0; i < parts.Length; i++)
            {
                left[split.Shares[i].FundId] -= parts[i].Minor;
            }

            Assert.All(left.Values, rest => Assert.True(rest >= 0));
        }

        Assert.All(left.Values, rest => Assert.Equal(0, rest));
    });
}
