using System.Text.Json.Serialization;

namespace Charity.Sandbox.Stripe.State;

/// <summary>
/// One version of one object. Records never change: a change is a new version put in the old one's place, so an event
/// can keep the version that it tells of. Times are Unix seconds, amounts minor units.
/// </summary>
internal interface IRecord
{
    string Id { get; }

    string Account { get; }

    long Created { get; }
}

internal sealed record LineItemState(
    string Id, string Price, string Product, string Name, string? Description, string Currency, long UnitAmount, long Quantity);

internal sealed record SessionState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required long ExpiresAt { get; init; }
    public required string Currency { get; init; }
    public required long AmountTotal { get; init; }
    public required string SuccessUrl { get; init; }
    public string? CancelUrl { get; init; }
    public required IReadOnlyList<LineItemState> LineItems { get; init; }
    public required SortedDictionary<string, string> Metadata { get; init; }
    public required SortedDictionary<string, string> PaymentMetadata { get; init; }
    public string? PaymentDescription { get; init; }
    public string? StatementSuffix { get; init; }
    public string? ReceiptEmail { get; init; }
    public string? ClientReferenceId { get; init; }
    public string? CustomerEmail { get; init; }
    public string? Locale { get; init; }
    public string? SubmitType { get; init; }
    public string? BillingAddressCollection { get; init; }
    public bool? AdaptivePricing { get; init; }
    public string Status { get; init; } = "open";
    public string PaymentStatus { get; init; } = "unpaid";
    public string? PaymentIntent { get; init; }
    public string? PayerEmail { get; init; }
    public string? PayerName { get; init; }
}

internal sealed record PaymentErrorState(
    string Type, string Code, string? DeclineCode, string Message, string? Charge, string? PaymentMethod);

internal sealed record PaymentIntentState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required long Amount { get; init; }
    public required string Currency { get; init; }
    public required string Session { get; init; }
    public required string ClientSecret { get; init; }
    public required SortedDictionary<string, string> Metadata { get; init; }
    public string? Description { get; init; }
    public string? StatementSuffix { get; init; }
    public string? ReceiptEmail { get; init; }
    public string Status { get; init; } = "requires_payment_method";
    public long AmountReceived { get; init; }
    public string? PaymentMethod { get; init; }
    public string? LatestCharge { get; init; }
    public long? CanceledAt { get; init; }
    public string? CancellationReason { get; init; }
    public PaymentErrorState? LastError { get; init; }

    /// <summary>Test card that waits for its 3-D Secure challenge.</summary>
    public string? ChallengedCard { get; init; }
}

internal sealed record CardState(
    string Brand, string Last4, string Country, string Funding, int ExpMonth, int ExpYear, string Fingerprint);

internal sealed record PaymentMethodState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required CardState Card { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
}

internal sealed record ChargeState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required long Amount { get; init; }
    public required string Currency { get; init; }
    public required string PaymentIntent { get; init; }
    public required string PaymentMethod { get; init; }
    public required CardState Card { get; init; }
    public required SortedDictionary<string, string> Metadata { get; init; }

    /// <summary>Number of the test card, which decides what happens to the charge later.</summary>
    public required string TestCard { get; init; }
    public string? Description { get; init; }
    public string? StatementSuffix { get; init; }
    public string? ReceiptEmail { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string Status { get; init; } = "succeeded";
    public long AmountRefunded { get; init; }
    public bool Disputed { get; init; }
    public string? BalanceTransaction { get; init; }
    public string? FailureCode { get; init; }
    public string? FailureMessage { get; init; }
    public string? DeclineCode { get; init; }
    public bool Blocked { get; init; }
    public bool Authenticated { get; init; }

    [JsonIgnore]
    public bool Succeeded => Status == "succeeded";
}

internal sealed record RefundState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required long Amount { get; init; }
    public required string Currency { get; init; }
    public required string Charge { get; init; }
    public required string PaymentIntent { get; init; }
    public required SortedDictionary<string, string> Metadata { get; init; }
    public required string Status { get; init; }
    public string? Reason { get; init; }
    public string? PendingReason { get; init; }
    public string? FailureReason { get; init; }
    public string? BalanceTransaction { get; init; }
    public string? FailureBalanceTransaction { get; init; }

    /// <summary>Whether its amount counts against what may still be refunded.</summary>
    [JsonIgnore]
    public bool Holds => Status is "pending" or "succeeded" or "requires_action";
}

internal sealed record DisputeState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required long Amount { get; init; }
    public required string Currency { get; init; }
    public required string Charge { get; init; }
    public required string PaymentIntent { get; init; }
    public required string Status { get; init; }
    public required string Reason { get; init; }
    public required string Brand { get; init; }
    public required string NetworkReasonCode { get; init; }
    public required string CaseType { get; init; }
    public long DueBy { get; init; }
    public int Submissions { get; init; }
    public required SortedDictionary<string, string> Evidence { get; init; }
    public required SortedDictionary<string, string> Metadata { get; init; }
    public IReadOnlyList<BalanceTransactionState> BalanceTransactions { get; init; } = [];

    [JsonIgnore]
    public bool IsInquiry => Status.StartsWith("warning_", StringComparison.Ordinal);

    [JsonIgnore]
    public bool IsOpen => Status is "needs_response" or "under_review" or "warning_needs_response" or "warning_under_review";
}

internal sealed record WarningState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required string Charge { get; init; }
    public required string PaymentIntent { get; init; }
    public required string FraudType { get; init; }
    public bool Actionable { get; init; } = true;
}

internal sealed record BalanceTransactionState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required long AvailableOn { get; init; }
    public required long Amount { get; init; }
    public required string Currency { get; init; }
    public required string Type { get; init; }
    public required string ReportingCategory { get; init; }
    public string? Source { get; init; }
    public long Fee { get; init; }
    public string? FeeDescription { get; init; }
    public string? Description { get; init; }
    public decimal? ExchangeRate { get; init; }

    /// <summary>Payout that paid it out; a payout's own transaction names that payout.</summary>
    public string? Payout { get; init; }

    [JsonIgnore]
    public long Net => Amount - Fee;
}

internal sealed record PayoutState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required long Amount { get; init; }
    public required string Currency { get; init; }
    public required long ArrivalDate { get; init; }
    public required bool Automatic { get; init; }
    public required string BalanceTransaction { get; init; }
    public required string Destination { get; init; }
    public required SortedDictionary<string, string> Metadata { get; init; }
    public string Status { get; init; } = "pending";
    public string ReconciliationStatus { get; init; } = "in_progress";
    public string? Description { get; init; }
    public string? StatementDescriptor { get; init; }
    public string? FailureBalanceTransaction { get; init; }
    public string? FailureCode { get; init; }
    public string? FailureMessage { get; init; }
    public string? TraceId { get; init; }

    /// <summary>When the bank returned it, Unix seconds.</summary>
    public long? FailedAt { get; init; }

    /// <summary>When the bank had the money, Unix seconds; stays when the payout fails afterwards.</summary>
    public long? PaidAt { get; init; }
}
