using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Delivery;

/// <summary>Turns an event into deliveries, one for each endpoint that wants it, as the delivery rules have it.</summary>
internal sealed class DeliveryQueue(World world, DeliveryRules rules)
{
    internal void Enqueue(Tx tx, EventState e, IEnumerable<EndpointState> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            Add(tx, e, endpoint, rules.For(e));
        }
    }

    /// <summary>Sends an old event once more, whatever became of its first delivery.</summary>
    internal void Replay(Tx tx, EventState e)
    {
        foreach (var endpoint in world.Endpoints.Of(e.Account).Where(x => x.Wants(e.Type)).ToList())
        {
            Add(tx, e, endpoint, DeliveryPlan.Plain);
        }
    }

    private void Add(Tx tx, EventState e, EndpointState endpoint, DeliveryPlan plan)
    {
        for (var copy = 0; copy < plan.Copies; copy++)
        {
            tx.Put(world.Deliveries, new DeliveryState
            {
                Id = tx.NewId("dlv"),
                Account = e.Account,
                Created = tx.Unix,
                Event = e.Id,
                EventType = e.Type,
                Endpoint = endpoint.Id,
                Sequence = tx.NewNumber("delivery"),
                FirstAt = tx.UnixMilliseconds,
                DueAt = tx.UnixMilliseconds + (long)plan.Delay.TotalMilliseconds,
                Status = plan.Drop ? "dropped" : "pending",
                Held = plan.Hold,
                Alteration = plan.Alteration,
            });
        }
    }
}
