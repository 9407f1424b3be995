namespace Charity.Accounting;

public static partial class Booking
{
    /// <summary>Money moves from one fund to another; no account of the bank changes.</summary>
    public static JournalEntry TransferBetweenFunds(
        string decisionId, Guid fromFund, Guid toFund, Money amount, DateOnly effectiveDate, string reason)
    {
        RequirePositive(amount, nameof(amount));
        return new JournalEntryBuilder()
            .Debit(AccountCodes.FundTransfers, amount, fromFund)
            .Credit(AccountCodes.FundTransfers, amount, toFund)
            .Build(EntrySources.Manual, decisionId, EntryKinds.Transfer, effectiveDate, reason);
    }

    /// <summary>Money leaves for another legal entity of this installation: never an expense, and never income there.</summary>
    public static JournalEntry SendToEntity(string bankLineId, string bankAccount, Money amount, FundSplit funds, DateOnly valueDate)
    {
        RequireBank(bankAccount);
        RequirePositive(amount, nameof(amount));
        return new JournalEntryBuilder()
            .Debit(AccountCodes.EntityTransfers, amount, funds)
            .Credit(bankAccount, amount)
            .Build(EntrySources.BankLine, bankLineId, EntryKinds.EntityTransferSent, valueDate, "Sent to another legal entity");
    }

    /// <summary>Money arrives from another legal entity of this installation. Over both entities, account 3950 sums to zero.</summary>
    public static JournalEntry ReceiveFromEntity(string bankLineId, string bankAccount, Money amount, FundSplit funds, DateOnly valueDate)
    {
        RequireBank(bankAccount);
        RequirePositive(amount, nameof(amount));
        return new JournalEntryBuilder()
            .Debit(bankAccount, amount)
            .Credit(AccountCodes.EntityTransfers, amount, funds)
            .Build(EntrySources.BankLine, bankLineId, EntryKinds.EntityTransferReceived, valueDate, "Received from another legal entity");
    }

    /// <summary>The charity changed money of its own at its bank. Each currency balances for itself through Exchange clearing.</summary>
    /// <param name="given">Positive: what left <paramref name="fromAccount"/>.</param>
    /// <param name="received">Positive, in another currency: what reached <paramref name="toAccount"/>.</param>
    public static JournalEntry Exchange(
        string decisionId, string fromAccount, Money given, string toAccount, Money received, DateOnly effectiveDate)
    {
        RequireBank(fromAccount);
        RequireBank(toAccount);
        RequirePositive(given, nameof(given));
        RequirePositive(received, nameof(received));
        if (given.Currency == received.Currency)
        {
            throw new ArgumentException("An exchange is between two currencies.", nameof(received));
        }

        return new JournalEntryBuilder()
            .Debit(AccountCodes.ExchangeClearing, given)
            .Credit(fromAccount, given)
            .Debit(toAccount, received)
            .Credit(AccountCodes.ExchangeClearing, received)
            .Build(EntrySources.Manual, decisionId, EntryKinds.Exchange, effectiveDate, "Own currency exchange");
    }

    /// <summary>
    /// Month end: what stands on Exchange clearing goes to Exchange differences of the funds whose money was changed,
    /// so that each fund's balance is right in each currency. Valued at the booked rates the two sides leave exactly
    /// the gain or loss: <see cref="ExchangeLoss"/>.
    /// </summary>
    /// <param name="clearingId">Our row for this month's clearing of one entity.</param>
    /// <param name="balances">The balances of account 1900, one per currency, debit positive; zeros are passed over.</param>
    public static JournalEntry ClearExchange(
        string clearingId, IReadOnlyCollection<Money> balances, FundSplit funds, DateOnly effectiveDate)
    {
        ArgumentNullException.ThrowIfNull(balances);
        var booked = new JournalEntryBuilder();
        foreach (var balance in balances)
        {
            if (!balance.IsZero)
            {
                booked.Debit(AccountCodes.ExchangeDifferences, balance, funds).Credit(AccountCodes.ExchangeClearing, balance);
            }
        }

        return booked.Build(EntrySources.Manual, clearingId, EntryKinds.ExchangeCleared, effectiveDate, "Exchange clearing at month end");
    }

    /// <summary>What an exchange cost against the booked rate, in the currency received; negative is a gain.</summary>
    /// <param name="bookedRate">The rate in the books on that day, from the currency given to the one received.</param>
    public static Money ExchangeLoss(Money given, Money received, ExchangeRate bookedRate)
    {
        ArgumentNullException.ThrowIfNull(bookedRate);
        return bookedRate.Convert(given) - received;
    }
}
