namespace Charity.Production.Jobs;

/// <summary>
/// A rhythm of the timetable as a cron line, for people who read the dashboard: every so often, in step with the next
/// time. Nothing runs by it.
/// </summary>
internal static class Rhythm
{
    /// <param name="every">A divisor of an hour or a day, or whole days; anything else is shown by the nearest shorter one.</param>
    /// <param name="next">The next time, UTC.</param>
    public static string ToCron(TimeSpan every, DateTime next)
    {
        // Whole minutes, and not before the time itself.
        next = next.Second == 0 && next.Millisecond == 0 ? next : next.AddMinutes(1);
        var (minute, hour) = (next.Minute, next.Hour);
        if (every < TimeSpan.FromHours(1))
        {
            var minutes = Divisor(60, (int)every.TotalMinutes);
            return minutes == 1 ? "* * * * *" : FormattableString.Invariant($"{minute % minutes}/{minutes} * * * *");
        }

        if (every < TimeSpan.FromDays(1))
        {
            var hours = Divisor(24, (int)every.TotalHours);
            return hours == 1 ? FormattableString.Invariant($"{minute} * * * *") : FormattableString.Invariant($"{minute} {hour % hours}/{hours} * * *");
        }

        return FormattableString.Invariant($"{minute} {hour} * * *");
    }

    private static int Divisor(int whole, int wanted) => Enumerable.Range(1, Math.Max(1, wanted)).Last(n => whole % n == 0);
}
