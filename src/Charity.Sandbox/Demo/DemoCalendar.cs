namespace Charity.Sandbox.Demo;

/// <summary>The span of the demo history.</summary>
internal static class DemoCalendar
{
    /// <summary>Length of the history that people see.</summary>
    internal const int Months = 18;

    /// <summary>The first of the month, so many months back, in the morning.</summary>
    internal static DateTimeOffset StartOf(DateTimeOffset end, int months)
        => new DateTimeOffset(end.Year, end.Month, 1, 6, 0, 0, TimeSpan.Zero).AddMonths(-months);

    /// <summary>When a month of the history begins, counted from 0.</summary>
    internal static DateTimeOffset MonthOf(DateTimeOffset start, int month) => start.AddMonths(month);
}
