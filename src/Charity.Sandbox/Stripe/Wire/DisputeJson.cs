using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Wire;

/// <summary>The Dispute and EarlyFraudWarning objects.</summary>
internal static class DisputeJson
{
    /// <summary>Fields of evidence that Stripe takes as text.</summary>
    internal static IReadOnlyList<string> EvidenceFields { get; } =
    [
        "access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure", "cancellation_rebuttal",
        "customer_communication", "customer_email_address", "customer_name", "customer_purchase_ip", "customer_signature",
        "duplicate_charge_documentation", "duplicate_charge_explanation", "duplicate_charge_id", "product_description", "receipt",
        "refund_policy", "refund_policy_disclosure", "refund_refusal_explanation", "service_date", "service_documentation",
        "shipping_address", "shipping_carrier", "shipping_date", "shipping_documentation", "shipping_tracking_number",
        "uncategorized_file", "uncategorized_text",
    ];

    internal static JsonObject Write(DisputeState d, long at) => new()
    {
        ["id"] = d.Id,
        ["object"] = "dispute",
        ["amount"] = d.Amount,
        ["balance_transactions"] = new JsonArray([.. d.BalanceTransactions.Select(t => (JsonNode)MoneyJson.Transaction(t, at))]),
        ["charge"] = d.Charge,
        ["created"] = d.Created,
        ["currency"] = d.Currency,
        ["enhanced_eligibility_types"] = new JsonArray(),
        ["evidence"] = Evidence(d),
        ["evidence_details"] = new JsonObject
        {
            ["due_by"] = d.DueBy,
            ["enhanced_eligibility"] = new JsonObject(),
            ["has_evidence"] = d.Evidence.Count > 0,
            ["past_due"] = at > d.DueBy,
            ["submission_count"] = d.Submissions,
        },
        ["is_charge_refundable"] = d.IsInquiry,
        ["livemode"] = false,
        ["metadata"] = WireJson.Map(d.Metadata),
        ["payment_intent"] = d.PaymentIntent,
        ["payment_method_details"] = new JsonObject
        {
            ["card"] = new JsonObject
            {
                ["brand"] = d.Brand,
                ["case_type"] = d.CaseType,
                ["network"] = d.Brand,
                ["network_reason_code"] = d.NetworkReasonCode,
            },
            ["type"] = "card",
        },
        ["reason"] = d.Reason,
        ["status"] = d.Status,
    };

    internal static JsonObject Warning(WarningState w) => new()
    {
        ["id"] = w.Id,
        ["object"] = "radar.early_fraud_warning",
        ["actionable"] = w.Actionable,
        ["charge"] = w.Charge,
        ["created"] = w.Created,
        ["fraud_type"] = w.FraudType,
        ["livemode"] = false,
        ["payment_intent"] = w.PaymentIntent,
    };

    private static JsonObject Evidence(DisputeState d)
    {
        var json = new JsonObject();
        foreach (var field in EvidenceFields)
        {
            json[field] = d.Evidence.GetValueOrDefault(field);
        }

        json["enhanced_evidence"] = new JsonObject();
        return json;
    }
}
