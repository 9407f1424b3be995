using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.Delivery;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Flow;

/// <summary>Writes the event of a change, with the object as it was at that moment, and queues its deliveries.</summary>
internal sealed class Events(World world, Renderer renderer, DeliveryQueue deliveries)
{
    /// <param name="before">The version before the change, for <c>data.previous_attributes</c> of an update.</param>
    internal void Emit<T>(Tx tx, string type, Table<T> table, T record, T? before = null) where T : class, IRecord
    {
        var endpoints = world.Endpoints.Of(record.Account).Where(e => e.Wants(type)).ToList();
        var e = tx.Put(world.Events, new EventState
        {
            Id = tx.NewId("evt"),
            Account = record.Account,
            Created = tx.Unix,
            Type = type,
            ObjectKind = table.Kind,
            ObjectId = record.Id,
            Snapshot = record,
            PreviousAttributes = before is null ? null : Difference(tx, before, record),
            RequestId = tx.RequestId,
            IdempotencyKey = tx.IdempotencyKey,
            Endpoints = endpoints.Count,
        });
        deliveries.Enqueue(tx, e, endpoints);
    }

    private string Difference(Tx tx, IRecord before, IRecord after)
    {
        var old = renderer.Render(before, tx.Unix);
        var current = renderer.Render(after, tx.Unix);
        var changed = new JsonObject();
        foreach (var (name, value) in old)
        {
            if (!JsonNode.DeepEquals(value, current[name]))
            {
                changed[name] = value?.DeepClone();
            }
        }

        return changed.ToJsonString(WireJson.Options);
    }
}
