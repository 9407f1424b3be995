using static Charity.Accounting.Tests.TAccount;

namespace Charity.Accounting.Tests.Bookings;

/// <summary>Every balance transaction as a T-account; the same stand in docs/accounting.md.</summary>
public sealed class StripeBookingTests
{
    private static readonly DateOnly Day = new(2026, 3, 14);
    private static readonly StripeFunds Water = new(Funds.Water, Funds.General);
    private static readonly StripeFunds NoGift = new(null, Funds.General);

    [Fact]
    public void A_card_gift_with_its_fee()
    {
        var booked = Book("charge", 2500, 63);

        booked.Entry.Shows("1100 +24.37 EUR", "5000/General +0.63 EUR", "4000/Water -25.00 EUR");
        Assert.Equal("stripe_txn/txn_1/gift", booked.Entry!.Key);
        Assert.Equal(Day, booked.Entry.EffectiveDate);
        Assert.Equal(BookingConcern.None, booked.Concern);
    }

    [Fact]
    public void A_gift_whose_fund_bears_its_own_fee()
    {
        Book("charge", 2500, 63, new StripeFunds(Funds.Water, Funds.Water)).Entry
            .Shows("1100 +24.37 EUR", "5000/Water +0.63 EUR", "4000/Water -25.00 EUR");
    }

    [Fact]
    public void A_gift_with_a_covered_fee()
    {
        var funds = new StripeFunds(FundSplit.WithCoveredFee(Funds.Water, Eur(2500), Funds.General, Eur(63)), Funds.General);

        Book("charge", 2563, 70, funds).Entry
            .Shows("1100 +24.93 EUR", "5000/General +0.70 EUR", "4000/Water -25.00 EUR", "4000/General -0.63 EUR");
    }

    [Fact]
    [Trait("Case", "M07")]
    public void A_gift_divided_among_three_funds_with_the_fee_divided_alike()
    {
        var thirds = FundSplit.Of(new FundShare(Funds.General, 1), new FundShare(Funds.Water, 1), new FundShare(Funds.Training, 1));

        Book("payment", 1000, 40, new StripeFunds(thirds, thirds)).Entry.Shows(
            "1100 +9.60 EUR",
            "5000/General +0.14 EUR", "5000/Water +0.13 EUR", "5000/Training +0.13 EUR",
            "4000/General -3.34 EUR", "4000/Water -3.33 EUR", "4000/Training -3.33 EUR");
    }

    [Fact]
    [Trait("Case", "M08")]
    public void A_dollar_gift_that_settles_in_euros_is_booked_in_euros()
    {
        // 10.00 USD at 0.92; the gift keeps its dollars, the books its euros.
        Book("charge", 920, 40).Entry.Shows("1100 +8.80 EUR", "5000/General +0.40 EUR", "4000/Water -9.20 EUR");
    }

    [Fact]
    public void A_charge_without_a_gift_waits_in_unidentified_receipts()
    {
        var booked = Book("charge", 2500, 63, NoGift);

        booked.Entry.Shows("1100 +24.37 EUR", "5000/General +0.63 EUR", "2200 -25.00 EUR");
        Assert.Equal(BookingConcern.UnidentifiedGift, booked.Concern);
        Booking.Identify("d1", Eur(2500), Funds.Water, Day).Shows("2200 +25.00 EUR", "4000/Water -25.00 EUR");
    }

    [Theory]
    [InlineData("refund")]
    [InlineData("payment_refund")]
    public void A_refund_keeps_the_fee(string type)
    {
        var booked = Book(type, -2500, 0);

        booked.Entry.Shows("4800/Water +25.00 EUR", "1100 -25.00 EUR");
        Assert.Equal(EntryKinds.Refund, booked.Entry!.Kind);
        Book(type, -2500, 0, NoGift).Entry.Shows("2200 +25.00 EUR", "1100 -25.00 EUR");
    }

    [Fact]
    public void A_refund_that_gives_back_a_part_of_the_fee()
    {
        Book("refund", -2500, -38).Entry.Shows("4800/Water +25.00 EUR", "5000/General -0.38 EUR", "1100 -24.62 EUR");
    }

    [Fact]
    [Trait("Case", "L04")]
    public void A_failed_refund_is_owed_until_it_is_paid_otherwise()
    {
        var booked = Book("refund_failure", 2500, 0);

        booked.Entry.Shows("1100 +25.00 EUR", "2300 -25.00 EUR");
        Assert.Equal(BookingConcern.RefundFailed, booked.Concern);
        Book("adjustment", 2500, 0, category: "refund_failure", source: "re_1").Entry.Shows("1100 +25.00 EUR", "2300 -25.00 EUR");
        Booking.PayOwedRefund("b1", "1000", Eur(2500), Day).Shows("2300 +25.00 EUR", "1000 -25.00 EUR");
    }

    [Theory]
    [Trait("Case", "L07")]
    [InlineData("dispute", "dp_1")]
    [InlineData(null, "dp_1")]
    [InlineData(null, "du_1")]
    public void A_dispute_withdraws_the_amount_and_its_fee(string? category, string source)
    {
        var booked = Book("adjustment", -5000, 1500, category: category, source: source);

        booked.Entry.Shows("1170 +50.00 EUR", "5010/General +15.00 EUR", "1100 -65.00 EUR");
        Assert.Equal(EntryKinds.DisputeOpened, booked.Entry!.Kind);
    }

    [Theory]
    [Trait("Case", "L07")]
    [InlineData("dispute_reversal")]
    [InlineData(null)]
    public void A_dispute_won_returns_the_amount_and_not_the_fee(string? category)
    {
        var booked = Book("adjustment", 5000, 0, category: category, source: "dp_1");

        booked.Entry.Shows("1100 +50.00 EUR", "1170 -50.00 EUR");
        Assert.Equal(EntryKinds.DisputeWon, booked.Entry!.Kind);
        Book("adjustment", 5000, -1500, category: category, source: "dp_1").Entry
            .Shows("1100 +65.00 EUR", "5010/General -15.00 EUR", "1170 -50.00 EUR");
    }

    [Fact]
    [Trait("Case", "L07")]
    public void A_dispute_lost_moves_no_money()
    {
        var entry = Booking.DisputeLost("dp_2", Eur(3000), Funds.Water, Day);

        entry.Shows("4850/Water +30.00 EUR", "1170 -30.00 EUR");
        Assert.Equal("stripe_dispute/dp_2/lost", entry.Key);
        Booking.DisputeLost("dp_2", Eur(3000), null, Day).Shows("2200 +30.00 EUR", "1170 -30.00 EUR");
        Assert.Throws<ArgumentOutOfRangeException>(() => Booking.DisputeLost("dp_2", Eur(0), Funds.Water, Day));
    }

    [Fact]
    public void A_payout_leaves_for_the_bank_and_may_come_back()
    {
        Book("payout", -9767, 0).Entry.Shows("1150 +97.67 EUR", "1100 -97.67 EUR");
        Book("payout", -9767, 98).Entry.Shows("1150 +97.67 EUR", "5000/General +0.98 EUR", "1100 -98.65 EUR");
        Book("payout_failure", 9767, 0).Entry.Shows("1100 +97.67 EUR", "1150 -97.67 EUR");
        Book("payout_cancel", 9767, 0).Entry.Shows("1100 +97.67 EUR", "1150 -97.67 EUR");
    }

    [Fact]
    public void A_negative_payout_fetches_money_from_the_bank()
    {
        Book("payout", 1200, 0).Entry.Shows("1100 +12.00 EUR", "1150 -12.00 EUR");
    }

    [Theory]
    [InlineData("stripe_fee")]
    [InlineData("stripe_fx_fee")]
    [InlineData("tax_fee")]
    [InlineData("application_fee_refund")]
    [InlineData("stripe_balance_payment_debit")]
    public void A_fee_of_its_own_is_an_expense_of_the_fund_that_bears_fees(string type)
    {
        Book(type, -500, 0).Entry.Shows("5000/General +5.00 EUR", "1100 -5.00 EUR");
        Book(type, -500, 105).Entry.Shows("5000/General +6.05 EUR", "1100 -6.05 EUR");
    }

    [Theory]
    [InlineData("dp_1", null)]
    [InlineData(null, "Dispute countered fee")]
    [InlineData(null, "Chargeback fee")]
    public void A_fee_for_a_dispute_has_its_own_account(string? source, string? description)
    {
        Book("stripe_fee", -1500, 0, source: source, description: description).Entry
            .Shows("5010/General +15.00 EUR", "1100 -15.00 EUR");
    }

    [Theory]
    [InlineData("reserve_transaction")]
    [InlineData("reserved_funds")]
    [InlineData("reserve_hold")]
    [InlineData("payment_network_reserve_hold")]
    [InlineData("payout_minimum_balance_hold")]
    public void Money_held_back_stays_ours(string type)
    {
        Book(type, -700, 0).Entry.Shows("1180 +7.00 EUR", "1100 -7.00 EUR");
        Book(type, 700, 0).Entry.Shows("1100 +7.00 EUR", "1180 -7.00 EUR");
    }

    [Fact]
    public void A_top_up_passes_through_transit()
    {
        Book("topup", 700, 0).Entry.Shows("1100 +7.00 EUR", "1150 -7.00 EUR");
        Book("topup_reversal", -700, 0).Entry.Shows("1150 +7.00 EUR", "1100 -7.00 EUR");
    }

    [Theory]
    [Trait("Case", "D04")]
    [InlineData("payment_failure_refund", null)]
    [InlineData("adjustment", "charge_failure")]
    [InlineData("refund", "partial_capture_reversal")]
    public void A_gift_that_never_settled_is_undone_as_if_it_had_not_been(string type, string? category)
    {
        var booked = Book(type, -2500, 0, category: category);

        booked.Entry.Shows("4000/Water +25.00 EUR", "1100 -25.00 EUR");
        Assert.Equal(BookingConcern.GiftTakenBack, booked.Concern);
    }

    [Fact]
    public void A_settled_gift_that_the_bank_takes_back_is_lost()
    {
        var booked = Book("payment_reversal", -2500, 0);

        booked.Entry.Shows("4850/Water +25.00 EUR", "1100 -25.00 EUR");
        Assert.Equal(BookingConcern.GiftTakenBack, booked.Concern);
    }

    [Theory]
    [InlineData("issuing_transaction")]
    [InlineData("advance")]
    [InlineData("transfer")]
    [InlineData("climate_order_purchase")]
    [InlineData("something_of_2031")]
    [InlineData("Charge")]
    [InlineData("")]
    public void An_unknown_type_is_booked_by_its_net_and_raised(string type)
    {
        var booked = Book(type, -2500, 30);

        booked.Entry.Shows("2200 +25.30 EUR", "1100 -25.30 EUR");
        Assert.Equal(BookingConcern.UnknownType, booked.Concern);
        Book(type, 2500, 30).Entry.Shows("1100 +24.70 EUR", "2200 -24.70 EUR");
    }

    [Fact]
    public void An_adjustment_about_nothing_known_is_unknown()
    {
        Assert.Equal(BookingConcern.UnknownType, Book("adjustment", -2500, 0, category: "other_adjustment").Concern);
        Assert.Equal(BookingConcern.UnknownType, Book("adjustment", -2500, 0, source: "ch_1").Concern);
    }

    [Fact]
    public void A_net_that_is_not_amount_less_fee_is_booked_as_it_moved_and_raised()
    {
        var booked = Booking.FromStripe(new StripeTransaction("txn_1", "charge", "charge", Eur(2500), Eur(63), Eur(2400)), Water, Day);

        booked.Entry.Shows("1100 +24.00 EUR", "2200 -24.00 EUR");
        Assert.Equal(BookingConcern.NetMismatch, booked.Concern);
    }

    [Fact]
    public void A_transaction_that_moves_nothing_has_no_entry_and_says_so()
    {
        Assert.Equal(new BookedTransaction(null, BookingConcern.NothingMoved), Book("charge", 0, 0));
        Assert.Equal(new BookedTransaction(null, BookingConcern.UnknownType), Book("validation", 0, 0));
    }

    [Fact]
    public void A_gift_eaten_by_its_fee_leaves_the_balance_alone()
    {
        Book("charge", 25, 25).Entry.Shows("5000/General +0.25 EUR", "4000/Water -0.25 EUR");
    }

    [Fact]
    public void Amount_fee_and_net_in_two_currencies_are_a_mistake()
    {
        var mixed = new StripeTransaction("txn_1", "charge", "charge", Eur(2500), Usd(63), Eur(2437));

        Assert.Throws<CurrencyMismatchException>(() => Booking.FromStripe(mixed, Water, Day));
    }

    [Fact]
    [Trait("Case", "M05")]
    public void Amounts_at_the_end_of_the_range_throw_and_never_wrap()
    {
        var huge = new StripeTransaction("txn_1", "charge", "charge", Eur(long.MaxValue), Eur(-1), Eur(long.MaxValue));

        Assert.Throws<OverflowException>(() => Booking.FromStripe(huge, Water, Day));
    }

    private static BookedTransaction Book(
        string type, long amount, long fee, StripeFunds? funds = null, string? category = null, string? source = null, string? description = null) =>
        Booking.FromStripe(
            new StripeTransaction("txn_1", type, category, Eur(amount), Eur(fee), Eur(amount - fee), source, description), funds ?? Water, Day);
}
