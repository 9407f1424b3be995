namespace Charity.Sandbox.Stripe.Controls;

// Bodies of the JSON controls. Amounts are minor units.
internal sealed record ClockOrder(DateTimeOffset? Set = null, double? AdvanceSeconds = null, bool? Running = null);

internal sealed record ReorderOrder(int? Seed = null);

internal sealed record EventOrder(string Event);

internal sealed record PayOrder(string Session, string? Card = null, string? Email = null, string? Name = null);

internal sealed record ChargeOrder(string Charge, long? Amount = null, string? Reason = null, bool Inquiry = false);

internal sealed record RefundOrder(string Refund);

internal sealed record DisputeOrder(string Dispute, bool Won = false);

internal sealed record BurstOrder(string Session, int Attempts);

internal sealed record PayoutOrder(string Payout, string? Code = null);

internal sealed record TransactionOrder(string Account, long Amount, string Currency, string Type, string? Description = null);

internal sealed record RateOrder(string From, string To, decimal Rate);
