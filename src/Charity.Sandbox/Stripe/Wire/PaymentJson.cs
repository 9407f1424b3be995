using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Wire;

/// <summary>The PaymentIntent and PaymentMethod objects.</summary>
internal static class PaymentJson
{
    internal static JsonObject Intent(PaymentIntentState p) => new()
    {
        ["id"] = p.Id,
        ["object"] = "payment_intent",
        ["amount"] = p.Amount,
        ["amount_capturable"] = 0,
        ["amount_details"] = new JsonObject { ["tip"] = new JsonObject() },
        ["amount_received"] = p.AmountReceived,
        ["application"] = null,
        ["application_fee_amount"] = null,
        ["automatic_payment_methods"] = null,
        ["canceled_at"] = p.CanceledAt,
        ["cancellation_reason"] = p.CancellationReason,
        ["capture_method"] = "automatic_async",
        ["client_secret"] = p.ClientSecret,
        ["confirmation_method"] = "automatic",
        ["created"] = p.Created,
        ["currency"] = p.Currency,
        ["customer"] = null,
        ["customer_account"] = null,
        ["description"] = p.Description,
        ["excluded_payment_method_types"] = null,
        ["last_payment_error"] = p.LastError is { } error ? Error(error) : null,
        ["latest_charge"] = p.LatestCharge,
        ["livemode"] = false,
        ["metadata"] = WireJson.Map(p.Metadata),
        ["next_action"] = p.Status == "requires_action" ? new JsonObject { ["type"] = "use_stripe_sdk" } : null,
        ["on_behalf_of"] = null,
        ["payment_method"] = p.PaymentMethod,
        ["payment_method_configuration_details"] = null,
        ["payment_method_options"] = new JsonObject(),
        ["payment_method_types"] = new JsonArray("card"),
        ["processing"] = null,
        ["receipt_email"] = p.ReceiptEmail,
        ["review"] = null,
        ["setup_future_usage"] = null,
        ["shipping"] = null,
        ["source"] = null,
        ["statement_descriptor"] = null,
        ["statement_descriptor_suffix"] = p.StatementSuffix,
        ["status"] = p.Status,
        ["transfer_data"] = null,
        ["transfer_group"] = null,
    };

    internal static JsonObject Method(PaymentMethodState m) => new()
    {
        ["id"] = m.Id,
        ["object"] = "payment_method",
        ["allow_redisplay"] = "limited",
        ["billing_details"] = Billing(m.Name, m.Email),
        ["card"] = new JsonObject
        {
            ["brand"] = m.Card.Brand,
            ["checks"] = Checks(),
            ["country"] = m.Card.Country,
            ["display_brand"] = m.Card.Brand,
            ["exp_month"] = m.Card.ExpMonth,
            ["exp_year"] = m.Card.ExpYear,
            ["fingerprint"] = m.Card.Fingerprint,
            ["funding"] = m.Card.Funding,
            ["generated_from"] = null,
            ["last4"] = m.Card.Last4,
            ["networks"] = new JsonObject { ["available"] = new JsonArray(m.Card.Brand), ["preferred"] = null },
            ["regulated_status"] = "unregulated",
            ["three_d_secure_usage"] = new JsonObject { ["supported"] = true },
            ["wallet"] = null,
        },
        ["created"] = m.Created,
        ["customer"] = null,
        ["customer_account"] = null,
        ["livemode"] = false,
        ["metadata"] = new JsonObject(),
        ["type"] = "card",
    };

    internal static JsonObject Billing(string? name, string? email) => new()
    {
        ["address"] = WireJson.EmptyAddress(),
        ["email"] = email,
        ["name"] = name,
        ["phone"] = null,
        ["tax_id"] = null,
    };

    internal static JsonObject Checks() => new()
    {
        ["address_line1_check"] = null,
        ["address_postal_code_check"] = null,
        ["cvc_check"] = "pass",
    };

    private static JsonObject Error(PaymentErrorState e)
    {
        var json = new JsonObject { ["code"] = e.Code, ["message"] = e.Message, ["type"] = e.Type };
        if (e.Charge is not null)
        {
            json["charge"] = e.Charge;
        }

        if (e.DeclineCode is not null)
        {
            json["decline_code"] = e.DeclineCode;
        }

        json["doc_url"] = $"https://stripe.com/docs/error-codes/{e.Code.Replace('_', '-')}";
        return json;
    }
}
