using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Wire;

/// <summary>The Checkout Session object and its line items.</summary>
internal static class SessionJson
{
    internal static JsonObject Write(SessionState s, Uri baseUrl) => new()
    {
        ["id"] = s.Id,
        ["object"] = "checkout.session",
        ["adaptive_pricing"] = new JsonObject { ["enabled"] = s.AdaptivePricing ?? false },
        ["after_expiration"] = null,
        ["allow_promotion_codes"] = null,
        ["amount_subtotal"] = s.AmountTotal,
        ["amount_total"] = s.AmountTotal,
        ["automatic_tax"] = new JsonObject { ["enabled"] = false, ["liability"] = null, ["provider"] = null, ["status"] = null },
        ["billing_address_collection"] = s.BillingAddressCollection,
        ["cancel_url"] = s.CancelUrl,
        ["client_reference_id"] = s.ClientReferenceId,
        ["client_secret"] = null,
        ["collected_information"] = null,
        ["consent"] = null,
        ["consent_collection"] = null,
        ["created"] = s.Created,
        ["currency"] = s.Currency,
        ["currency_conversion"] = null,
        ["custom_fields"] = new JsonArray(),
        ["custom_text"] = new JsonObject
        {
            ["after_submit"] = null,
            ["shipping_address"] = null,
            ["submit"] = null,
            ["terms_of_service_acceptance"] = null,
        },
        ["customer"] = null,
        ["customer_account"] = null,
        ["customer_creation"] = "if_required",
        ["customer_details"] = Payer(s),
        ["customer_email"] = s.CustomerEmail,
        ["discounts"] = new JsonArray(),
        ["expires_at"] = s.ExpiresAt,
        ["integration_identifier"] = null,
        ["invoice"] = null,
        ["invoice_creation"] = new JsonObject
        {
            ["enabled"] = false,
            ["invoice_data"] = new JsonObject
            {
                ["account_tax_ids"] = null,
                ["custom_fields"] = null,
                ["description"] = null,
                ["footer"] = null,
                ["issuer"] = null,
                ["metadata"] = new JsonObject(),
                ["rendering_options"] = null,
            },
        },
        ["livemode"] = false,
        ["locale"] = s.Locale,
        ["metadata"] = WireJson.Map(s.Metadata),
        ["mode"] = "payment",
        ["origin_context"] = null,
        ["payment_intent"] = s.PaymentIntent,
        ["payment_link"] = null,
        ["payment_method_collection"] = "if_required",
        ["payment_method_configuration_details"] = null,
        ["payment_method_options"] = new JsonObject(),
        ["payment_method_types"] = new JsonArray("card"),
        ["payment_status"] = s.PaymentStatus,
        ["permissions"] = null,
        ["phone_number_collection"] = new JsonObject { ["enabled"] = false },
        ["recovered_from"] = null,
        ["saved_payment_method_options"] = null,
        ["setup_intent"] = null,
        ["shipping_address_collection"] = null,
        ["shipping_cost"] = null,
        ["shipping_options"] = new JsonArray(),
        ["status"] = s.Status,
        ["submit_type"] = s.SubmitType,
        ["subscription"] = null,
        ["success_url"] = s.SuccessUrl,
        ["total_details"] = new JsonObject { ["amount_discount"] = 0, ["amount_shipping"] = 0, ["amount_tax"] = 0 },
        ["ui_mode"] = "hosted_page",
        ["url"] = s.Status == "open" ? Url(s, baseUrl) : null,
        ["wallet_options"] = null,
    };

    internal static string Url(SessionState s, Uri baseUrl) => $"{baseUrl.AbsoluteUri.TrimEnd('/')}/c/pay/{s.Id}";

    internal static JsonObject LineItem(LineItemState item, long created) => new()
    {
        ["id"] = item.Id,
        ["object"] = "item",
        ["adjustable_quantity"] = null,
        ["amount_discount"] = 0,
        ["amount_subtotal"] = item.UnitAmount * item.Quantity,
        ["amount_tax"] = 0,
        ["amount_total"] = item.UnitAmount * item.Quantity,
        ["currency"] = item.Currency,
        ["description"] = item.Name,
        ["metadata"] = null,
        ["price"] = new JsonObject
        {
            ["id"] = item.Price,
            ["object"] = "price",
            ["active"] = false,
            ["billing_scheme"] = "per_unit",
            ["created"] = created,
            ["currency"] = item.Currency,
            ["custom_unit_amount"] = null,
            ["livemode"] = false,
            ["lookup_key"] = null,
            ["metadata"] = new JsonObject(),
            ["nickname"] = null,
            ["product"] = item.Product,
            ["recurring"] = null,
            ["tax_behavior"] = "unspecified",
            ["tiers_mode"] = null,
            ["transform_quantity"] = null,
            ["type"] = "one_time",
            ["unit_amount"] = item.UnitAmount,
            ["unit_amount_decimal"] = item.UnitAmount.ToString(System.Globalization.CultureInfo.InvariantCulture),
        },
        ["quantity"] = item.Quantity,
    };

    private static JsonObject? Payer(SessionState s) => s.PayerEmail is null && s.CustomerEmail is null ? null : new JsonObject
    {
        ["address"] = s.Status == "complete" ? WireJson.EmptyAddress() : null,
        ["business_name"] = null,
        ["email"] = s.PayerEmail ?? s.CustomerEmail,
        ["individual_name"] = null,
        ["name"] = s.PayerName,
        ["phone"] = null,
        ["tax_exempt"] = "none",
        ["tax_ids"] = s.Status == "complete" ? new JsonArray() : null,
    };
}
