namespace Charity.Data.Limits;

/// <summary>So many within so long, counted for each key of a policy.</summary>
/// <param name="Policy">Stable name, such as <c>give.address</c>; at most 32 characters.</param>
/// <param name="Permits">How many one key may take within one window.</param>
/// <param name="Window">Real time; windows begin at whole multiples of it, so that all nodes count in the same one.</param>
public sealed record LimitRule(string Policy, int Permits, TimeSpan Window)
{
    public static LimitRule PerMinute(string policy, int permits) => new(policy, permits, TimeSpan.FromMinutes(1));

    public static LimitRule PerHour(string policy, int permits) => new(policy, permits, TimeSpan.FromHours(1));

    internal DateTime WindowAt(DateTime now) => new(now.Ticks - (now.Ticks % Window.Ticks), DateTimeKind.Utc);
}

/// <summary>One permit asked for.</summary>
/// <param name="Rule">The limit.</param>
/// <param name="Key">Who or what is counted, sealed by <see cref="LimitKeys"/>.</param>
public readonly record struct LimitTry(LimitRule Rule, LimitKey Key);

/// <summary>What a limit said.</summary>
/// <param name="RetryAfter">Real time until a permit is free again; zero when allowed.</param>
/// <param name="Policy">The policy that refused; null when allowed.</param>
public readonly record struct LimitAnswer(bool Allowed, TimeSpan RetryAfter, string? Policy)
{
    public static readonly LimitAnswer Yes = new(true, TimeSpan.Zero, null);

    /// <summary>Real time at which permits were taken, to give them back by; default where none were.</summary>
    public DateTime TakenAt { get; init; }

    /// <summary>For the header and the sentence on the page: at least 1.</summary>
    public int RetryAfterSeconds => Math.Max(1, (int)Math.Ceiling(RetryAfter.TotalSeconds));
}

/// <summary>Real time as the limits count it; the business clock may stand still or leap.</summary>
public sealed record LimitClock(TimeProvider Time)
{
    public DateTime Now => Time.GetUtcNow().UtcDateTime;
}
