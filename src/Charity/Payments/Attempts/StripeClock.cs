namespace Charity.Payments.Attempts;

/// <summary>
/// How far our clock is from Stripe's, by the <c>Date</c> of its last answer. Signatures of events are refused once the two
/// differ by five minutes.
/// </summary>
public sealed class StripeClock(TimeProvider time)
{
    private volatile Reading? last;

    /// <summary>Stripe's time less ours, to about a second; null before its first answer.</summary>
    public TimeSpan? Ahead => last?.Ahead;

    internal void Note(DateTimeOffset? date)
    {
        if (date is { } theirs)
        {
            last = new Reading(theirs - time.GetUtcNow());
        }
    }

    private sealed record Reading(TimeSpan Ahead);
}
