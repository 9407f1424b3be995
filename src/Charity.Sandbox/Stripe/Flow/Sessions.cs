using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Flow;

/// <summary>Checkout Sessions: open, then complete or expired, never back.</summary>
internal sealed class Sessions
{
    private const string ExpireTask = "session.expire";

    private readonly World world;
    private readonly Timetable timetable;
    private readonly Events events;

    internal Sessions(World world, Timetable timetable, Events events)
    {
        this.world = world;
        this.timetable = timetable;
        this.events = events;
        timetable.On(ExpireTask, (tx, task) =>
        {
            if (world.Sessions.Find(task.Target) is { Status: "open" } session)
            {
                Expire(tx, session);
            }
        });
    }

    internal SessionState Open(Tx tx, SessionState session)
    {
        tx.Put(world.Sessions, session);
        timetable.Schedule(tx, ExpireTask, session.Account, session.Id, DateTimeOffset.FromUnixTimeSeconds(session.ExpiresAt));
        return session;
    }

    internal SessionState Update(Tx tx, SessionState session) => tx.Put(world.Sessions, session);

    /// <summary>Ends an open session; a payment that was begun in it is cancelled.</summary>
    internal SessionState Expire(Tx tx, SessionState session)
    {
        if (world.PaymentIntents.Find(session.PaymentIntent) is { } intent)
        {
            var cancelled = tx.Put(world.PaymentIntents, intent with
            {
                Status = "canceled",
                CanceledAt = tx.Unix,
                CancellationReason = "expired",
                ChallengedCard = null,
            });
            events.Emit(tx, "payment_intent.canceled", world.PaymentIntents, cancelled);
        }

        var expired = tx.Put(world.Sessions, session with { Status = "expired" });
        events.Emit(tx, "checkout.session.expired", world.Sessions, expired);
        return expired;
    }

    internal void Complete(Tx tx, SessionState session, PaymentMethodState method)
    {
        var complete = tx.Put(world.Sessions, session with
        {
            Status = "complete",
            PaymentStatus = "paid",
            PayerEmail = method.Email ?? session.CustomerEmail,
            PayerName = method.Name,
        });
        events.Emit(tx, "checkout.session.completed", world.Sessions, complete);
    }
}
