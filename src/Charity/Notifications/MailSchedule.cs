namespace Charity.Notifications;

/// <summary>When a mail that did not go is tried again, in business time.</summary>
internal static class MailSchedule
{
    /// <summary>After so long without success it is given up; mail servers do the same.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    /// <summary>Greylisting servers refuse a stranger's mail for about this long, to see whether it comes again.</summary>
    public static readonly TimeSpan Greylisting = TimeSpan.FromMinutes(15);

    /// <summary>A server that took the content and never answered gets time to end its work before it sees the mail again.</summary>
    public static readonly TimeSpan AfterAmbiguous = TimeSpan.FromMinutes(15);

    /// <summary>Waits after failures to draw a document.</summary>
    public static readonly TimeSpan AfterComposeFailure = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>The pause after a refusal or an unreachable server.</summary>
    /// <param name="attempts">Sendings so far.</param>
    /// <param name="statusCode">What the server answered, or null when it did not.</param>
    public static TimeSpan AfterDeferral(int attempts, int? statusCode)
    {
        var first = statusCode is >= 400 and < 500 ? Greylisting : First;
        var pause = first * Math.Pow(2, Math.Clamp(attempts - 1, 0, 12));
        return pause < Longest ? pause : Longest;
    }
}
