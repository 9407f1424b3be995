using static Charity.Accounting.Tests.TAccount;

namespace Charity.Accounting.Tests.Bookings;

/// <summary>Every line of a bank statement and every decision of a person as a T-account; the same stand in docs/accounting.md.</summary>
public sealed class BankBookingTests
{
    private static readonly DateOnly Day = new(2026, 3, 14);

    [Fact]
    public void A_payout_seen_on_the_bank_statement()
    {
        var entry = Booking.PayoutOnBank("1", "1000", Eur(9767), Eur(9767), Day);

        entry.Shows("1000 +97.67 EUR", "1150 -97.67 EUR");
        Assert.Equal("bank_line/1/match_payout", entry.Key);
    }

    [Fact]
    public void A_payout_that_the_bank_charged_for()
    {
        Booking.PayoutOnBank("1", "1000", Eur(9700), Eur(9767), Day, Funds.General)
            .Shows("1000 +97.00 EUR", "5030/General +0.67 EUR", "1150 -97.67 EUR");
        Assert.Throws<InvalidEntryException>(() => Booking.PayoutOnBank("1", "1000", Eur(9700), Eur(9767), Day));
    }

    [Fact]
    public void A_payout_that_the_bank_changed_into_another_currency()
    {
        Booking.PayoutOnBank("1", "1002", new Money(600_000, Currency.Mkd), Eur(9767), Day)
            .Shows("1002 +6000.00 MKD", "1900 -6000.00 MKD", "1900 +97.67 EUR", "1150 -97.67 EUR");
    }

    [Fact]
    public void A_payout_by_which_Stripe_took_money_from_the_bank()
    {
        Booking.PayoutOnBank("1", "1000", Eur(-1200), Eur(-1200), Day).Shows("1150 +12.00 EUR", "1000 -12.00 EUR");
        Assert.Throws<ArgumentException>(() => Booking.PayoutOnBank("1", "1000", Eur(1200), Eur(-1200), Day));
        Assert.Throws<ArgumentException>(() => Booking.PayoutOnBank("1", "1000", Eur(0), Eur(1200), Day));
    }

    [Fact]
    public void A_gift_by_bank_transfer()
    {
        var entry = Booking.BankGift("2", "1000", Eur(5000), Funds.General, Day);

        entry.Shows("1000 +50.00 EUR", "4000/General -50.00 EUR");
        Assert.Equal("bank_line/2/gift", entry.Key);
        Booking.BankGift("2", "1000", Eur(5000), Funds.Water, Day, "4200").Shows("1000 +50.00 EUR", "4200/Water -50.00 EUR");
    }

    [Fact]
    public void An_unknown_receipt_waits_and_is_identified_or_sent_back()
    {
        Booking.UnidentifiedReceipt("3", "1000", Eur(5000), Day).Shows("1000 +50.00 EUR", "2200 -50.00 EUR");
        Booking.Identify("d1", Eur(5000), Funds.Water, Day).Shows("2200 +50.00 EUR", "4000/Water -50.00 EUR");
        Booking.ReturnUnidentified("4", "1000", Eur(5000), Day).Shows("2200 +50.00 EUR", "1000 -50.00 EUR");
    }

    [Fact]
    public void An_expense_from_a_fund()
    {
        var entry = Booking.Expense("3", "1000", "5110", Eur(1200), Funds.Water, Day, "Pump repair");

        entry.Shows("5110/Water +12.00 EUR", "1000 -12.00 EUR");
        Assert.Equal("bank_line/3/expense", entry.Key);
        Assert.Equal("Pump repair", entry.Memo);
    }

    [Fact]
    public void The_banks_own_charge()
    {
        var entry = Booking.Expense("3", "1000", AccountCodes.BankCharges, Eur(200), Funds.General, Day);

        entry.Shows("5030/General +2.00 EUR", "1000 -2.00 EUR");
        Assert.Equal(EntryKinds.BankCharge, entry.Kind);
    }

    [Fact]
    public void A_transfer_between_funds_touches_no_bank_account()
    {
        var entry = Booking.TransferBetweenFunds("tr1", Funds.General, Funds.Water, Eur(1000), Day, "Board decision 7");

        entry.Shows("3900/General +10.00 EUR", "3900/Water -10.00 EUR");
        Assert.Equal("manual/tr1/transfer", entry.Key);
        Assert.Throws<InvalidEntryException>(() => Booking.TransferBetweenFunds("tr1", Funds.Water, Funds.Water, Eur(1000), Day, "No move"));
    }

    [Fact]
    public void Money_between_two_legal_entities_is_never_income_and_sums_to_nothing()
    {
        var sent = Booking.SendToEntity("5", "1000", Eur(1000), Funds.Water, Day);
        var received = Booking.ReceiveFromEntity("6", "1001", Eur(1000), Funds.Water, Day);

        sent.Shows("3950/Water +10.00 EUR", "1000 -10.00 EUR");
        received.Shows("1001 +10.00 EUR", "3950/Water -10.00 EUR");
    }

    [Fact]
    [Trait("Case", "M08")]
    public void An_own_exchange_balances_in_each_currency()
    {
        var entry = Booking.Exchange("fx1", "1001", Usd(10_000), "1000", Eur(9_150), Day);

        entry.Shows("1900 +100.00 USD", "1001 -100.00 USD", "1000 +91.50 EUR", "1900 -91.50 EUR");
        Assert.Equal("manual/fx1/fx", entry.Key);
        Assert.Throws<ArgumentException>(() => Booking.Exchange("fx1", "1001", Eur(1), "1000", Eur(1), Day));
    }

    [Fact]
    [Trait("Case", "M08")]
    public void Month_end_leaves_nothing_on_exchange_clearing_and_only_the_loss_in_value()
    {
        var exchange = Booking.Exchange("fx1", "1001", Usd(10_000), "1000", Eur(9_150), Day);
        Money[] balances = [Usd(10_000), Eur(-9_150), new Money(0, Currency.Mkd)];

        var cleared = Booking.ClearExchange("2026-03", balances, Funds.General, Day);

        cleared.Shows("5020/General +100.00 USD", "1900 -100.00 USD", "1900 +91.50 EUR", "5020/General -91.50 EUR");
        foreach (var currency in (Currency[])[Currency.Usd, Currency.Eur])
        {
            Assert.Equal(0, exchange.Postings.Concat(cleared.Postings)
                .Where(p => p.AccountCode == AccountCodes.ExchangeClearing && p.Currency == currency).Sum(p => p.Amount.Minor));
        }

        // At the booked rate of 0.92 the dollars were worth 92.00 euros: half a euro was lost, and 5020 says the same.
        var booked = new ExchangeRate(Currency.Usd, Currency.Eur, 92, 100);
        Assert.Equal(Eur(50), Booking.ExchangeLoss(Usd(10_000), Eur(9_150), booked));
        var valued = cleared.Postings.Where(p => p.AccountCode == AccountCodes.ExchangeDifferences)
            .Select(p => p.Currency == Currency.Usd ? booked.Convert(p.Amount) : p.Amount);
        Assert.Equal(Eur(50), Money.Sum(valued, Currency.Eur));
        Assert.Throws<InvalidEntryException>(() => Booking.ClearExchange("2026-03", [Eur(0)], Funds.General, Day));
    }

    [Theory]
    [InlineData("1100")]
    [InlineData("5100")]
    [InlineData("999")]
    public void Only_bank_accounts_and_counted_cash_stand_for_the_bank(string account)
    {
        Assert.Throws<ArgumentException>(() => Booking.BankGift("1", account, Eur(1), Funds.Water, Day));
        Assert.Throws<ArgumentException>(() => Booking.UnidentifiedReceipt("1", account, Eur(1), Day));
        Assert.Throws<ArgumentException>(() => Booking.PayoutOnBank("1", account, Eur(1), Eur(1), Day));
        Assert.Throws<ArgumentException>(() => Booking.Expense("1", account, "5100", Eur(1), Funds.Water, Day));
        Booking.BankGift("1", AccountCodes.UndepositedCash, Eur(1), Funds.Water, Day).IsSound();
    }

    [Theory]
    [InlineData("5000")]
    [InlineData("5020")]
    [InlineData("5031")]
    [InlineData("4000")]
    [InlineData("1000")]
    [InlineData("5200")]
    public void Only_expense_accounts_take_expenses(string account)
    {
        Assert.Throws<ArgumentException>(() => Booking.Expense("1", "1000", account, Eur(1), Funds.Water, Day));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Amounts_must_be_positive(long cents)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Booking.BankGift("1", "1000", Eur(cents), Funds.Water, Day));
        Assert.Throws<ArgumentOutOfRangeException>(() => Booking.UnidentifiedReceipt("1", "1000", Eur(cents), Day));
        Assert.Throws<ArgumentOutOfRangeException>(() => Booking.Identify("1", Eur(cents), Funds.Water, Day));
        Assert.Throws<ArgumentOutOfRangeException>(() => Booking.PayOwedRefund("1", "1000", Eur(cents), Day));
        Assert.Throws<ArgumentOutOfRangeException>(() => Booking.Expense("1", "1000", "5100", Eur(cents), Funds.Water, Day));
        Assert.Throws<ArgumentOutOfRangeException>(() => Booking.TransferBetweenFunds("1", Funds.Water, Funds.General, Eur(cents), Day, "x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Booking.Exchange("1", "1001", Usd(cents), "1000", Eur(1), Day));
    }
}
