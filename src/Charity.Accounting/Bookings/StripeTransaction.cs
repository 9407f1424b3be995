namespace Charity.Accounting;

/// <summary>A balance transaction as Stripe gives it: the only thing from which the Stripe balance is booked.</summary>
/// <param name="Id">Its <c>txn_</c> id.</param>
/// <param name="Type">Stripe's <c>type</c>.</param>
/// <param name="ReportingCategory">Stripe's <c>reporting_category</c>: it tells the kinds of <c>adjustment</c> apart.</param>
/// <param name="Amount">Gross: positive into the balance, negative out of it.</param>
/// <param name="Fee">What Stripe keeps of it; positive takes away.</param>
/// <param name="Net">Amount less fee: the change of the balance.</param>
/// <param name="SourceId">The charge, refund, dispute or payout it belongs to.</param>
/// <param name="Description">Stripe's words; they tell fees for disputes apart.</param>
public sealed record StripeTransaction(
    string Id,
    string Type,
    string? ReportingCategory,
    Money Amount,
    Money Fee,
    Money Net,
    string? SourceId = null,
    string? Description = null);

/// <summary>Which funds a transaction touches.</summary>
/// <param name="Gift">The fund or funds of the gift behind it; null while no gift is known, which books to Unidentified receipts.</param>
/// <param name="Fees">The fund that bears the fees: the General fund, or the gift's own, by the entity's policy of the year.</param>
public sealed record StripeFunds(FundSplit? Gift, FundSplit Fees);

/// <summary>What a person must look at after a transaction was booked.</summary>
public enum BookingConcern
{
    None,

    /// <summary>Stripe named a type that has no booking; the money stands in Unidentified receipts.</summary>
    UnknownType,

    /// <summary>Net is not amount less fee; the money stands in Unidentified receipts.</summary>
    NetMismatch,

    /// <summary>A gift, refund or return without a known gift; the money stands in Unidentified receipts.</summary>
    UnidentifiedGift,

    /// <summary>The donor's bank took back a gift that had been booked: the gift and its receipt must follow.</summary>
    GiftTakenBack,

    /// <summary>A refund came back: the donor is still owed the money.</summary>
    RefundFailed,

    /// <summary>The transaction moves nothing at all, so there is no entry.</summary>
    NothingMoved,
}

/// <summary>A booked balance transaction.</summary>
/// <param name="Entry">Null only with <see cref="BookingConcern.NothingMoved"/>.</param>
/// <param name="Concern">Anything but <see cref="BookingConcern.None"/> must become an exception for staff.</param>
public readonly record struct BookedTransaction(JournalEntry? Entry, BookingConcern Concern);
