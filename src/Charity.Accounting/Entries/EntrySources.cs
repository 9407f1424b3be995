namespace Charity.Accounting;

/// <summary>
/// Where an entry comes from. Source type, source id and kind together are its key: at most one entry has them.
/// </summary>
public static class EntrySources
{
    /// <summary>A Stripe balance transaction; the source id is its <c>txn_</c> id. Exactly one entry each.</summary>
    public const string StripeTransaction = "stripe_txn";

    /// <summary>The end of a dispute that moves no money; the source id is the dispute's.</summary>
    public const string StripeDispute = "stripe_dispute";

    /// <summary>A line of a bank statement; the source id is our line's id.</summary>
    public const string BankLine = "bank_line";

    /// <summary>A decision of a person; the source id is that of our row about it.</summary>
    public const string Manual = "manual";

    /// <summary>The undoing of an entry; the source id is the undone entry's whole key, so it happens at most once.</summary>
    public const string Reversal = "reversal";

    /// <summary>The right entry in place of a reversed one; the source id is that of our row about the correction.</summary>
    public const string Correction = "correction";
}

/// <summary>Why an entry was made: its code, stable for ever, since reports and exports filter by it.</summary>
public static class EntryKinds
{
    public const string Gift = "gift";
    public const string GiftUndone = "gift_undone";
    public const string GiftTakenBack = "gift_taken_back";
    public const string Refund = "refund";
    public const string RefundFailed = "refund_failed";
    public const string RefundPaid = "refund_paid";
    public const string DisputeOpened = "dispute_opened";
    public const string DisputeWon = "dispute_won";
    public const string DisputeLost = "lost";

    /// <summary>
    /// The kind of a dispute's nth loss: a network may turn a lost dispute, which undoes the loss, and turn it again.
    /// </summary>
    public static string DisputeLostAgain(int nth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nth, 1);
        return nth == 1 ? DisputeLost : FormattableString.Invariant($"{DisputeLost}_{nth}");
    }

    public const string Payout = "payout";
    public const string PayoutFailed = "payout_failed";
    public const string PayoutMatched = "match_payout";
    public const string Fee = "fee";
    public const string Reserve = "reserve";
    public const string TopUp = "top_up";
    public const string Unknown = "unknown";
    public const string Unidentified = "unidentified";
    public const string Identified = "identified";
    public const string UnidentifiedReturned = "unidentified_returned";
    public const string Expense = "expense";
    public const string BankCharge = "bank_charge";
    public const string Transfer = "transfer";
    public const string EntityTransferSent = "entity_transfer_sent";
    public const string EntityTransferReceived = "entity_transfer_received";
    public const string Exchange = "fx";
    public const string ExchangeCleared = "fx_cleared";
    public const string Reversal = "reversal";
}
