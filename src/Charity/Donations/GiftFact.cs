using Charity.Payments;

namespace Charity.Donations;

/// <summary>What a freshly fetched object says about the payment of a gift, whichever object it was.</summary>
public enum PaymentMeaning
{
    /// <summary>Nothing that concerns the gift's state: a card was declined inside Checkout, the donor may try again.</summary>
    Nothing,

    /// <summary>The Checkout page is open.</summary>
    Open,

    /// <summary>A slow method was used; the money is on its way or not.</summary>
    Processing,

    /// <summary>The Checkout page is closed without a payment.</summary>
    Expired,

    /// <summary>A slow method failed after all.</summary>
    Failed,

    /// <summary>The payment was called off.</summary>
    Canceled,

    /// <summary>The money was taken.</summary>
    Paid,
}

/// <summary>The part of a provider object that decides a gift's state. Made afresh from what was fetched, never from an event.</summary>
/// <param name="DonationId">The gift that the object names, or null when it names none of ours.</param>
/// <param name="SessionId">The Checkout Session, where that was the object fetched.</param>
/// <param name="AmountMinor">What was taken, in minor units of <paramref name="Currency"/>; meaningful when paid.</param>
/// <param name="PaidAt">When the provider made the charge.</param>
public sealed record GiftFact(
    string Account, PaymentMeaning Meaning, Guid? DonationId, string? SessionId, string? SessionUrl, DateTime? SessionExpiresAt,
    string? PaymentIntentId, string? ChargeId, long AmountMinor, string Currency, DateTime? PaidAt)
{
    public static GiftFact From(SessionFact session)
    {
        var payment = session.Payment;
        var charge = payment?.LatestCharge;
        return new GiftFact(
            session.Account, MeaningOf(session), Parse(session.ClientReferenceId) ?? Parse(payment?.DonationId), session.Id, session.Url,
            session.ExpiresAt, payment?.Id, charge?.Id, payment?.AmountReceived ?? 0, payment?.Currency ?? session.Currency, charge?.Created);
    }

    public static GiftFact From(PaymentFact payment) => new(
        payment.Account, MeaningOf(payment), Parse(payment.DonationId), null, null, null,
        payment.Id, payment.LatestCharge?.Id, payment.AmountReceived, payment.Currency, payment.LatestCharge?.Created);

    /// <summary>
    /// A charge speaks for its payment once its balance transaction exists: only then the money is in the balance, and
    /// our payments are captured at once and whole.
    /// </summary>
    public static GiftFact From(ChargeFact charge) => new(
        charge.Account, MeaningOf(charge), Parse(charge.DonationId), null, null, null,
        charge.PaymentIntentId, charge.Id, charge.Amount, charge.Currency, charge.Created);

    private static PaymentMeaning MeaningOf(SessionFact session)
    {
        if (session.Payment is { } payment && IsPaid(payment))
        {
            return PaymentMeaning.Paid;
        }

        return session.Status switch
        {
            "open" => session.Payment?.Status == "canceled" ? PaymentMeaning.Canceled : PaymentMeaning.Open,
            "expired" => PaymentMeaning.Expired,
            "complete" => session.Payment?.Status switch
            {
                "requires_payment_method" => PaymentMeaning.Failed,
                "canceled" => PaymentMeaning.Canceled,
                _ when session.PaymentStatus == "unpaid" => PaymentMeaning.Processing,
                _ => PaymentMeaning.Nothing,
            },
            _ => PaymentMeaning.Nothing,
        };
    }

    private static PaymentMeaning MeaningOf(PaymentFact payment) => payment.Status switch
    {
        _ when IsPaid(payment) => PaymentMeaning.Paid,
        "processing" => PaymentMeaning.Processing,
        "requires_payment_method" => PaymentMeaning.Failed,
        "canceled" => PaymentMeaning.Canceled,
        _ => PaymentMeaning.Nothing,
    };

    private static PaymentMeaning MeaningOf(ChargeFact charge) => charge.Status switch
    {
        "succeeded" when charge is { Paid: true, Transaction: not null } => PaymentMeaning.Paid,
        "pending" => PaymentMeaning.Processing,
        _ => PaymentMeaning.Nothing,
    };

    private static bool IsPaid(PaymentFact payment)
        => payment is { Status: "succeeded", AmountReceived: > 0, LatestCharge: { Paid: true, Status: "succeeded" } };

    private static Guid? Parse(string? id) => Guid.TryParse(id, out var parsed) ? parsed : null;
}
