namespace Charity.Accounting;

/// <summary>
/// What each fact means in double entry: pure functions from a fact to one balanced entry. The same rules, drawn as
/// T-accounts for a treasurer, stand in <c>docs/accounting.md</c>.
/// </summary>
public static partial class Booking
{
    /// <summary>What a balance transaction is to the books.</summary>
    public static StripeTransactionClass Classify(StripeTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return StripeTransactionClasses.Of(transaction);
    }

    /// <summary>
    /// Books a balance transaction. Always balanced, and the Stripe balance always moves by exactly its net: what has
    /// no booking stands in Unidentified receipts, with a concern.
    /// </summary>
    /// <param name="effectiveDate">The local date of its creation, in the entity's zone.</param>
    /// <exception cref="CurrencyMismatchException">Amount, fee and net are not in one currency.</exception>
    public static BookedTransaction FromStripe(StripeTransaction transaction, StripeFunds funds, DateOnly effectiveDate)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(funds);
        if (transaction.Net != transaction.Amount - transaction.Fee)
        {
            return Park(transaction, BookingConcern.NetMismatch, effectiveDate);
        }

        var type = Classify(transaction);
        if (type == StripeTransactionClass.Unknown)
        {
            return Park(transaction, BookingConcern.UnknownType, effectiveDate);
        }

        var booked = new JournalEntryBuilder().Debit(AccountCodes.StripeBalance, transaction.Net);
        var isDispute = type is StripeTransactionClass.DisputeOpened or StripeTransactionClass.DisputeWon;
        if (!transaction.Fee.IsZero)
        {
            booked.Debit(isDispute ? AccountCodes.DisputeFees : AccountCodes.ProcessingFees, transaction.Fee, funds.Fees);
        }

        if (!transaction.Amount.IsZero)
        {
            CreditCounterpart(booked, type, transaction.Amount, funds);
        }

        if (booked.IsEmpty)
        {
            return new BookedTransaction(null, BookingConcern.NothingMoved);
        }

        var (kind, memo) = Describe(type);
        return new BookedTransaction(
            booked.Build(EntrySources.StripeTransaction, transaction.Id, kind, effectiveDate, memo),
            ConcernOf(type, funds));
    }

    /// <summary>
    /// Books the loss of a dispute. No money moves: it left the balance when the dispute was opened.
    /// </summary>
    /// <param name="gift">The gift's fund; null when the charge never found its gift.</param>
    /// <param name="nth">1, or more when earlier losses of the same dispute were undone.</param>
    public static JournalEntry DisputeLost(string disputeId, Money disputed, FundSplit? gift, DateOnly effectiveDate, int nth = 1)
    {
        RequirePositive(disputed, nameof(disputed));
        var booked = new JournalEntryBuilder();
        if (gift is null)
        {
            booked.Debit(AccountCodes.UnidentifiedReceipts, disputed);
        }
        else
        {
            booked.Debit(AccountCodes.DonationsLostToDisputes, disputed, gift);
        }

        return booked
            .Credit(AccountCodes.DisputedAmounts, disputed)
            .Build(EntrySources.StripeDispute, disputeId, EntryKinds.DisputeLostAgain(nth), effectiveDate, nth == 1 ? "Dispute lost" : "Dispute lost again");
    }

    private static void CreditCounterpart(JournalEntryBuilder booked, StripeTransactionClass type, Money amount, StripeFunds funds)
    {
        var account = CounterAccount(type);
        if (type is StripeTransactionClass.Fee or StripeTransactionClass.DisputeFee)
        {
            booked.Credit(account, amount, funds.Fees);
        }
        else if (!ConcernsGift(type))
        {
            booked.Credit(account, amount);
        }
        else if (funds.Gift is { } gift)
        {
            booked.Credit(account, amount, gift);
        }
        else
        {
            booked.Credit(AccountCodes.UnidentifiedReceipts, amount);
        }
    }

    /// <summary>Stands opposite the gross amount. Fees within a transaction go to their own account beside it.</summary>
    private static string CounterAccount(StripeTransactionClass type) => type switch
    {
        StripeTransactionClass.Gift or StripeTransactionClass.GiftUndone => AccountCodes.DonationIncome,
        StripeTransactionClass.GiftTakenBack => AccountCodes.DonationsLostToDisputes,
        StripeTransactionClass.Refund => AccountCodes.DonationsRefunded,
        StripeTransactionClass.RefundFailed => AccountCodes.RefundsOwed,
        StripeTransactionClass.DisputeOpened or StripeTransactionClass.DisputeWon => AccountCodes.DisputedAmounts,
        StripeTransactionClass.Payout or StripeTransactionClass.PayoutFailed or StripeTransactionClass.TopUp => AccountCodes.PayoutsInTransit,
        StripeTransactionClass.Fee => AccountCodes.ProcessingFees,
        StripeTransactionClass.DisputeFee => AccountCodes.DisputeFees,
        StripeTransactionClass.Reserve => AccountCodes.StripeReserves,
        _ => AccountCodes.UnidentifiedReceipts,
    };

    private static bool ConcernsGift(StripeTransactionClass type) => type is
        StripeTransactionClass.Gift or StripeTransactionClass.GiftUndone or StripeTransactionClass.GiftTakenBack or StripeTransactionClass.Refund;

    private static (string Kind, string Memo) Describe(StripeTransactionClass type) => type switch
    {
        StripeTransactionClass.Gift => (EntryKinds.Gift, "Gift by card"),
        StripeTransactionClass.GiftUndone => (EntryKinds.GiftUndone, "Gift that never settled"),
        StripeTransactionClass.GiftTakenBack => (EntryKinds.GiftTakenBack, "Gift taken back by the donor's bank"),
        StripeTransactionClass.Refund => (EntryKinds.Refund, "Refund"),
        StripeTransactionClass.RefundFailed => (EntryKinds.RefundFailed, "Refund returned, still owed to the donor"),
        StripeTransactionClass.DisputeOpened => (EntryKinds.DisputeOpened, "Dispute opened, amount withdrawn"),
        StripeTransactionClass.DisputeWon => (EntryKinds.DisputeWon, "Dispute won, amount returned"),
        StripeTransactionClass.Payout => (EntryKinds.Payout, "Payout to the bank"),
        StripeTransactionClass.PayoutFailed => (EntryKinds.PayoutFailed, "Payout returned or stopped"),
        StripeTransactionClass.Fee => (EntryKinds.Fee, "Stripe fee"),
        StripeTransactionClass.DisputeFee => (EntryKinds.Fee, "Stripe fee for a dispute"),
        StripeTransactionClass.Reserve => (EntryKinds.Reserve, "Held back or released by Stripe"),
        StripeTransactionClass.TopUp => (EntryKinds.TopUp, "Top-up of the Stripe balance"),
        _ => (EntryKinds.Unknown, "Unknown to the books"),
    };

    private static BookingConcern ConcernOf(StripeTransactionClass type, StripeFunds funds) => type switch
    {
        _ when ConcernsGift(type) && funds.Gift is null => BookingConcern.UnidentifiedGift,
        StripeTransactionClass.GiftTakenBack or StripeTransactionClass.GiftUndone => BookingConcern.GiftTakenBack,
        StripeTransactionClass.RefundFailed => BookingConcern.RefundFailed,
        _ => BookingConcern.None,
    };

    /// <summary>Money is never left unposted: the balance moves by the net, and the other side waits for a person.</summary>
    private static BookedTransaction Park(StripeTransaction transaction, BookingConcern concern, DateOnly effectiveDate)
    {
        if (transaction.Net.IsZero)
        {
            return new BookedTransaction(null, concern);
        }

        var entry = new JournalEntryBuilder()
            .Debit(AccountCodes.StripeBalance, transaction.Net)
            .Credit(AccountCodes.UnidentifiedReceipts, transaction.Net)
            .Build(EntrySources.StripeTransaction, transaction.Id, EntryKinds.Unknown, effectiveDate, "Unknown to the books, waits for a person");
        return new BookedTransaction(entry, concern);
    }
}
