using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Flow;

/// <summary>How an attempt to pay ended.</summary>
public enum PayStatus
{
    /// <summary>The charge succeeded and the session is complete.</summary>
    Paid,

    /// <summary>The issuer refused; the session stays open for another card.</summary>
    Declined,

    /// <summary>3-D Secure asks the donor; answer with <see cref="StripeSimulator.AnswerChallengeAsync"/>.</summary>
    ChallengeRequired,

    /// <summary>The session was complete or expired already: nothing was tried.</summary>
    SessionClosed,
}

/// <summary>What an attempt to pay came to.</summary>
/// <param name="SessionId">The Checkout Session, <c>cs_test_…</c>.</param>
/// <param name="PaymentIntentId">Its payment, null when nothing was ever tried.</param>
/// <param name="ChargeId">The charge made, succeeded or failed; null without one.</param>
/// <param name="ErrorCode">Stripe's code of a refusal.</param>
/// <param name="DeclineCode">Issuer's reason of a refusal, where there is one.</param>
public sealed record PayOutcome(
    PayStatus Status, string SessionId, string? PaymentIntentId, string? ChargeId, string? ErrorCode, string? DeclineCode)
{
    internal static PayOutcome Closed(SessionState session) =>
        new(PayStatus.SessionClosed, session.Id, session.PaymentIntent, null, null, null);

    internal static PayOutcome Challenged(SessionState session, PaymentIntentState intent) =>
        new(PayStatus.ChallengeRequired, session.Id, intent.Id, null, null, null);

    internal static PayOutcome Declined(SessionState session, PaymentIntentState intent, ChargeState? charge) =>
        new(PayStatus.Declined, session.Id, intent.Id, charge?.Id, intent.LastError?.Code, intent.LastError?.DeclineCode);

    internal static PayOutcome Paid(SessionState session, PaymentIntentState intent, ChargeState charge) =>
        new(PayStatus.Paid, session.Id, intent.Id, charge.Id, null, null);
}
