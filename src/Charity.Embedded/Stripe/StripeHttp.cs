using System.Globalization;
using System.Text;
using System.Text.Json;
using Charity.Payments;
using Charity.Payments.Attempts;

namespace Charity.Embedded.Stripe;

/// <summary>The card-payments port over plain HTTP: one method, one address of Stripe's interface.</summary>
internal sealed class StripeHttp(StripeTransport transport, StripeAttempts attempts, TimeProvider time) : IPaymentGateway
{
    private const string ExpandSession = "?expand[0]=payment_intent.latest_charge.balance_transaction";
    private const string ExpandPayment = "?expand[0]=latest_charge.balance_transaction";
    private const string ExpandCharge = "?expand[0]=balance_transaction";
    private const string ExpandTransaction = "?expand[0]=source";

    public Task<SessionFact> CreateSessionAsync(string account, string formBody, string idempotencyKey, CancellationToken cancel)
        => PostAsync(account, "/v1/checkout/sessions", formBody, idempotencyKey, (f, j) => f.Session(j), cancel);

    public Task<SessionFact> ExpireSessionAsync(string account, string sessionId, string idempotencyKey, CancellationToken cancel)
        => PostAsync(account, $"/v1/checkout/sessions/{Id(sessionId)}/expire", "", idempotencyKey, (f, j) => f.Session(j), cancel);

    public Task<SessionFact> GetSessionAsync(string account, string sessionId, CancellationToken cancel)
        => GetAsync(account, $"/v1/checkout/sessions/{Id(sessionId)}{ExpandSession}", (f, j) => f.Session(j), cancel);

    public Task<PaymentFact> GetPaymentAsync(string account, string paymentIntentId, CancellationToken cancel)
        => GetAsync(account, $"/v1/payment_intents/{Id(paymentIntentId)}{ExpandPayment}", (f, j) => f.Payment(j), cancel);

    public Task<ChargeFact> GetChargeAsync(string account, string chargeId, CancellationToken cancel)
        => GetAsync(account, $"/v1/charges/{Id(chargeId)}{ExpandCharge}", (f, j) => f.Charge(j), cancel);

    public Task<TransactionFact> GetTransactionAsync(string account, string transactionId, CancellationToken cancel)
        => GetAsync(account, $"/v1/balance_transactions/{Id(transactionId)}{ExpandTransaction}", (f, j) => f.Transaction(j), cancel);

    public Task<RefundFact> GetRefundAsync(string account, string refundId, CancellationToken cancel)
        => GetAsync(account, $"/v1/refunds/{Id(refundId)}", (f, j) => f.Refund(j), cancel);

    public Task<RefundFact> CreateRefundAsync(string account, string formBody, string idempotencyKey, CancellationToken cancel)
        => PostAsync(account, "/v1/refunds", formBody, idempotencyKey, (f, j) => f.Refund(j), cancel);

    public Task<DisputeFact> GetDisputeAsync(string account, string disputeId, CancellationToken cancel)
        => GetAsync(account, $"/v1/disputes/{Id(disputeId)}", (f, j) => f.Dispute(j), cancel);

    public Task<PayoutFact> GetPayoutAsync(string account, string payoutId, CancellationToken cancel)
        => GetAsync(account, $"/v1/payouts/{Id(payoutId)}", (f, j) => f.Payout(j), cancel);

    public Task<EarlyFraudWarningFact> GetEarlyFraudWarningAsync(string account, string warningId, CancellationToken cancel)
        => GetAsync(account, $"/v1/radar/early_fraud_warnings/{Id(warningId)}", (f, j) => f.FraudWarning(j), cancel);

    public Task<FactPage<EventFact>> ListEventsAsync(string account, ListRange range, CancellationToken cancel)
        => ListAsync(account, "/v1/events", range, "", (f, j) => f.Event(j), cancel);

    public Task<FactPage<SessionFact>> ListSessionsAsync(string account, ListRange range, CancellationToken cancel)
        => ListAsync(account, "/v1/checkout/sessions", range, "", (f, j) => f.Session(j), cancel);

    public Task<FactPage<TransactionFact>> ListTransactionsAsync(
        string account, ListRange range, string? payoutId, CancellationToken cancel)
        => ListAsync(
            account, "/v1/balance_transactions", range, payoutId is null ? "&expand[0]=data.source" : $"&expand[0]=data.source&payout={Id(payoutId)}",
            (f, j) => f.Transaction(j), cancel);

    public Task<FactPage<RefundFact>> ListRefundsAsync(string account, ListRange range, CancellationToken cancel)
        => ListAsync(account, "/v1/refunds", range, "", (f, j) => f.Refund(j), cancel);

    public Task<FactPage<DisputeFact>> ListDisputesAsync(string account, ListRange range, CancellationToken cancel)
        => ListAsync(account, "/v1/disputes", range, "", (f, j) => f.Dispute(j), cancel);

    public Task<FactPage<PayoutFact>> ListPayoutsAsync(string account, ListRange range, CancellationToken cancel)
        => ListAsync(account, "/v1/payouts", range, "", (f, j) => f.Payout(j), cancel);

    public Task<BalanceFact> GetBalanceAsync(string account, CancellationToken cancel)
        => GetAsync(account, "/v1/balance", (f, j) => f.Balance(j), cancel);

    public Task<AccountFact> GetAccountAsync(string account, CancellationToken cancel)
        => GetAsync(account, "/v1/account", (_, j) => StripeFacts.Account(j), cancel);

    public Task<FactPage<WebhookEndpointFact>> ListWebhookEndpointsAsync(string account, string? after, CancellationToken cancel)
        => ListAsync(account, "/v1/webhook_endpoints", new ListRange(null, after), "", (f, j) => f.WebhookEndpoint(j), cancel);

    private Task<T> GetAsync<T>(string account, string path, Func<StripeFacts, JsonElement, T> map, CancellationToken cancel)
        => SendAsync(new StripeRequest(account, path), map, cancel);

    private Task<T> PostAsync<T>(
        string account, string path, string body, string key, Func<StripeFacts, JsonElement, T> map, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return SendAsync(new StripeRequest(account, path, body, key), map, cancel);
    }

    private Task<FactPage<T>> ListAsync<T>(
        string account, string path, ListRange range, string more, Func<StripeFacts, JsonElement, T> map, CancellationToken cancel)
    {
        var query = new StringBuilder(path).Append(CultureInfo.InvariantCulture, $"?limit={range.Limit}");
        if (range.CreatedFrom is { } from)
        {
            query.Append(CultureInfo.InvariantCulture, $"&created[gte]={UnixTime.Of(from)}");
        }

        if (range.After is { } after)
        {
            query.Append("&starting_after=").Append(Id(after));
        }

        query.Append(more);
        return GetAsync(account, query.ToString(), (facts, json) => StripeFacts.Page(json, one => map(facts, one)), cancel);
    }

    private async Task<T> SendAsync<T>(StripeRequest request, Func<StripeFacts, JsonElement, T> map, CancellationToken cancel)
    {
        // Taken before the call: of two snapshots the one asked for later is the newer one.
        var fetchedAt = time.GetUtcNow().UtcDateTime;
        var answer = await transport.SendAsync(request, cancel);
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            return map(new StripeFacts(request.Account, fetchedAt), json.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or OverflowException)
        {
            // InvalidOperation: text with half of a surrogate pair.
            throw attempts.Unreadable(request.Line, answer.RequestId, error is JsonException ? error.Message : "text", error);
        }
    }

    private static string Id(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return Uri.EscapeDataString(id);
    }
}
