using System.Runtime.InteropServices;
using System.Text.Json;
using Charity.Payments;

namespace Charity.Embedded.Stripe;

/// <summary>Stripe's objects as facts. Each method expects the object that its name says.</summary>
/// <param name="account">Account that was asked.</param>
/// <param name="fetchedAt">Business time before the call.</param>
internal sealed class StripeFacts(string account, DateTime fetchedAt)
{
    public SessionFact Session(JsonElement json)
    {
        Expect(json, "checkout.session");
        return FactRules.InMinorUnits(new SessionFact(
            account, json.Text("id"), json.TextOrNull("status") ?? "", json.Text("payment_status"),
            json.TextOrNull("client_reference_id"), json.TextOrNull("url"), json.Time("created"), json.Time("expires_at"),
            // Sessions that only store a card, made by hand in the dashboard, have neither.
            json.WholeOrNull("amount_total") ?? 0, json.Find("currency") is null ? "" : json.Currency("currency"),
            json.Flag("livemode"), json.ObjectOrNull("payment_intent") is { } payment ? Payment(payment) : null, fetchedAt));
    }

    public PaymentFact Payment(JsonElement json)
    {
        Expect(json, "payment_intent");
        return FactRules.InMinorUnits(new PaymentFact(
            account, json.Text("id"), json.Text("status"), json.Whole("amount"), json.Whole("amount_received"),
            json.Currency("currency"), DonationId(json), json.Time("created"),
            json.ObjectOrNull("latest_charge") is { } charge ? Charge(charge) : null,
            json.ObjectOrNull("last_payment_error") is { } error
                ? FactRules.ErrorCode(error.TextOrNull("decline_code"), error.TextOrNull("code"), error.TextOrNull("type"))
                : null,
            json.Flag("livemode"), fetchedAt));
    }

    public ChargeFact Charge(JsonElement json)
    {
        Expect(json, "charge");
        var id = json.Text("id");
        var paymentId = json.IdOrNull("payment_intent");
        var transaction = json.ObjectOrNull("balance_transaction") is { } expanded
            ? FactRules.Within(Transaction(expanded), id, paymentId)
            : null;
        return FactRules.InMinorUnits(new ChargeFact(
            account, id, paymentId, json.Text("status"), json.Flag("paid"), json.Whole("amount"), json.Whole("amount_refunded"),
            json.Currency("currency"), json.Time("created"), DonationId(json), transaction,
            json.ObjectOrNull("payment_method_details")?.ObjectOrNull("card")?.TextOrNull("country"),
            json.Flag("disputed"), fetchedAt));
    }

    public TransactionFact Transaction(JsonElement json)
    {
        Expect(json, "balance_transaction");
        var source = json.ObjectOrNull("source");
        var sourceId = json.IdOrNull("source");
        return FactRules.InMinorUnits(new TransactionFact(
            account, json.Text("id"), json.Text("type"), json.TextOrNull("reporting_category"), json.Whole("amount"),
            json.Whole("fee"), json.Whole("net"), json.Currency("currency"), sourceId,
            FactRules.ChargeBehind(source?.TextOrNull("object"), sourceId, source?.IdOrNull("charge")), source?.IdOrNull("payment_intent"),
            // As written, never through a binary fraction.
            json.DecimalTextOrNull("exchange_rate"), json.Time("created"), json.TimeOrNull("available_on"),
            json.Find("fee_details")?.GetRawText(), fetchedAt));
    }

    public RefundFact Refund(JsonElement json)
    {
        Expect(json, "refund");
        return FactRules.InMinorUnits(new RefundFact(
            account, json.Text("id"), json.IdOrNull("charge"), json.IdOrNull("payment_intent"), json.Whole("amount"),
            json.Currency("currency"), json.TextOrNull("status") ?? "", json.TextOrNull("failure_reason"),
            json.IdOrNull("balance_transaction"), json.IdOrNull("failure_balance_transaction"), json.Time("created"), fetchedAt));
    }

    public DisputeFact Dispute(JsonElement json)
    {
        Expect(json, "dispute");
        var charge = json.IdOrNull("charge");
        var payment = json.IdOrNull("payment_intent");
        return FactRules.InMinorUnits(new DisputeFact(
            account, json.Text("id"), charge, payment, json.Whole("amount"), json.Currency("currency"), json.Text("status"),
            json.TextOrNull("reason"), json.ObjectOrNull("evidence_details")?.TimeOrNull("due_by"), json.Flag("is_charge_refundable"),
            [.. json.List("balance_transactions").Select(t => FactRules.Within(Transaction(t), charge, payment))],
            json.Time("created"), fetchedAt));
    }

    public PayoutFact Payout(JsonElement json)
    {
        Expect(json, "payout");
        return FactRules.InMinorUnits(new PayoutFact(
            account, json.Text("id"), json.Whole("amount"), json.Currency("currency"), json.Text("status"), json.Flag("automatic"),
            json.TextOrNull("reconciliation_status"), json.Time("arrival_date"), json.ObjectOrNull("trace_id")?.TextOrNull("value"),
            json.IdOrNull("balance_transaction"), json.IdOrNull("failure_balance_transaction"), json.Time("created"), fetchedAt));
    }

    public EarlyFraudWarningFact FraudWarning(JsonElement json)
    {
        Expect(json, "radar.early_fraud_warning");
        return new EarlyFraudWarningFact(
            account, json.Text("id"), json.IdOrNull("charge"), json.Text("fraud_type"), json.Flag("actionable"),
            json.Time("created"), fetchedAt);
    }

    public EventFact Event(JsonElement json)
    {
        Expect(json, "event");
        var subject = json.ObjectOrNull("data")?.ObjectOrNull("object");
        return new EventFact(
            account, json.Text("id"), json.Text("type"), subject?.TextOrNull("object"), subject?.TextOrNull("id"),
            json.Flag("livemode"), json.TextOrNull("api_version"), json.Time("created"),
            JsonMarshal.GetRawUtf8Value(json).ToArray());
    }

    public BalanceFact Balance(JsonElement json)
    {
        Expect(json, "balance");
        var parts = json.List("available").Concat(json.List("pending"));
        return new BalanceFact(account, FactRules.Balance(parts.Select(p => (p.Currency("currency"), p.Whole("amount")))), fetchedAt);
    }

    public static AccountFact Account(JsonElement json)
    {
        Expect(json, "account");
        return new AccountFact(
            json.Text("id"), json.TextOrNull("country"), json.Find("default_currency") is null ? null : json.Currency("default_currency"),
            json.Flag("charges_enabled"), json.Flag("payouts_enabled"), json.ObjectOrNull("requirements")?.TextOrNull("disabled_reason"),
            json.ObjectOrNull("settings")?.ObjectOrNull("payouts")?.ObjectOrNull("schedule")?.TextOrNull("interval"));
    }

    public WebhookEndpointFact WebhookEndpoint(JsonElement json)
    {
        Expect(json, "webhook_endpoint");
        return new WebhookEndpointFact(
            account, json.Text("id"), json.Text("url"), json.Text("status"), json.TextOrNull("api_version"),
            [.. json.Texts("enabled_events")], json.Flag("livemode"), fetchedAt);
    }

    public static FactPage<T> Page<T>(JsonElement json, Func<JsonElement, T> map)
    {
        Expect(json, "list");
        return new FactPage<T>([.. json.List("data").Select(map)], json.Flag("has_more"));
    }

    private static string? DonationId(JsonElement json)
        => json.ObjectOrNull("metadata")?.TextOrNull(CheckoutRequest.DonationIdField);

    private static void Expect(JsonElement json, string type)
    {
        if (json.Text("object") != type)
        {
            throw new JsonException($"Expected {type}.");
        }
    }
}
