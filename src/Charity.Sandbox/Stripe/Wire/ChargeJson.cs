using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Wire;

/// <summary>The Charge object.</summary>
internal static class ChargeJson
{
    internal static JsonObject Write(ChargeState c) => new()
    {
        ["id"] = c.Id,
        ["object"] = "charge",
        ["amount"] = c.Amount,
        ["amount_captured"] = c.Succeeded ? c.Amount : 0,
        ["amount_refunded"] = c.AmountRefunded,
        ["application"] = null,
        ["application_fee"] = null,
        ["application_fee_amount"] = null,
        ["balance_transaction"] = c.BalanceTransaction,
        ["billing_details"] = PaymentJson.Billing(c.Name, c.Email),
        ["calculated_statement_descriptor"] = c.StatementSuffix is { } suffix ? $"SIMULATED* {suffix}" : "SIMULATED",
        ["captured"] = c.Succeeded,
        ["created"] = c.Created,
        ["currency"] = c.Currency,
        ["customer"] = null,
        ["description"] = c.Description,
        ["disputed"] = c.Disputed,
        ["failure_balance_transaction"] = null,
        ["failure_code"] = c.FailureCode,
        ["failure_message"] = c.FailureMessage,
        ["fraud_details"] = new JsonObject(),
        ["livemode"] = false,
        ["metadata"] = WireJson.Map(c.Metadata),
        ["on_behalf_of"] = null,
        ["outcome"] = Outcome(c),
        ["paid"] = c.Succeeded,
        ["payment_intent"] = c.PaymentIntent,
        ["payment_method"] = c.PaymentMethod,
        ["payment_method_details"] = new JsonObject { ["card"] = Card(c), ["type"] = "card" },
        ["receipt_email"] = c.ReceiptEmail,
        ["receipt_number"] = null,
        ["receipt_url"] = null,
        ["refunded"] = c.Succeeded && c.AmountRefunded == c.Amount,
        ["review"] = null,
        ["shipping"] = null,
        ["source"] = null,
        ["source_transfer"] = null,
        ["statement_descriptor"] = null,
        ["statement_descriptor_suffix"] = c.StatementSuffix,
        ["status"] = c.Status,
        ["transfer_data"] = null,
        ["transfer_group"] = null,
    };

    private static JsonObject Outcome(ChargeState c) => new()
    {
        ["advice_code"] = null,
        ["network_advice_code"] = null,
        ["network_decline_code"] = c.Succeeded || c.Blocked ? null : "05",
        ["network_status"] = c.Succeeded ? "approved_by_network" : c.Blocked ? "not_sent_to_network" : "declined_by_network",
        ["reason"] = c.Succeeded ? null : c.Blocked ? "highest_risk_level" : c.DeclineCode ?? c.FailureCode,
        ["seller_message"] = c.Succeeded ? "Payment complete."
            : c.Blocked ? "Stripe blocked this payment as too risky." : "The bank did not return any further details with this decline.",
        ["type"] = c.Succeeded ? "authorized" : c.Blocked ? "blocked" : "issuer_declined",
    };

    private static JsonObject Card(ChargeState c) => new()
    {
        ["amount_authorized"] = c.Succeeded ? c.Amount : null,
        ["authorization_code"] = null,
        ["brand"] = c.Card.Brand,
        ["checks"] = PaymentJson.Checks(),
        ["country"] = c.Card.Country,
        ["exp_month"] = c.Card.ExpMonth,
        ["exp_year"] = c.Card.ExpYear,
        ["extended_authorization"] = new JsonObject { ["status"] = "disabled" },
        ["fingerprint"] = c.Card.Fingerprint,
        ["funding"] = c.Card.Funding,
        ["incremental_authorization"] = new JsonObject { ["status"] = "unavailable" },
        ["installments"] = null,
        ["last4"] = c.Card.Last4,
        ["mandate"] = null,
        ["multicapture"] = new JsonObject { ["status"] = "unavailable" },
        ["network"] = c.Card.Brand,
        ["network_token"] = new JsonObject { ["used"] = false },
        ["network_transaction_id"] = null,
        ["overcapture"] = new JsonObject { ["maximum_amount_capturable"] = c.Succeeded ? c.Amount : 0, ["status"] = "unavailable" },
        ["regulated_status"] = "unregulated",
        ["three_d_secure"] = c.Authenticated
            ? new JsonObject
            {
                ["authentication_flow"] = "challenge",
                ["electronic_commerce_indicator"] = "05",
                ["exemption_indicator"] = null,
                ["result"] = "authenticated",
                ["result_reason"] = null,
                ["transaction_id"] = null,
                ["version"] = "2.2.0",
            }
            : null,
        ["transaction_link_id"] = null,
        ["wallet"] = null,
    };
}
