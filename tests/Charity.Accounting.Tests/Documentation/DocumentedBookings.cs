using static Charity.Accounting.Tests.TAccount;

namespace Charity.Accounting.Tests.Documentation;

/// <summary>The bookings that docs/accounting.md draws, by the name that stands above each drawing.</summary>
internal static class DocumentedBookings
{
    private static readonly DateOnly Day = new(2026, 3, 14);

    internal static IReadOnlyDictionary<string, JournalEntry> All { get; } = new Dictionary<string, JournalEntry>
    {
        ["card-gift"] = Stripe("charge", 2500, 63),
        ["card-gift-own-fee"] = Stripe("charge", 2500, 63, fees: Funds.Water),
        ["card-gift-covered-fee"] = Stripe("charge", 2563, 70, FundSplit.WithCoveredFee(Funds.Water, Eur(2500), Funds.General, Eur(63))),
        ["card-gift-foreign"] = Stripe("charge", 920, 40),
        ["card-gift-unidentified"] = Booking.FromStripe(Transaction("charge", 2500, 63), new StripeFunds(null, Funds.General), Day).Entry!,
        ["identified"] = Booking.Identify("1", Eur(2500), Funds.Water, Day),
        ["gift-undone"] = Stripe("payment_failure_refund", -2500, 0),
        ["gift-taken-back"] = Stripe("payment_reversal", -2500, 0),
        ["refund"] = Stripe("refund", -2500, 0),
        ["refund-failed"] = Stripe("refund_failure", 2500, 0),
        ["refund-paid"] = Booking.PayOwedRefund("1", "1000", Eur(2500), Day),
        ["dispute-opened"] = Stripe("adjustment", -5000, 1500, category: "dispute"),
        ["dispute-won"] = Stripe("adjustment", 5000, 0, category: "dispute_reversal"),
        ["dispute-lost"] = Booking.DisputeLost("dp_1", Eur(5000), Funds.Water, Day),
        ["stripe-fee"] = Stripe("stripe_fee", -500, 0),
        ["dispute-fee"] = Stripe("stripe_fee", -1500, 0, source: "dp_1"),
        ["reserve"] = Stripe("reserve_hold", -700, 0),
        ["top-up"] = Stripe("topup", 700, 0),
        ["unknown"] = Stripe("something_new", -2500, 0),
        ["payout"] = Stripe("payout", -9767, 0),
        ["payout-failed"] = Stripe("payout_failure", 9767, 0),
        ["payout-on-bank"] = Booking.PayoutOnBank("1", "1000", Eur(9767), Eur(9767), Day),
        ["payout-on-bank-charge"] = Booking.PayoutOnBank("1", "1000", Eur(9700), Eur(9767), Day, Funds.General),
        ["payout-on-bank-foreign"] = Booking.PayoutOnBank("1", "1002", new Money(600_000, Currency.Mkd), Eur(9767), Day),
        ["bank-gift"] = Booking.BankGift("1", "1000", Eur(5000), Funds.General, Day),
        ["bank-unidentified"] = Booking.UnidentifiedReceipt("1", "1000", Eur(5000), Day),
        ["bank-returned"] = Booking.ReturnUnidentified("1", "1000", Eur(5000), Day),
        ["expense"] = Booking.Expense("1", "1000", "5110", Eur(1200), Funds.Water, Day),
        ["bank-charge"] = Booking.Expense("1", "1000", AccountCodes.BankCharges, Eur(200), Funds.General, Day),
        ["fund-transfer"] = Booking.TransferBetweenFunds("1", Funds.General, Funds.Water, Eur(1000), Day, "Board decision"),
        ["entity-sent"] = Booking.SendToEntity("1", "1000", Eur(1000), Funds.Water, Day),
        ["entity-received"] = Booking.ReceiveFromEntity("1", "1000", Eur(1000), Funds.Water, Day),
        ["exchange"] = Booking.Exchange("1", "1001", Usd(10_000), "1000", Eur(9_150), Day),
        ["exchange-cleared"] = Booking.ClearExchange("1", [Usd(10_000), Eur(-9_150)], Funds.General, Day),
        ["reversal"] = Booking.Expense("1", "1000", "5110", Eur(1200), Funds.Water, Day).Reverse(Day, "Wrong fund"),
    };

    private static StripeTransaction Transaction(string type, long amount, long fee, string? category = null, string? source = null) =>
        new("txn_1", type, category, Eur(amount), Eur(fee), Eur(amount - fee), source);

    private static JournalEntry Stripe(
        string type, long amount, long fee, FundSplit? gift = null, Guid? fees = null, string? category = null, string? source = null) =>
        Booking.FromStripe(Transaction(type, amount, fee, category, source), new StripeFunds(gift ?? Funds.Water, fees ?? Funds.General), Day).Entry!;
}
