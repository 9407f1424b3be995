namespace Charity.Accounting;

public static partial class Booking
{
    /// <summary>A payout arrived on a bank statement.</summary>
    /// <param name="received">As the bank shows it: positive for money in, negative when Stripe took money from the bank.</param>
    /// <param name="payout">The payout's own amount, signed alike. A difference in the same currency is the bank's charge;
    /// in another currency the bank changed it, and both sides meet on Exchange clearing.</param>
    /// <param name="chargesFund">Bears the bank's charge; needed only when there is one.</param>
    public static JournalEntry PayoutOnBank(
        string bankLineId, string bankAccount, Money received, Money payout, DateOnly valueDate, Guid? chargesFund = null)
    {
        RequireBank(bankAccount);
        if (received.IsZero || received.IsNegative != payout.IsNegative)
        {
            throw new ArgumentException("A payout and its line on the statement go the same way.", nameof(received));
        }

        var booked = new JournalEntryBuilder().Debit(bankAccount, received);
        if (received.Currency != payout.Currency)
        {
            booked.Credit(AccountCodes.ExchangeClearing, received).Debit(AccountCodes.ExchangeClearing, payout);
        }
        else if (received != payout)
        {
            booked.Debit(AccountCodes.BankCharges, payout - received, chargesFund);
        }

        return booked
            .Credit(AccountCodes.PayoutsInTransit, payout)
            .Build(EntrySources.BankLine, bankLineId, EntryKinds.PayoutMatched, valueDate, "Payout seen on the bank statement");
    }

    /// <summary>A gift arrived by bank transfer, or was paid in as counted cash under 1200.</summary>
    /// <param name="incomeAccount">4000 for donations, or a line of other income such as grants.</param>
    public static JournalEntry BankGift(
        string bankLineId, string bankAccount, Money amount, FundSplit gift, DateOnly valueDate, string incomeAccount = AccountCodes.DonationIncome)
    {
        RequireBank(bankAccount);
        RequirePositive(amount, nameof(amount));
        return new JournalEntryBuilder()
            .Debit(bankAccount, amount)
            .Credit(incomeAccount, amount, gift)
            .Build(EntrySources.BankLine, bankLineId, EntryKinds.Gift, valueDate, "Gift by bank transfer");
    }

    /// <summary>Money arrived on the bank and nobody knows yet whose or what for.</summary>
    public static JournalEntry UnidentifiedReceipt(string bankLineId, string bankAccount, Money amount, DateOnly valueDate)
    {
        RequireBank(bankAccount);
        RequirePositive(amount, nameof(amount));
        return new JournalEntryBuilder()
            .Debit(bankAccount, amount)
            .Credit(AccountCodes.UnidentifiedReceipts, amount)
            .Build(EntrySources.BankLine, bankLineId, EntryKinds.Unidentified, valueDate, "Receipt not yet identified");
    }

    /// <summary>A person found out what an unidentified receipt, by bank or by card, was: it becomes income of its fund.</summary>
    /// <param name="decisionId">Our row that holds who decided and why.</param>
    public static JournalEntry Identify(
        string decisionId, Money amount, FundSplit gift, DateOnly effectiveDate, string incomeAccount = AccountCodes.DonationIncome)
    {
        RequirePositive(amount, nameof(amount));
        return new JournalEntryBuilder()
            .Debit(AccountCodes.UnidentifiedReceipts, amount)
            .Credit(incomeAccount, amount, gift)
            .Build(EntrySources.Manual, decisionId, EntryKinds.Identified, effectiveDate, "Unidentified receipt identified");
    }

    /// <summary>An unidentified receipt was sent back by bank.</summary>
    public static JournalEntry ReturnUnidentified(string bankLineId, string bankAccount, Money amount, DateOnly valueDate) =>
        PayOut(bankLineId, bankAccount, AccountCodes.UnidentifiedReceipts, amount, EntryKinds.UnidentifiedReturned, valueDate, "Unidentified receipt sent back");

    /// <summary>A refund that Stripe could not deliver was paid to the donor by bank.</summary>
    public static JournalEntry PayOwedRefund(string bankLineId, string bankAccount, Money amount, DateOnly valueDate) =>
        PayOut(bankLineId, bankAccount, AccountCodes.RefundsOwed, amount, EntryKinds.RefundPaid, valueDate, "Owed refund paid by bank");

    /// <summary>An expense was paid by bank.</summary>
    /// <param name="expenseAccount">5030 for the bank's own charges, or a line from 5100 to 5199.</param>
    public static JournalEntry Expense(
        string bankLineId, string bankAccount, string expenseAccount, Money amount, FundSplit funds, DateOnly valueDate, string memo = "Expense")
    {
        RequireBank(bankAccount);
        RequirePositive(amount, nameof(amount));
        if (!AccountCodes.IsExpense(expenseAccount))
        {
            throw new ArgumentException($"{expenseAccount} is no expense account.", nameof(expenseAccount));
        }

        var kind = expenseAccount == AccountCodes.BankCharges ? EntryKinds.BankCharge : EntryKinds.Expense;
        return new JournalEntryBuilder()
            .Debit(expenseAccount, amount, funds)
            .Credit(bankAccount, amount)
            .Build(EntrySources.BankLine, bankLineId, kind, valueDate, memo);
    }

    private static JournalEntry PayOut(
        string bankLineId, string bankAccount, string liability, Money amount, string kind, DateOnly valueDate, string memo)
    {
        RequireBank(bankAccount);
        RequirePositive(amount, nameof(amount));
        return new JournalEntryBuilder()
            .Debit(liability, amount)
            .Credit(bankAccount, amount)
            .Build(EntrySources.BankLine, bankLineId, kind, valueDate, memo);
    }

    private static void RequireBank(string account)
    {
        if (!AccountCodes.IsBankAccount(account) && account != AccountCodes.UndepositedCash)
        {
            throw new ArgumentException($"{account} is no bank account.", nameof(account));
        }
    }

    private static void RequirePositive(Money amount, string name)
    {
        if (!amount.IsPositive)
        {
            throw new ArgumentOutOfRangeException(name, amount, "The amount must be positive.");
        }
    }
}
