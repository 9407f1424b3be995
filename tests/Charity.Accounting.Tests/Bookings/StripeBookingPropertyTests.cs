namespace Charity.Accounting.Tests.Bookings;

public sealed class StripeBookingPropertyTests
{
    private static readonly DateOnly Day = new(2026, 3, 14);

    [Fact]
    public void Any_transaction_of_any_type_balances_and_moves_the_balance_by_its_net() => Property.Holds(20_000, random =>
    {
        string?[] types =
        [
            "charge", "payment", "refund", "payment_refund", "payment_failure_refund", "payment_reversal", "refund_failure", "adjustment",
            "payout", "payout_failure", "payout_cancel", "stripe_fee", "stripe_fx_fee", "tax_fee", "application_fee", "reserve_hold",
            "reserve_release", "topup", "topup_reversal", "transfer", "advance", "nonsense",
        ];
        string?[] categories = [null, "charge", "dispute", "dispute_reversal", "refund_failure", "fee", "partial_capture_reversal", "other_adjustment"];
        string?[] sources = [null, "ch_1", "dp_1", "du_1", "re_1"];
        var currency = random.AnyCurrency();
        var amount = new Money(random.AnySize(100_000_000) * random.Next(-1, 2), currency);
        var fee = new Money(random.AnySize(10_000) * random.Next(-1, 2), currency);
        var net = random.Next(20) == 0 ? amount : amount - fee;
        var transaction = new StripeTransaction("txn_9", types[random.Next(types.Length)]!, categories[random.Next(categories.Length)], amount, fee, net, sources[random.Next(sources.Length)]);
        var split = random.Next(2) == 0
            ? FundSplit.Of(random.AnyFund())
            : FundSplit.Of(new FundShare(Funds.Water, 1 + random.AnySize(1_000)), new FundShare(Funds.Training, 1 + random.AnySize(1_000)));
        var funds = new StripeFunds(random.Next(3) == 0 ? null : split, random.Next(2) == 0 ? split : FundSplit.Of(Funds.General));

        var (entry, concern) = Booking.FromStripe(transaction, funds, Day);

        if (entry is null)
        {
            Assert.True(net.IsZero && concern != BookingConcern.None, $"{transaction} was left unposted");
            return;
        }

        entry.IsSound();
        Assert.Equal(net.Minor, entry.Postings.Where(p => p.AccountCode == AccountCodes.StripeBalance).Sum(p => p.Amount.Minor));
        Assert.Equal("txn_9", entry.SourceId);
        entry.Reverse(Day, "test").IsSound();
    });
}
