using System.Collections.Frozen;

namespace Charity.Accounting;

/// <summary>What a balance transaction is to the books.</summary>
public enum StripeTransactionClass
{
    /// <summary>No booking is known for it.</summary>
    Unknown,

    /// <summary>A gift arrived.</summary>
    Gift,

    /// <summary>A gift counted too early never came, or only a part of it was taken: the income is undone.</summary>
    GiftUndone,

    /// <summary>The donor's bank took a settled gift back outside the dispute process.</summary>
    GiftTakenBack,

    Refund,

    /// <summary>The donor's bank sent a refund back.</summary>
    RefundFailed,

    DisputeOpened,
    DisputeWon,
    Payout,

    /// <summary>A payout came back or was stopped.</summary>
    PayoutFailed,

    Fee,
    DisputeFee,

    /// <summary>Stripe holds money back or lets it go again.</summary>
    Reserve,

    /// <summary>Money of ours put into the Stripe balance, or taken out of it again.</summary>
    TopUp,
}

/// <summary>
/// Stripe's types and reporting categories and what they are to the books
/// (https://docs.stripe.com/reports/balance-transaction-types, https://docs.stripe.com/reports/reporting-categories).
/// Types of Connect, Issuing, Treasury, Capital and Climate are left out on purpose: a charity has none of them, so
/// when one appears a person must look.
/// </summary>
internal static class StripeTransactionClasses
{
    private static readonly FrozenDictionary<string, StripeTransactionClass> ByType = new Dictionary<string, StripeTransactionClass>
    {
        ["charge"] = StripeTransactionClass.Gift,
        ["payment"] = StripeTransactionClass.Gift,
        ["payment_failure_refund"] = StripeTransactionClass.GiftUndone,
        ["payment_reversal"] = StripeTransactionClass.GiftTakenBack,
        ["refund"] = StripeTransactionClass.Refund,
        ["payment_refund"] = StripeTransactionClass.Refund,
        ["refund_failure"] = StripeTransactionClass.RefundFailed,
        ["payout"] = StripeTransactionClass.Payout,
        ["payout_failure"] = StripeTransactionClass.PayoutFailed,
        ["payout_cancel"] = StripeTransactionClass.PayoutFailed,
        ["stripe_fee"] = StripeTransactionClass.Fee,
        ["stripe_fx_fee"] = StripeTransactionClass.Fee,
        ["tax_fee"] = StripeTransactionClass.Fee,
        ["application_fee"] = StripeTransactionClass.Fee,
        ["application_fee_refund"] = StripeTransactionClass.Fee,
        ["stripe_balance_payment_debit"] = StripeTransactionClass.Fee,
        ["stripe_balance_payment_debit_reversal"] = StripeTransactionClass.Fee,
        ["reserve_transaction"] = StripeTransactionClass.Reserve,
        ["reserved_funds"] = StripeTransactionClass.Reserve,
        ["reserve_hold"] = StripeTransactionClass.Reserve,
        ["reserve_release"] = StripeTransactionClass.Reserve,
        ["payment_network_reserve_hold"] = StripeTransactionClass.Reserve,
        ["payment_network_reserve_release"] = StripeTransactionClass.Reserve,
        ["payout_minimum_balance_hold"] = StripeTransactionClass.Reserve,
        ["payout_minimum_balance_release"] = StripeTransactionClass.Reserve,
        ["topup"] = StripeTransactionClass.TopUp,
        ["topup_reversal"] = StripeTransactionClass.TopUp,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Only for type <c>adjustment</c>, which Stripe uses for many things.</summary>
    private static readonly FrozenDictionary<string, StripeTransactionClass> ByCategory = new Dictionary<string, StripeTransactionClass>
    {
        ["dispute"] = StripeTransactionClass.DisputeOpened,
        ["dispute_reversal"] = StripeTransactionClass.DisputeWon,
        ["refund_failure"] = StripeTransactionClass.RefundFailed,
        ["charge_failure"] = StripeTransactionClass.GiftUndone,
        ["partial_capture_reversal"] = StripeTransactionClass.GiftUndone,
        ["fee"] = StripeTransactionClass.Fee,
        ["tax"] = StripeTransactionClass.Fee,
        ["risk_reserved_funds"] = StripeTransactionClass.Reserve,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    internal static StripeTransactionClass Of(StripeTransaction transaction) => transaction.Type switch
    {
        // Stripe gives the part of an authorisation that was never taken as a refund, under a category of its own.
        "refund" or "payment_refund" when transaction.ReportingCategory == "partial_capture_reversal" => StripeTransactionClass.GiftUndone,
        "stripe_fee" or "tax_fee" when IsAboutDispute(transaction) => StripeTransactionClass.DisputeFee,
        "adjustment" => OfAdjustment(transaction),
        var type => ByType.GetValueOrDefault(type),
    };

    private static StripeTransactionClass OfAdjustment(StripeTransaction transaction)
    {
        if (transaction.ReportingCategory is { } category && ByCategory.TryGetValue(category, out var found))
        {
            return found == StripeTransactionClass.Fee && IsAboutDispute(transaction) ? StripeTransactionClass.DisputeFee : found;
        }

        if (!HasDisputeSource(transaction))
        {
            return StripeTransactionClass.Unknown;
        }

        return transaction.Amount.IsNegative ? StripeTransactionClass.DisputeOpened : StripeTransactionClass.DisputeWon;
    }

    private static bool IsAboutDispute(StripeTransaction transaction) =>
        HasDisputeSource(transaction)
        || (transaction.Description?.Contains("dispute", StringComparison.OrdinalIgnoreCase) ?? false)
        || (transaction.Description?.Contains("chargeback", StringComparison.OrdinalIgnoreCase) ?? false);

    private static bool HasDisputeSource(StripeTransaction transaction) =>
        transaction.SourceId is { } source
        && (source.StartsWith("dp_", StringComparison.Ordinal) || source.StartsWith("du_", StringComparison.Ordinal));
}
