namespace Charity.Data.Work.Running;

/// <summary>How long failed work waits and when it is given to a person.</summary>
internal static class RetryPolicy
{
    /// <summary>Failures after which a row is parked.</summary>
    public const int MaxFailures = 8;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>10 s, doubled by every failure, at most an hour; a fifth of it at random, so that rows which failed together do not return together.</summary>
    public static TimeSpan Pause(int failures)
    {
        var doubled = First * Math.Pow(2, Math.Clamp(failures - 1, 0, 16));
        var pause = doubled < Longest ? doubled : Longest;
        return pause * (1 - (0.2 * Random.Shared.NextDouble()));
    }
}
