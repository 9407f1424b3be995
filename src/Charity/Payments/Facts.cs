namespace Charity.Payments;

// What the provider's objects say, as far as we use them. Money in minor units of ISO 4217, currency as ISO 4217 in upper case,
// times in UTC. Source: Stripe API reference, version pinned in StripeApi.Version.

/// <summary>A Checkout Session with its payment, fetched afresh.</summary>
/// <param name="Status">open, complete, expired.</param>
/// <param name="PaymentStatus">paid, unpaid, no_payment_required.</param>
/// <param name="ClientReferenceId">Our donation id, as we sent it.</param>
public sealed record SessionFact(
    string Account, string Id, string Status, string PaymentStatus, string? ClientReferenceId, string? Url,
    DateTime Created, DateTime ExpiresAt, long AmountTotal, string Currency, bool Livemode,
    PaymentFact? Payment, DateTime FetchedAt);

/// <summary>A PaymentIntent with its latest charge.</summary>
/// <param name="DonationId">From metadata <c>donation_id</c>.</param>
public sealed record PaymentFact(
    string Account, string Id, string Status, long Amount, long AmountReceived, string Currency, string? DonationId,
    DateTime Created, ChargeFact? LatestCharge, string? LastErrorCode, bool Livemode, DateTime FetchedAt);

/// <summary>A charge; <see cref="Transaction"/> is null until the provider has made its balance transaction.</summary>
public sealed record ChargeFact(
    string Account, string Id, string? PaymentIntentId, string Status, bool Paid, long Amount, long AmountRefunded,
    string Currency, DateTime Created, string? DonationId, TransactionFact? Transaction, string? CardCountry,
    bool Disputed, DateTime FetchedAt);

/// <summary>A balance transaction.</summary>
/// <param name="SourceId">Id of the charge, refund, dispute or payout behind it.</param>
/// <param name="ChargeId">The charge behind the source, when the source was expanded.</param>
public sealed record TransactionFact(
    string Account, string Id, string Type, string? ReportingCategory, long Amount, long Fee, long Net, string Currency,
    string? SourceId, string? ChargeId, string? PaymentIntentId, string? ExchangeRate, DateTime Created, DateTime? AvailableOn,
    string? FeeDetailsJson, DateTime FetchedAt);

public sealed record RefundFact(
    string Account, string Id, string? ChargeId, string? PaymentIntentId, long Amount, string Currency, string Status,
    string? FailureReason, string? TransactionId, string? FailureTransactionId, DateTime Created, DateTime FetchedAt);

public sealed record DisputeFact(
    string Account, string Id, string? ChargeId, string? PaymentIntentId, long Amount, string Currency, string Status,
    string? Reason, DateTime? DueBy, bool ChargeRefundable, IReadOnlyList<TransactionFact> Transactions, DateTime Created,
    DateTime FetchedAt);

public sealed record PayoutFact(
    string Account, string Id, long Amount, string Currency, string Status, bool Automatic, string? ReconciliationStatus,
    DateTime ArrivalDate, string? TraceId, string? TransactionId, string? FailureTransactionId, DateTime Created, DateTime FetchedAt);

public sealed record EarlyFraudWarningFact(
    string Account, string Id, string? ChargeId, string FraudType, bool Actionable, DateTime Created, DateTime FetchedAt);

/// <summary>An event in the provider's list, with its raw body.</summary>
public sealed record EventFact(
    string Account, string Id, string Type, string? ObjectType, string? ObjectId, bool Livemode, string? ApiVersion,
    DateTime Created, byte[] Body);

/// <summary>What the provider holds for us, per currency.</summary>
public sealed record BalanceFact(string Account, IReadOnlyDictionary<string, long> AvailablePlusPending, DateTime FetchedAt);

/// <param name="DisabledReason">Why the provider keeps the account from charging or paying out, in its own words; null when it does not.</param>
/// <param name="PayoutInterval"><c>daily</c>, <c>weekly</c>, <c>monthly</c> or <c>manual</c>; null when the key may not see it.</param>
public sealed record AccountFact(
    string Id, string? Country, string? DefaultCurrency, bool ChargesEnabled, bool PayoutsEnabled, string? DisabledReason, string? PayoutInterval);

/// <summary>An address that the provider sends events to.</summary>
/// <param name="Status">enabled, disabled.</param>
/// <param name="ApiVersion">The version its events are written in; null for the account's own.</param>
/// <param name="EnabledEvents">Event types; <c>*</c> is all.</param>
public sealed record WebhookEndpointFact(
    string Account, string Id, string Url, string Status, string? ApiVersion, IReadOnlyList<string> EnabledEvents, bool Livemode, DateTime FetchedAt);

/// <summary>One page of a list, newest first.</summary>
public sealed record FactPage<T>(IReadOnlyList<T> Items, bool HasMore);
