using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.Flow;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Api;

/// <summary>Disputes and early fraud warnings.</summary>
internal sealed class DisputesApi(World world, Disputes disputes)
{
    internal IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "v1/disputes", ListDisputes),
        new("GET", "v1/disputes/*", c => c.Render(c.Find(world.Disputes, c.Id, "dispute"))),
        new("POST", "v1/disputes/*", Update),
        new("POST", "v1/disputes/*/close", c => c.Render(disputes.Close(c.Tx, c.Find(world.Disputes, c.Id, "dispute")))),
        new("GET", "v1/radar/early_fraud_warnings", ListWarnings),
        new("GET", "v1/radar/early_fraud_warnings/*", c => c.Render(c.Find(world.Warnings, c.Id, "early_fraud_warning"))),
    ];

    private JsonObject ListDisputes(ApiCall call)
    {
        var (charge, intent) = (call.Params.Text("charge"), call.Params.Text("payment_intent"));
        return Listing.Page(call.Params, world.Disputes, call.Account, "/v1/disputes", call.Render, d =>
            (charge is null || d.Charge == charge) && (intent is null || d.PaymentIntent == intent));
    }

    private JsonObject Update(ApiCall call)
    {
        var dispute = call.Find(world.Disputes, call.Id, "dispute");
        var evidence = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (call.Params.Hash("evidence") is { } given)
        {
            foreach (var field in DisputeJson.EvidenceFields)
            {
                if (given.Text(field, 20_000) is { } text)
                {
                    evidence[field] = text;
                }
            }
        }

        var metadata = call.Params.Metadata("metadata", dispute.Metadata);
        var submit = call.Params.Boolean("submit") ?? true;
        call.Params.RefuseUnknown();
        return call.Render(disputes.Update(call.Tx, dispute, evidence, metadata, submit));
    }

    private JsonObject ListWarnings(ApiCall call)
    {
        var (charge, intent) = (call.Params.Text("charge"), call.Params.Text("payment_intent"));
        return Listing.Page(call.Params, world.Warnings, call.Account, "/v1/radar/early_fraud_warnings", call.Render, w =>
            (charge is null || w.Charge == charge) && (intent is null || w.PaymentIntent == intent));
    }
}
