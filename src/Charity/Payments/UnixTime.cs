namespace Charity.Payments;

/// <summary>Stripe's dates: whole seconds since 1970, UTC.</summary>
public static class UnixTime
{
    /// <summary>The last second that <see cref="DateTime"/> can name; later ones are no dates of Stripe's.</summary>
    private const long Last = 253_402_300_799;

    public static long Of(DateTime utc) => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).ToUnixTimeSeconds();

    /// <summary>The moment, in UTC, or null when the number is none.</summary>
    public static DateTime? ToUtc(long seconds)
        => seconds is < 0 or > Last ? null : DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime;
}
