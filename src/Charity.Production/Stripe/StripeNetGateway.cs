using System.Text.Json;
using Charity.Payments;
using Charity.Payments.Attempts;
using global::Stripe;
using global::Stripe.Checkout;
using Refund = global::Stripe.Refund;

namespace Charity.Production.Stripe;

/// <summary>
/// The card-payments port over Stripe.net: its services where we read, its raw requests where we write, because a body is
/// stored before the call and goes out again to the letter.
/// </summary>
internal sealed class StripeNetGateway(StripeNetClients clients, StripeAttempts attempts, TimeProvider time) : IPaymentGateway
{
    public Task<SessionFact> CreateSessionAsync(string account, string formBody, string idempotencyKey, CancellationToken cancel)
        => WriteAsync<Session, SessionFact>(account, "/v1/checkout/sessions", formBody, idempotencyKey, (f, s) => f.Session(s), cancel);

    public Task<SessionFact> ExpireSessionAsync(string account, string sessionId, string idempotencyKey, CancellationToken cancel)
        => WriteAsync<Session, SessionFact>(
            account, $"/v1/checkout/sessions/{Uri.EscapeDataString(Id(sessionId))}/expire", "", idempotencyKey, (f, s) => f.Session(s), cancel);

    public Task<RefundFact> CreateRefundAsync(string account, string formBody, string idempotencyKey, CancellationToken cancel)
        => WriteAsync<Refund, RefundFact>(account, "/v1/refunds", formBody, idempotencyKey, (f, r) => f.Refund(r), cancel);

    public Task<SessionFact> GetSessionAsync(string account, string sessionId, CancellationToken cancel)
        => ReadAsync(
            account, c => c.V1.Checkout.Sessions.GetAsync(
                Id(sessionId), new SessionGetOptions { Expand = ["payment_intent.latest_charge.balance_transaction"] }, null, cancel),
            (f, s) => f.Session(s));

    public Task<PaymentFact> GetPaymentAsync(string account, string paymentIntentId, CancellationToken cancel)
        => ReadAsync(
            account, c => c.V1.PaymentIntents.GetAsync(
                Id(paymentIntentId), new PaymentIntentGetOptions { Expand = ["latest_charge.balance_transaction"] }, null, cancel),
            (f, p) => f.Payment(p));

    public Task<ChargeFact> GetChargeAsync(string account, string chargeId, CancellationToken cancel)
        => ReadAsync(
            account, c => c.V1.Charges.GetAsync(Id(chargeId), new ChargeGetOptions { Expand = ["balance_transaction"] }, null, cancel),
            (f, charge) => f.Charge(charge));

    public Task<TransactionFact> GetTransactionAsync(string account, string transactionId, CancellationToken cancel)
        => ReadAsync(
            account, c => c.V1.BalanceTransactions.GetAsync(
                Id(transactionId), new BalanceTransactionGetOptions { Expand = ["source"] }, null, cancel),
            (f, t) => f.Transaction(t));

    public Task<RefundFact> GetRefundAsync(string account, string refundId, CancellationToken cancel)
        => ReadAsync(account, c => c.V1.Refunds.GetAsync(Id(refundId), null, null, cancel), (f, r) => f.Refund(r));

    public Task<DisputeFact> GetDisputeAsync(string account, string disputeId, CancellationToken cancel)
        => ReadAsync(account, c => c.V1.Disputes.GetAsync(Id(disputeId), null, null, cancel), (f, d) => f.Dispute(d));

    public Task<PayoutFact> GetPayoutAsync(string account, string payoutId, CancellationToken cancel)
        => ReadAsync(account, c => c.V1.Payouts.GetAsync(Id(payoutId), null, null, cancel), (f, p) => f.Payout(p));

    public Task<EarlyFraudWarningFact> GetEarlyFraudWarningAsync(string account, string warningId, CancellationToken cancel)
        => ReadAsync(account, c => c.V1.Radar.EarlyFraudWarnings.GetAsync(Id(warningId), null, null, cancel), (f, w) => f.FraudWarning(w));

    public Task<FactPage<EventFact>> ListEventsAsync(string account, ListRange range, CancellationToken cancel)
        => ReadAsync(
            account, c => c.RequestAsync<AsItCame>(
                HttpMethod.Get, "/v1/events", Range(new EventListOptions { Created = From(range) }, range), null, cancel),
            (f, page) => f.Events(page));

    public Task<FactPage<SessionFact>> ListSessionsAsync(string account, ListRange range, CancellationToken cancel)
        => ListAsync(
            account, c => c.V1.Checkout.Sessions.ListAsync(Range(new SessionListOptions { Created = From(range) }, range), null, cancel),
            (f, s) => f.Session(s));

    public Task<FactPage<TransactionFact>> ListTransactionsAsync(
        string account, ListRange range, string? payoutId, CancellationToken cancel)
    {
        var options = new BalanceTransactionListOptions
        {
            Created = From(range), Payout = payoutId is null ? null : Id(payoutId), Expand = ["data.source"],
        };
        return ListAsync(account, c => c.V1.BalanceTransactions.ListAsync(Range(options, range), null, cancel), (f, t) => f.Transaction(t));
    }

    public Task<FactPage<RefundFact>> ListRefundsAsync(string account, ListRange range, CancellationToken cancel)
        => ListAsync(
            account, c => c.V1.Refunds.ListAsync(Range(new RefundListOptions { Created = From(range) }, range), null, cancel),
            (f, r) => f.Refund(r));

    public Task<FactPage<DisputeFact>> ListDisputesAsync(string account, ListRange range, CancellationToken cancel)
        => ListAsync(
            account, c => c.V1.Disputes.ListAsync(Range(new DisputeListOptions { Created = From(range) }, range), null, cancel),
            (f, d) => f.Dispute(d));

    public Task<FactPage<PayoutFact>> ListPayoutsAsync(string account, ListRange range, CancellationToken cancel)
        => ListAsync(
            account, c => c.V1.Payouts.ListAsync(Range(new PayoutListOptions { Created = From(range) }, range), null, cancel),
            (f, p) => f.Payout(p));

    public Task<BalanceFact> GetBalanceAsync(string account, CancellationToken cancel)
        => ReadAsync(account, c => c.V1.Balance.GetAsync(null, null, cancel), (f, b) => f.Balance(b));

    public Task<AccountFact> GetAccountAsync(string account, CancellationToken cancel)
        => ReadAsync(account, c => c.V1.Accounts.GetSelfAsync(null, cancel), (_, a) => StripeNetFacts.Account(a));

    public Task<FactPage<WebhookEndpointFact>> ListWebhookEndpointsAsync(string account, string? after, CancellationToken cancel)
        => ListAsync(
            account, c => c.V1.WebhookEndpoints.ListAsync(Range(new WebhookEndpointListOptions(), new ListRange(null, after)), null, cancel),
            (f, w) => f.WebhookEndpoint(w));

    private Task<TFact> WriteAsync<TEntity, TFact>(
        string account, string path, string body, string key, Func<StripeNetFacts, TEntity, TFact> map, CancellationToken cancel)
        where TEntity : IStripeEntity
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return AskAsync(
            new StripeCallLine(account, HttpMethod.Post, path),
            async client => client.Deserialize<TEntity>(
                (await client.RawRequestAsync(HttpMethod.Post, path, body, new RawRequestOptions { IdempotencyKey = key }, cancel)).Content),
            map);
    }

    private Task<TFact> ReadAsync<TEntity, TFact>(
        string account, Func<StripeClient, Task<TEntity>> read, Func<StripeNetFacts, TEntity, TFact> map)
        => AskAsync(new StripeCallLine(account, HttpMethod.Get, typeof(TEntity).Name), read, map);

    private Task<FactPage<TFact>> ListAsync<TEntity, TFact>(
        string account, Func<StripeClient, Task<StripeList<TEntity>>> list, Func<StripeNetFacts, TEntity, TFact> map)
        where TEntity : StripeEntity<TEntity>
        => ReadAsync(account, list, (facts, page) => StripeNetFacts.Page(page, one => map(facts, one)));

    private async Task<TFact> AskAsync<TEntity, TFact>(
        StripeCallLine call, Func<StripeClient, Task<TEntity>> ask, Func<StripeNetFacts, TEntity, TFact> map)
    {
        // Taken before the call: of two snapshots the one asked for later is the newer one.
        var fetchedAt = time.GetUtcNow().UtcDateTime;
        try
        {
            return map(new StripeNetFacts(call.Account, fetchedAt), await ask(clients.Get(call.Account)));
        }
        catch (StripeException error)
        {
            // Its message quotes the answer, and with it what donors typed: neither logged nor handed on.
            throw attempts.Unreadable(call, error.StripeResponse?.RequestId, "not what Stripe.net expects");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or OverflowException or ArgumentOutOfRangeException)
        {
            // InvalidOperation: text with half of a surrogate pair. ArgumentOutOfRange: a date that is none.
            throw attempts.Unreadable(call, null, error is JsonException ? error.Message : "text", error);
        }
    }

    private static DateRangeOptions? From(ListRange range)
        => range.CreatedFrom is { } from ? new DateRangeOptions { GreaterThanOrEqual = DateTime.SpecifyKind(from, DateTimeKind.Utc) } : null;

    private static TOptions Range<TOptions>(TOptions options, ListRange range)
        where TOptions : ListOptions
    {
        options.Limit = range.Limit;
        options.StartingAfter = range.After is { } after ? Id(after) : null;
        return options;
    }

    private static string Id(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return id;
    }
}
