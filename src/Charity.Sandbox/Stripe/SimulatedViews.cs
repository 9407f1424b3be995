using System.Text.Json.Nodes;

namespace Charity.Sandbox.Stripe;

/// <summary>An API request that the simulator received. <paramref name="Form"/> is the encoded body as it came.</summary>
public sealed record SimulatedRequest(
    string Id, string Account, DateTimeOffset At, string Method, string Path, string Query, string Form, string? IdempotencyKey,
    int Status, bool Replayed, string? Fault, string? ObjectId);

/// <summary>An event with its whole JSON, as <c>/v1/events</c> gives it.</summary>
public sealed record SimulatedEvent(string Id, string Account, DateTimeOffset Created, string Type, string ObjectId, JsonObject Json);

/// <summary>The sending of one event to one endpoint.</summary>
/// <param name="Status"><c>pending</c>, <c>delivered</c>, <c>failed</c> or <c>dropped</c>.</param>
/// <param name="LastStatus">HTTP status of the last try, null without an answer.</param>
public sealed record SimulatedDelivery(
    string Id, string Account, string Event, string EventType, string Endpoint, DateTimeOffset DueAt, string Status, bool Held,
    int Attempts, int? LastStatus, string? LastError);

/// <summary>A Checkout Session with what became of it, for pages and tests.</summary>
/// <param name="RefundedMinor">Refunded so far, minor units.</param>
public sealed record SimulatedPayment(
    string Session, string Account, DateTimeOffset Created, string Status, long AmountMinor, string Currency, string Description,
    string? ClientReferenceId, string? PaymentIntent, string? Charge, string? BalanceTransaction, long RefundedMinor, bool Disputed,
    string? LastErrorCode);
