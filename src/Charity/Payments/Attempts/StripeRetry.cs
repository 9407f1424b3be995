using System.Globalization;
using System.Net;

namespace Charity.Payments.Attempts;

/// <summary>When a call is made again, and after what pause: as Stripe's own clients do, with a pause of ours on 429.</summary>
internal static class StripeRetry
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPauseWhenBusy = TimeSpan.FromSeconds(1);

    /// <summary>Whether an answer asks for another try. Stripe's own word in the header stands over the status.</summary>
    public static bool Wanted(StripeAnswer answer) => answer.Header("Stripe-Should-Retry") switch
    {
        "true" => true,
        "false" => false,
        _ => answer.Status is HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests || (int)answer.Status >= 500,
    };

    /// <summary>0.5 s, doubled each time to 5 s, less up to a quarter at random so that callers do not march in step.</summary>
    public static TimeSpan Pause(int retry)
    {
        var full = FirstPause * Math.Pow(2, retry - 1);
        return (full < LongestPause ? full : LongestPause) * (0.75 + (Random.Shared.NextDouble() / 4));
    }

    /// <summary>What the answer asks us to wait, or twice the usual pause: 429 means that we are too fast already.</summary>
    public static TimeSpan PauseWhenBusy(StripeAnswer answer, int retry)
    {
        var asked = answer.Header("Retry-After");
        return int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : FirstPauseWhenBusy * Math.Pow(2, retry - 1) * (1 + (Random.Shared.NextDouble() / 4));
    }
}
