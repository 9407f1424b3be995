using Charity.Sandbox.Stripe.Cards;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Flow;

/// <summary>What a person typed on the Checkout page beside the card.</summary>
internal sealed record Payer(string? Email, string? Name, int ExpMonth, int ExpYear);

/// <summary>Attempts to pay a Checkout Session: declined, challenged by 3-D Secure, or paid.</summary>
internal sealed class PaymentIntents(World world, Events events, Sessions sessions, Charges charges)
{
    /// <summary>Tries a card on an open session.</summary>
    internal PayOutcome Attempt(Tx tx, string sessionId, TestCard card, Payer payer)
    {
        var session = world.Sessions.Get(sessionId);
        if (session.Status != "open")
        {
            return PayOutcome.Closed(session);
        }

        var intent = world.PaymentIntents.Find(session.PaymentIntent);
        if (intent is null)
        {
            (session, intent) = Begin(tx, session);
        }

        var method = tx.Put(world.PaymentMethods, new PaymentMethodState
        {
            Id = tx.NewId("pm"),
            Account = session.Account,
            Created = tx.Unix,
            Name = payer.Name,
            Email = payer.Email,
            Card = new CardState(
                card.Brand, card.Last4, card.Country, card.Funding, payer.ExpMonth, payer.ExpYear, world.Ids.Fixed("card", card.Number)),
        });

        if (card.Challenge == Challenge.Required)
        {
            intent = tx.Put(world.PaymentIntents, intent with
            {
                Status = "requires_action",
                PaymentMethod = method.Id,
                ChallengedCard = card.Number,
                LastError = null,
            });
            events.Emit(tx, "payment_intent.requires_action", world.PaymentIntents, intent);
            return PayOutcome.Challenged(session, intent);
        }

        return Charge(tx, session, intent, method, card, authenticated: false);
    }

    /// <summary>The donor completes or fails the 3-D Secure challenge of a payment.</summary>
    internal PayOutcome Answer(Tx tx, string intentId, bool passed)
    {
        var intent = world.PaymentIntents.Get(intentId);
        var session = world.Sessions.Get(intent.Session);
        if (session.Status != "open" || intent.ChallengedCard is not { } number)
        {
            return PayOutcome.Closed(session);
        }

        var method = world.PaymentMethods.Get(intent.PaymentMethod!);
        intent = intent with { ChallengedCard = null };
        if (passed)
        {
            return Charge(tx, session, intent, method, TestCards.Find(number)!, authenticated: true);
        }

        var refusal = Decline.NotAuthenticated;
        intent = tx.Put(world.PaymentIntents, intent with
        {
            Status = "requires_payment_method",
            PaymentMethod = null,
            LastError = new PaymentErrorState("invalid_request_error", refusal.Code, null, refusal.Message, null, method.Id),
        });
        events.Emit(tx, "payment_intent.payment_failed", world.PaymentIntents, intent);
        return PayOutcome.Declined(session, intent, null);
    }

    private PayOutcome Charge(
        Tx tx, SessionState session, PaymentIntentState intent, PaymentMethodState method, TestCard card, bool authenticated)
    {
        if (card.Decline is { } refusal)
        {
            var failed = charges.Fail(tx, intent, method, card, refusal, authenticated);
            intent = tx.Put(world.PaymentIntents, intent with
            {
                Status = "requires_payment_method",
                PaymentMethod = null,
                LatestCharge = failed.Id,
                LastError = new PaymentErrorState(
                    "card_error", refusal.Code, refusal.DeclineCode, refusal.Message, failed.Id, method.Id),
            });
            events.Emit(tx, "charge.failed", world.Charges, failed);
            events.Emit(tx, "payment_intent.payment_failed", world.PaymentIntents, intent);
            return PayOutcome.Declined(session, intent, failed);
        }

        var charge = charges.Succeed(tx, intent, method, card, authenticated);
        intent = tx.Put(world.PaymentIntents, intent with
        {
            Status = "succeeded",
            AmountReceived = intent.Amount,
            PaymentMethod = method.Id,
            LatestCharge = charge.Id,
            LastError = null,
        });
        events.Emit(tx, "payment_intent.succeeded", world.PaymentIntents, intent);
        events.Emit(tx, "charge.succeeded", world.Charges, charge);
        sessions.Complete(tx, session, method);
        return PayOutcome.Paid(session, intent, charge);
    }

    /// <summary>Checkout makes the PaymentIntent at the first attempt, not with the session.</summary>
    private (SessionState Session, PaymentIntentState Intent) Begin(Tx tx, SessionState session)
    {
        var id = tx.NewId("pi");
        var intent = tx.Put(world.PaymentIntents, new PaymentIntentState
        {
            Id = id,
            Account = session.Account,
            Created = tx.Unix,
            Amount = session.AmountTotal,
            Currency = session.Currency,
            Session = session.Id,
            ClientSecret = $"{id}_secret_{world.Ids.Fixed("s", id)[6..]}",
            Metadata = session.PaymentMetadata,
            Description = session.PaymentDescription,
            StatementSuffix = session.StatementSuffix,
            ReceiptEmail = session.ReceiptEmail,
        });
        events.Emit(tx, "payment_intent.created", world.PaymentIntents, intent);
        return (tx.Put(world.Sessions, session with { PaymentIntent = id }), intent);
    }
}
