namespace Charity.Payments;

/// <summary>
/// The card-payments port. Stripe-shaped on purpose: other acquirers come in as registers and imports. Adapters
/// translate and nothing more; bodies of writing calls are encoded above the port and sent to the letter, so that a
/// retry is the same call. Every call is bounded in time; every failure is a <see cref="GatewayException"/>.
/// </summary>
public interface IPaymentGateway
{
    Task<SessionFact> CreateSessionAsync(string account, string formBody, string idempotencyKey, CancellationToken cancel);

    Task<SessionFact> ExpireSessionAsync(string account, string sessionId, string idempotencyKey, CancellationToken cancel);

    /// <summary>With payment intent, latest charge and its balance transaction.</summary>
    Task<SessionFact> GetSessionAsync(string account, string sessionId, CancellationToken cancel);

    /// <summary>With latest charge and its balance transaction.</summary>
    Task<PaymentFact> GetPaymentAsync(string account, string paymentIntentId, CancellationToken cancel);

    /// <summary>With its balance transaction.</summary>
    Task<ChargeFact> GetChargeAsync(string account, string chargeId, CancellationToken cancel);

    Task<TransactionFact> GetTransactionAsync(string account, string transactionId, CancellationToken cancel);

    Task<RefundFact> GetRefundAsync(string account, string refundId, CancellationToken cancel);

    Task<RefundFact> CreateRefundAsync(string account, string formBody, string idempotencyKey, CancellationToken cancel);

    Task<DisputeFact> GetDisputeAsync(string account, string disputeId, CancellationToken cancel);

    Task<PayoutFact> GetPayoutAsync(string account, string payoutId, CancellationToken cancel);

    Task<EarlyFraudWarningFact> GetEarlyFraudWarningAsync(string account, string warningId, CancellationToken cancel);

    Task<FactPage<EventFact>> ListEventsAsync(string account, ListRange range, CancellationToken cancel);

    Task<FactPage<SessionFact>> ListSessionsAsync(string account, ListRange range, CancellationToken cancel);

    /// <summary>With source expanded. <paramref name="payoutId"/> narrows it to one automatic payout.</summary>
    Task<FactPage<TransactionFact>> ListTransactionsAsync(string account, ListRange range, string? payoutId, CancellationToken cancel);

    Task<FactPage<RefundFact>> ListRefundsAsync(string account, ListRange range, CancellationToken cancel);

    Task<FactPage<DisputeFact>> ListDisputesAsync(string account, ListRange range, CancellationToken cancel);

    Task<FactPage<PayoutFact>> ListPayoutsAsync(string account, ListRange range, CancellationToken cancel);

    Task<BalanceFact> GetBalanceAsync(string account, CancellationToken cancel);

    Task<AccountFact> GetAccountAsync(string account, CancellationToken cancel);

    /// <summary>The addresses that events are sent to; a restricted key may lack the permission to see them.</summary>
    /// <param name="after">Id of the endpoint after which the page begins; null for the first page.</param>
    Task<FactPage<WebhookEndpointFact>> ListWebhookEndpointsAsync(string account, string? after, CancellationToken cancel);
}

/// <summary>A page of a list: made at or after <paramref name="CreatedFrom"/> (UTC), older than the item <paramref name="After"/>.</summary>
/// <param name="Limit">1 to 100.</param>
public sealed record ListRange(DateTime? CreatedFrom, string? After, int Limit = 100);

/// <summary>How a call to the provider failed.</summary>
public enum GatewayFault
{
    /// <summary>Definitely refused (4xx other than below): nothing happened; the same call will be refused again.</summary>
    Refused,

    /// <summary>The object does not exist in that account.</summary>
    NotFound,

    /// <summary>429 or a lock conflict that outlived the retries: nothing happened; the same call may do later.</summary>
    Busy,

    /// <summary>Timeout, broken connection, 5xx or an unreadable answer after the call may have run: the outcome is unknown.</summary>
    Unknown,

    /// <summary>The same idempotency key was used with another body: a bug of ours; nothing happened.</summary>
    KeyReused,

    /// <summary>Wrong key or missing permission: a setting is wrong.</summary>
    Unauthorised,
}

/// <summary>A failed call to the provider, after the adapter's own bounded retries.</summary>
/// <param name="replayed">The provider repeated an answer that it had stored under the idempotency key.</param>
public sealed class GatewayException(
    GatewayFault fault, string code, string? requestId = null, Exception? inner = null, int? httpStatus = null, bool replayed = false)
    : Exception($"Payment provider: {fault} ({code}{(requestId is null ? "" : ", request " + requestId)})", inner)
{
    public GatewayFault Fault { get; } = fault;

    /// <summary>The provider's error code, such as <c>amount_too_small</c>, or ours for a connection fault.</summary>
    public string Code { get; } = code;

    public string? RequestId { get; } = requestId;

    /// <summary>HTTP status of the answer, or null when none came.</summary>
    public int? HttpStatus { get; } = httpStatus;

    /// <summary>
    /// True when this failure is what the provider has stored under the idempotency key: the same key will get nothing
    /// else, so it is of no use to send it again.
    /// </summary>
    public bool Replayed { get; } = replayed;

    /// <summary>
    /// True when the provider was busy, gave no readable answer, or refused our key, which is a setting that someone
    /// mends: for reading calls, the same may work later. No piece of work is at fault.
    /// </summary>
    public bool IsTransient => Fault is GatewayFault.Busy or GatewayFault.Unknown or GatewayFault.Unauthorised;
}
