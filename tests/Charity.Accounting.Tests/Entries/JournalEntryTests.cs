using System.Collections.Immutable;
using static Charity.Accounting.Tests.TAccount;

namespace Charity.Accounting.Tests.Entries;

public sealed class JournalEntryTests
{
    private static readonly DateOnly Day = new(2026, 3, 14);

    [Fact]
    public void A_balanced_entry_is_built_and_keeps_what_it_was_given()
    {
        var entry = Gift();

        Assert.Equal("stripe_txn/txn_1/gift", entry.Key);
        Assert.Equal(Day, entry.EffectiveDate);
        Assert.Equal("Gift by card", entry.Memo);
        Assert.False(entry.IsReversal);
        entry.Shows("1100 +24.37 EUR", "5000/General +0.63 EUR", "4000/Water -25.00 EUR");
    }

    [Fact]
    public void An_entry_that_does_not_balance_cannot_be_built()
    {
        Refused("differ by EUR 0.01", Line("1000", null, Eur(101)), Line("4000", Funds.Water, Eur(-100)));
        Refused("differ by USD 1.00", Line("1000", null, Eur(1)), Line("4000", Funds.Water, Eur(-1)), Line("1001", null, Usd(100)));
    }

    [Fact]
    public void Two_currencies_must_each_balance_even_when_their_numbers_cancel_out()
    {
        Refused("differ by EUR 1.00", Line("1000", null, Eur(100)), Line("1001", null, Usd(-100)));
    }

    [Theory]
    [InlineData("4000")]
    [InlineData("5000")]
    [InlineData("3900")]
    public void Income_expense_and_equity_need_a_fund(string account)
    {
        Refused("needs a fund", Line("1000", null, Eur(100)), Line(account, null, Eur(-100)));
        Refused("needs a fund", Line("1000", null, Eur(100)), Line(account, Guid.Empty, Eur(-100)));
    }

    [Theory]
    [InlineData("1000")]
    [InlineData("1100")]
    [InlineData("2200")]
    public void Assets_and_liabilities_must_not_name_a_fund(string account)
    {
        Refused("must not name a fund", Line(account, Funds.Water, Eur(100)), Line("4000", Funds.Water, Eur(-100)));
    }

    [Fact]
    public void Fewer_than_two_postings_or_more_than_the_limit_are_refused()
    {
        Refused("at least two");
        Refused("at least two", Line("1000", null, Eur(1)));
        Refused("at most", [.. Enumerable.Range(0, JournalEntry.MaxPostings + 2).Select(i => Line("1000", null, Eur(i % 2 == 0 ? 1 : -1)))]);
    }

    [Fact]
    public void A_posting_of_zero_and_an_account_outside_the_chart_are_refused()
    {
        Assert.Throws<InvalidEntryException>(() => Line("1000", null, Eur(0)));
        Refused("no account '9999'", Line("9999", null, Eur(1)), Line("1000", null, Eur(-1)));
    }

    [Fact]
    [Trait("Case", "M05")]
    public void A_total_that_does_not_fit_throws_and_never_wraps()
    {
        // Wrapping, these four would sum to exactly zero.
        Assert.Throws<OverflowException>(() => Build(
            Line("1000", null, Eur(long.MaxValue)), Line("1001", null, Eur(long.MaxValue)), Line("1002", null, Eur(1)), Line("1003", null, Eur(1))));
    }

    [Theory]
    [InlineData("", "txn_1", "gift")]
    [InlineData("stripe_txn", " ", "gift")]
    [InlineData("stripe_txn", "txn_1", "")]
    public void Each_part_of_the_key_is_needed(string type, string id, string kind)
    {
        Assert.Throws<ArgumentException>(() => JournalEntry.Create(type, id, kind, Day, "", Pair()));
    }

    [Fact]
    public void Parts_that_the_database_could_not_hold_are_refused()
    {
        var longId = new string('x', JournalEntry.MaxSourceIdLength + 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => JournalEntry.Create("manual", longId, "gift", Day, "", Pair()));
        Assert.Throws<ArgumentOutOfRangeException>(() => JournalEntry.Create("manual", "1", new string('x', 33), Day, "", Pair()));
        Assert.Throws<ArgumentOutOfRangeException>(() => JournalEntry.Create("manual", "1", "gift", Day, new string('x', 501), Pair()));
        Assert.Throws<ArgumentOutOfRangeException>(() => JournalEntry.Create("manual", "1", "gift", default, "", Pair()));

        var longest = JournalEntry.Create(new string('t', 32), longId[1..], new string('k', 32), Day, "", Pair());
        Assert.True(longest.Reverse(Day, "wrong").SourceId.Length <= JournalEntry.MaxStoredSourceIdLength);
    }

    [Fact]
    public void A_reversal_undoes_every_posting_under_a_key_that_exists_once()
    {
        var entry = Gift();

        var reversal = entry.Reverse(new DateOnly(2026, 4, 1), "Wrong fund");

        reversal.Shows("1100 -24.37 EUR", "5000/General -0.63 EUR", "4000/Water +25.00 EUR");
        Assert.True(reversal.IsReversal);
        Assert.Equal("reversal/stripe_txn/txn_1/gift/reversal", reversal.Key);
        Assert.Equal(reversal.Key, entry.Reverse(new DateOnly(2026, 5, 1), "Again").Key);
        Assert.Equal(new DateOnly(2026, 4, 1), reversal.EffectiveDate);
        Assert.Equal("Wrong fund", reversal.Memo);
    }

    [Fact]
    public void A_reversal_is_never_reversed()
    {
        var reversal = Gift().Reverse(Day, "Wrong fund");
        var read = JournalEntry.Create(reversal.SourceType, reversal.SourceId, reversal.Kind, Day, reversal.Memo, reversal.Postings);

        Assert.Throws<InvalidEntryException>(() => reversal.Reverse(Day, "Right after all"));
        Assert.Throws<InvalidEntryException>(() => read.Reverse(Day, "Right after all"));
    }

    [Fact]
    public void The_input_hash_is_that_of_the_documented_bytes()
    {
        // Computed by another program from the description in docs/accounting.md: it must never change.
        Assert.Equal(
            "2b84564fbfacfc0d2dfb6e29e62856da04d054c26c10dd896cfd4887d32ac616",
            Convert.ToHexStringLower(Gift().InputHash.Span));
    }

    [Fact]
    public void The_input_hash_follows_every_fact_but_not_the_wording_of_the_memo()
    {
        var hash = Hash(Gift());

        Assert.Equal(hash, Hash(Gift(memo: "Donation")));
        Assert.NotEqual(hash, Hash(Gift(source: "txn_2")));
        Assert.NotEqual(hash, Hash(Gift(day: Day.AddDays(1))));
        Assert.NotEqual(hash, Hash(Gift(cents: 2501)));
        Assert.NotEqual(hash, Hash(Gift(fund: Funds.Training)));
        Assert.NotEqual(hash, Hash(Gift(currency: Currency.Usd)));

        static string Hash(JournalEntry entry) => Convert.ToHexString(entry.InputHash.Span);
    }

    [Fact]
    public void Random_postings_build_exactly_when_they_balance_and_reverse_to_nothing() => Property.Holds(5_000, random =>
    {
        var postings = new List<Posting>();
        var sums = new Dictionary<Currency, long>();
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            var amount = new Money((1 + random.AnySize(1_000_000)) * (random.Next(2) == 0 ? 1 : -1), random.Next(3) == 0 ? Currency.Usd : Currency.Eur);
            var nominal = random.Next(2) == 0;
            postings.Add(Line(nominal ? "4000" : "1000", nominal ? random.AnyFund() : null, amount));
            sums[amount.Currency] = sums.GetValueOrDefault(amount.Currency) + amount.Minor;
        }

        if (random.Next(2) == 0)
        {
            postings.AddRange(sums.Where(s => s.Value != 0).Select(s => Line("1900", null, new Money(-s.Value, s.Key))));
            sums.Clear();
        }

        if (postings.Count < 2 || sums.Values.Any(sum => sum != 0))
        {
            Assert.Throws<InvalidEntryException>(() => Build([.. postings]));
            return;
        }

        var entry = Build([.. postings]);
        entry.IsSound();
        var reversal = entry.Reverse(Day, "test");
        reversal.IsSound();
        Assert.All(entry.Postings.Zip(reversal.Postings), p => Assert.True((p.First.Amount + p.Second.Amount).IsZero));
        Assert.Throws<InvalidEntryException>(() => reversal.Reverse(Day, "test"));
    });

    internal static JournalEntry Gift(
        string source = "txn_1", DateOnly? day = null, long cents = 2500, Guid? fund = null, Currency? currency = null, string memo = "Gift by card")
    {
        var euros = currency ?? Currency.Eur;
        return JournalEntry.Create(EntrySources.StripeTransaction, source, EntryKinds.Gift, day ?? Day, memo,
        [
            new Posting("1100", null, new Money(cents - 63, euros)),
            new Posting("5000", Funds.General, new Money(63, euros)),
            new Posting("4000", fund ?? Funds.Water, new Money(-cents, euros)),
        ]);
    }

    private static ImmutableArray<Posting> Pair() => [Line("1000", null, Eur(1)), Line("4000", Funds.Water, Eur(-1))];

    private static Posting Line(string account, Guid? fund, Money amount) => new(account, fund, amount);

    private static JournalEntry Build(params ImmutableArray<Posting> postings) =>
        JournalEntry.Create(EntrySources.Manual, "1", EntryKinds.Expense, Day, "", postings);

    private static void Refused(string because, params Posting[] postings)
    {
        var refused = Assert.Throws<InvalidEntryException>(() => Build([.. postings]));
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }
}
