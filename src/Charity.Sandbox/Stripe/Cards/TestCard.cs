namespace Charity.Sandbox.Stripe.Cards;

/// <summary>What 3-D Secure asks of a card in a payment with the donor present.</summary>
internal enum Challenge
{
    None,
    Required,
}

/// <summary>What the card's issuer does after a successful payment.</summary>
internal enum Aftermath
{
    None,
    DisputeFraudulent,
    DisputeNotReceived,
    Inquiry,
    FraudWarning,
    RefundPendsFirst,
    RefundFailsLater,
    FundsAtOnce,
}

/// <summary>One of Stripe's published test cards.</summary>
/// <param name="Number">Digits without spaces.</param>
/// <param name="Token">Stripe's name for it in code, <c>pm_card_…</c>.</param>
/// <param name="Decline">How a charge fails; null: it succeeds.</param>
internal sealed record TestCard(
    string Number, string Token, string Brand, Challenge Challenge = Challenge.None, Decline? Decline = null,
    Aftermath Aftermath = Aftermath.None, bool Blocked = false, string Country = "US", string Funding = "credit")
{
    internal string Last4 => Number[^4..];
}

/// <summary>A refusal by the card's issuer, in the codes of Stripe's API.</summary>
/// <param name="Code">Error code, such as <c>card_declined</c>.</param>
/// <param name="DeclineCode">Issuer's reason, where there is one.</param>
/// <param name="Message">Stripe's English sentence.</param>
internal sealed record Decline(string Code, string? DeclineCode, string Message)
{
    internal static Decline Generic { get; } = new("card_declined", "generic_decline", "Your card was declined.");

    internal static Decline InsufficientFunds { get; } = new("card_declined", "insufficient_funds", "Your card has insufficient funds.");

    internal static Decline Lost { get; } = new("card_declined", "lost_card", "Your card was declined.");

    internal static Decline Stolen { get; } = new("card_declined", "stolen_card", "Your card was declined.");

    internal static Decline Fraudulent { get; } = new("card_declined", "fraudulent", "Your card was declined.");

    internal static Decline Expired { get; } = new("expired_card", null, "Your card has expired.");

    internal static Decline IncorrectCvc { get; } = new("incorrect_cvc", null, "Your card's security code is incorrect.");

    internal static Decline ProcessingError { get; } =
        new("processing_error", null, "An error occurred while processing your card. Try again in a little bit.");

    internal static Decline LiveCard { get; } = new(
        "card_declined", "test_mode_live_card",
        "Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.");

    internal static Decline NotAuthenticated { get; } = new(
        "payment_intent_authentication_failure", null,
        "We are unable to authenticate your payment method. Please choose a different payment method and try again.");
}
