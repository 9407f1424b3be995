using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Api;

/// <summary>PaymentIntents, charges and payment methods: read, since Checkout makes them.</summary>
internal sealed class PaymentsApi(World world)
{
    internal IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "v1/payment_intents", Intents),
        new("GET", "v1/payment_intents/*", c => c.Render(c.Find(world.PaymentIntents, c.Id, "intent"))),
        new("POST", "v1/payment_intents/*/cancel", Cancel),
        new("GET", "v1/charges", Charges),
        new("GET", "v1/charges/*", c => c.Render(c.Find(world.Charges, c.Id, "charge"))),
        new("GET", "v1/payment_methods/*", c => c.Render(c.Find(world.PaymentMethods, c.Id, "payment_method"))),
    ];

    private JsonObject Intents(ApiCall call)
    {
        var customer = call.Params.Text("customer");
        return Listing.Page(call.Params, world.PaymentIntents, call.Account, "/v1/payment_intents", call.Render, _ => customer is null);
    }

    private JsonObject Charges(ApiCall call)
    {
        var intent = call.Params.Text("payment_intent");
        var customer = call.Params.Text("customer");
        return Listing.Page(
            call.Params, world.Charges, call.Account, "/v1/charges", call.Render,
            c => customer is null && (intent is null || c.PaymentIntent == intent));
    }

    /// <summary>Stripe refuses this for a payment that Checkout made, and all of ours are.</summary>
    private JsonObject Cancel(ApiCall call)
    {
        call.Params.OneOf("cancellation_reason", "duplicate", "fraudulent", "requested_by_customer", "abandoned");
        var intent = call.Find(world.PaymentIntents, call.Id, "intent");
        throw intent.Status is "succeeded" or "canceled"
            ? StripeError.Refused(
                $"You cannot cancel this PaymentIntent because it has a status of {intent.Status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.",
                "payment_intent_unexpected_state")
            : StripeError.Refused(
                "You can't cancel the PaymentIntent for a Checkout Session. Expire the Checkout Session instead.", "payment_intent_unexpected_state");
    }
}
