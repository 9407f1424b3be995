using System.Text.Json;
using Charity.Embedded.Stripe;
using Charity.Payments;
using global::Stripe;
using global::Stripe.Checkout;
using global::Stripe.Radar;
using Dispute = global::Stripe.Dispute;
using Payout = global::Stripe.Payout;
using Refund = global::Stripe.Refund;

namespace Charity.Production.Stripe;

/// <summary>
/// Stripe.net's objects as facts. The library fills a missing field with nought, false or 1970, so what a fact needs is
/// looked for in the answer itself first: an amount that is not there is no amount of nought.
/// </summary>
/// <param name="account">Account that was asked.</param>
/// <param name="fetchedAt">Business time before the call.</param>
internal sealed class StripeNetFacts(string account, DateTime fetchedAt)
{
    public SessionFact Session(Session session)
    {
        Need(session, session.Object, "checkout.session", "id", "payment_status", "created", "expires_at", "livemode");
        return FactRules.InMinorUnits(new SessionFact(
            account, session.Id, session.Status ?? "", session.PaymentStatus, session.ClientReferenceId, session.Url, session.Created,
            // Sessions that only store a card, made by hand in the dashboard, have neither amount nor currency.
            session.ExpiresAt, session.AmountTotal ?? 0, session.Currency is null ? "" : Currency(session.Currency), session.Livemode,
            session.PaymentIntent is { } payment ? Payment(payment) : null, fetchedAt));
    }

    public PaymentFact Payment(PaymentIntent payment)
    {
        Need(payment, payment.Object, "payment_intent", "id", "status", "amount", "amount_received", "created", "livemode");
        return FactRules.InMinorUnits(new PaymentFact(
            account, payment.Id, payment.Status, payment.Amount, payment.AmountReceived, Currency(payment.Currency), DonationId(payment),
            payment.Created, payment.LatestCharge is { } charge ? Charge(charge) : null,
            payment.LastPaymentError is { } error ? FactRules.ErrorCode(error.DeclineCode, error.Code, error.Type) : null,
            payment.Livemode, fetchedAt));
    }

    public ChargeFact Charge(Charge charge)
    {
        Need(charge, charge.Object, "charge", "id", "status", "paid", "amount", "amount_refunded", "created", "disputed");
        return FactRules.InMinorUnits(new ChargeFact(
            account, charge.Id, charge.PaymentIntentId, charge.Status, charge.Paid, charge.Amount, charge.AmountRefunded,
            Currency(charge.Currency), charge.Created, DonationId(charge),
            charge.BalanceTransaction is { } expanded ? FactRules.Within(Transaction(expanded), charge.Id, charge.PaymentIntentId) : null,
            charge.PaymentMethodDetails?.Card?.Country, charge.Disputed, fetchedAt));
    }

    public TransactionFact Transaction(BalanceTransaction transaction)
    {
        var json = Need(transaction, transaction.Object, "balance_transaction", "id", "type", "amount", "fee", "net", "created");
        var (chargeId, paymentId) = transaction.Source switch
        {
            Charge charge => (charge.Id, charge.PaymentIntentId),
            Refund refund => (refund.ChargeId, refund.PaymentIntentId),
            Dispute dispute => (dispute.ChargeId, dispute.PaymentIntentId),
            ApplicationFee fee => (fee.ChargeId, null),
            _ => ((string?)null, (string?)null),
        };
        return FactRules.InMinorUnits(new TransactionFact(
            account, transaction.Id, transaction.Type, transaction.ReportingCategory, transaction.Amount, transaction.Fee,
            transaction.Net, Currency(transaction.Currency), transaction.SourceId,
            FactRules.ChargeBehind((transaction.Source as IHasObject)?.Object, transaction.SourceId, chargeId), paymentId,
            // To the letter: the library's decimal would write it in a way of its own.
            json.DecimalTextOrNull("exchange_rate"), transaction.Created,
            json.Find("available_on") is null ? null : transaction.AvailableOn,
            json.Find("fee_details")?.GetRawText(), fetchedAt));
    }

    public RefundFact Refund(Refund refund)
    {
        Need(refund, refund.Object, "refund", "id", "amount", "created");
        return FactRules.InMinorUnits(new RefundFact(
            account, refund.Id, refund.ChargeId, refund.PaymentIntentId, refund.Amount, Currency(refund.Currency), refund.Status ?? "",
            refund.FailureReason, refund.BalanceTransactionId, refund.FailureBalanceTransactionId, refund.Created, fetchedAt));
    }

    public DisputeFact Dispute(Dispute dispute)
    {
        Need(dispute, dispute.Object, "dispute", "id", "amount", "status", "is_charge_refundable", "balance_transactions", "created");
        return FactRules.InMinorUnits(new DisputeFact(
            account, dispute.Id, dispute.ChargeId, dispute.PaymentIntentId, dispute.Amount, Currency(dispute.Currency), dispute.Status,
            dispute.Reason, dispute.EvidenceDetails?.DueBy, dispute.IsChargeRefundable,
            [.. dispute.BalanceTransactions.Select(t => FactRules.Within(Transaction(t), dispute.ChargeId, dispute.PaymentIntentId))],
            dispute.Created, fetchedAt));
    }

    public PayoutFact Payout(Payout payout)
    {
        Need(payout, payout.Object, "payout", "id", "amount", "status", "automatic", "arrival_date", "created");
        return FactRules.InMinorUnits(new PayoutFact(
            account, payout.Id, payout.Amount, Currency(payout.Currency), payout.Status, payout.Automatic, payout.ReconciliationStatus,
            payout.ArrivalDate, payout.TraceId?.Value, payout.BalanceTransactionId, payout.FailureBalanceTransactionId, payout.Created,
            fetchedAt));
    }

    public EarlyFraudWarningFact FraudWarning(EarlyFraudWarning warning)
    {
        Need(warning, warning.Object, "radar.early_fraud_warning", "id", "fraud_type", "actionable", "created");
        return new EarlyFraudWarningFact(account, warning.Id, warning.ChargeId, warning.FraudType, warning.Actionable, warning.Created, fetchedAt);
    }

    /// <summary>
    /// Read as the thin client reads them. An event keeps the version it was made in, and one object of another version
    /// that the library's types cannot hold would take the whole page with it.
    /// </summary>
    public FactPage<EventFact> Events(AsItCame page)
        => StripeFacts.Page(page.RawJsonElement ?? throw new JsonException("The answer is empty."), new StripeFacts(account, fetchedAt).Event);

    public BalanceFact Balance(Balance balance)
    {
        var json = Need(balance, balance.Object, "balance", "available", "pending");
        foreach (var part in json.List("available").Concat(json.List("pending")))
        {
            Need(part, "amount");
        }

        var parts = balance.Available.Concat(balance.Pending);
        return new BalanceFact(account, FactRules.Balance(parts.Select(part => (Currency(part.Currency), part.Amount))), fetchedAt);
    }

    public static AccountFact Account(Account found)
    {
        Need(found, found.Object, "account", "id", "charges_enabled", "payouts_enabled");
        return new AccountFact(
            found.Id, found.Country, found.DefaultCurrency is null ? null : Currency(found.DefaultCurrency), found.ChargesEnabled,
            found.PayoutsEnabled, found.Requirements?.DisabledReason, found.Settings?.Payouts?.Schedule?.Interval);
    }

    public WebhookEndpointFact WebhookEndpoint(WebhookEndpoint endpoint)
    {
        Need(endpoint, endpoint.Object, "webhook_endpoint", "id", "url", "status", "enabled_events", "livemode");
        return new WebhookEndpointFact(
            account, endpoint.Id, endpoint.Url, endpoint.Status, endpoint.ApiVersion, endpoint.EnabledEvents, endpoint.Livemode, fetchedAt);
    }

    public static FactPage<TFact> Page<TEntity, TFact>(StripeList<TEntity> page, Func<TEntity, TFact> map)
        where TEntity : StripeEntity<TEntity>
    {
        // Lists do not keep what they were read from. Without has_more the rest of the list would be passed over in silence.
        using var json = JsonDocument.Parse(page.StripeResponse.Content);
        Expect("list", page.Object);
        Need(json.RootElement, "data", "has_more");
        return new FactPage<TFact>([.. page.Data.Select(map)], page.HasMore);
    }

    private static string? DonationId(IHasMetadata entity) => entity.Metadata?.GetValueOrDefault(CheckoutRequest.DonationIdField);

    private static string Currency(string? text) => FactRules.Currency(text) ?? throw new JsonException("The field currency is not a currency.");

    /// <summary>The answer itself, once it is of that kind and holds each of these fields.</summary>
    private static JsonElement Need(StripeEntity? entity, string? type, string expected, params ReadOnlySpan<string> fields)
    {
        Expect(expected, type);
        var json = entity?.RawJsonElement ?? throw new JsonException($"Expected {expected}.");
        Need(json, fields);
        return json;
    }

    private static void Need(JsonElement json, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (json.Find(field) is null)
            {
                throw new JsonException($"The field {field} is missing.");
            }
        }
    }

    private static void Expect(string expected, string? type)
    {
        if (type != expected)
        {
            throw new JsonException($"Expected {expected}.");
        }
    }
}
