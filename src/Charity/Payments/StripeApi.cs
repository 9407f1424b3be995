namespace Charity.Payments;

/// <summary>What of Stripe's interface is fixed by this version of the program.</summary>
public static class StripeApi
{
    /// <summary>
    /// The version that every request names. Raise it together with a second webhook endpoint of that version, then
    /// remove the old endpoint; events in another version still work, as an event is only a hint at what to fetch.
    /// </summary>
    public const string Version = "2026-07-29.dahlia";

    /// <summary>Stripe's own address; the only one allowed in Live mode.</summary>
    public const string DefaultBase = "https://api.stripe.com";

    /// <summary>
    /// How long a stored idempotency key may be trusted. Stripe prunes keys "after at least 24 hours"; an hour is kept
    /// back, so that no call under way crosses the border.
    /// </summary>
    public static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(23);

    /// <summary>Events can be listed for this long.</summary>
    public static readonly TimeSpan EventRetention = TimeSpan.FromDays(30);
}
