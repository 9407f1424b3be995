using System.Collections.Concurrent;
using Charity.Payments;

namespace Charity.Benchmarks.Settling;

/// <summary>A provider in memory that knows nothing but paid sessions with their balance transactions.</summary>
internal sealed class PaidSessions(TimeProvider time) : IPaymentGateway
{
    private readonly ConcurrentDictionary<string, (Guid Gift, long Minor)> sessions = new(StringComparer.Ordinal);

    public void Add(string session, Guid gift, long minor) => sessions[session] = (gift, minor);

    public Task<SessionFact> GetSessionAsync(string account, string sessionId, CancellationToken cancel)
    {
        var (gift, minor) = sessions[sessionId];
        var now = time.GetUtcNow().UtcDateTime;
        var number = sessionId["cs_".Length..];
        var fee = (minor * 15 / 1000) + 25;
        var transaction = new TransactionFact(
            account, "txn_" + number, "charge", "charge", minor, fee, minor - fee, "EUR", "ch_" + number, "ch_" + number, "pi_" + number, null, now,
            now, null, now);
        var charge = new ChargeFact(
            account, "ch_" + number, "pi_" + number, "succeeded", true, minor, 0, "EUR", now, gift.ToString(), transaction, "BG", false, now);
        var payment = new PaymentFact(account, "pi_" + number, "succeeded", minor, minor, "EUR", gift.ToString(), now, charge, null, false, now);
        return Task.FromResult(new SessionFact(
            account, sessionId, "complete", "paid", gift.ToString(), null, now, now.AddHours(1), minor, "EUR", false, payment, now));
    }

    public Task<SessionFact> CreateSessionAsync(string account, string formBody, string idempotencyKey, CancellationToken cancel) => throw Unused();

    public Task<SessionFact> ExpireSessionAsync(string account, string sessionId, string idempotencyKey, CancellationToken cancel) => throw Unused();

    public Task<PaymentFact> GetPaymentAsync(string account, string paymentIntentId, CancellationToken cancel) => throw Unused();

    public Task<ChargeFact> GetChargeAsync(string account, string chargeId, CancellationToken cancel) => throw Unused();

    public Task<TransactionFact> GetTransactionAsync(string account, string transactionId, CancellationToken cancel) => throw Unused();

    public Task<RefundFact> GetRefundAsync(string account, string refundId, CancellationToken cancel) => throw Unused();

    public Task<RefundFact> CreateRefundAsync(string account, string formBody, string idempotencyKey, CancellationToken cancel) => throw Unused();

    public Task<DisputeFact> GetDisputeAsync(string account, string disputeId, CancellationToken cancel) => throw Unused();

    public Task<PayoutFact> GetPayoutAsync(string account, string payoutId, CancellationToken cancel) => throw Unused();

    public Task<EarlyFraudWarningFact> GetEarlyFraudWarningAsync(string account, string warningId, CancellationToken cancel) => throw Unused();

    public Task<FactPage<EventFact>> ListEventsAsync(string account, ListRange range, CancellationToken cancel) => throw Unused();

    public Task<FactPage<SessionFact>> ListSessionsAsync(string account, ListRange range, CancellationToken cancel) => throw Unused();

    public Task<FactPage<TransactionFact>> ListTransactionsAsync(string account, ListRange range, string? payoutId, CancellationToken cancel) => throw Unused();

    public Task<FactPage<RefundFact>> ListRefundsAsync(string account, ListRange range, CancellationToken cancel) => throw Unused();

    public Task<FactPage<DisputeFact>> ListDisputesAsync(string account, ListRange range, CancellationToken cancel) => throw Unused();

    public Task<FactPage<PayoutFact>> ListPayoutsAsync(string account, ListRange range, CancellationToken cancel) => throw Unused();

    public Task<BalanceFact> GetBalanceAsync(string account, CancellationToken cancel) => throw Unused();

    public Task<AccountFact> GetAccountAsync(string account, CancellationToken cancel) => throw Unused();

    public Task<FactPage<WebhookEndpointFact>> ListWebhookEndpointsAsync(string account, string? after, CancellationToken cancel) => throw Unused();

    private static NotSupportedException Unused() => new("Settling asks for sessions only.");
}
