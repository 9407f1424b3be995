using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.Flow;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Wire;

/// <summary>
/// Writes records as Stripe's objects. A pure function of the record, the options and the time, so that an event's
/// object can be written again from the version it kept.
/// </summary>
internal sealed class Renderer(StripeSimulatorOptions options, Accounts accounts)
{
    /// <param name="at">Unix seconds, which decide whether a balance transaction is available.</param>
    internal JsonObject Render(IRecord record, long at) => record switch
    {
        SessionState session => SessionJson.Write(session, options.PublicBaseUrl),
        PaymentIntentState intent => PaymentJson.Intent(intent),
        PaymentMethodState method => PaymentJson.Method(method),
        ChargeState charge => ChargeJson.Write(charge),
        RefundState refund => MoneyJson.Refund(refund),
        DisputeState dispute => DisputeJson.Write(dispute, at),
        WarningState warning => DisputeJson.Warning(warning),
        BalanceTransactionState txn => MoneyJson.Transaction(txn, at),
        PayoutState payout => MoneyJson.Payout(payout),
        EventState e => Event(e),
        EndpointState endpoint => Endpoint(endpoint, withSecret: false),
        _ => throw new InvalidOperationException($"{record.GetType().Name} is no object of the API."),
    };

    internal JsonObject Endpoint(EndpointState endpoint, bool withSecret)
    {
        var json = new JsonObject
        {
            ["id"] = endpoint.Id,
            ["object"] = "webhook_endpoint",
            ["api_version"] = endpoint.ApiVersion ?? options.ApiVersion,
            ["application"] = null,
            ["created"] = endpoint.Created,
            ["description"] = endpoint.Description,
            ["enabled_events"] = WireJson.Strings(endpoint.EnabledEvents),
            ["livemode"] = false,
            ["metadata"] = WireJson.Map(endpoint.Metadata),
            ["status"] = endpoint.Disabled ? "disabled" : "enabled",
            ["url"] = endpoint.Url,
        };
        if (withSecret)
        {
            json["secret"] = endpoint.Secrets[0];
        }

        return json;
    }

    internal JsonObject Account(string id) => AccountJson.Write(accounts.Get(id));

    private JsonObject Event(EventState e)
    {
        var data = new JsonObject { ["object"] = Render(e.Snapshot!, e.Created) };
        if (e.PreviousAttributes is { } previous)
        {
            data["previous_attributes"] = JsonNode.Parse(previous);
        }

        return new JsonObject
        {
            ["id"] = e.Id,
            ["object"] = "event",
            ["api_version"] = options.ApiVersion,
            ["created"] = e.Created,
            ["data"] = data,
            ["livemode"] = false,
            ["pending_webhooks"] = e.Endpoints,
            ["request"] = new JsonObject { ["id"] = e.RequestId, ["idempotency_key"] = e.IdempotencyKey },
            ["type"] = e.Type,
        };
    }
}
