namespace Charity.Sandbox.Demo;

/// <summary>The span of the demo history.</summary>
internal static class DemoCalendar
{
    internal const int Months = 18;

    /// <summary>The first of the month, eighteen months back, in the morning.</summary>
    internal static DateTimeOffset StartOf(DateTimeOffset end)
        => new DateTimeOffset(end.Year, end.Month, 1, 6, 0, 0, TimeSpan.Zero).AddMonths(-Months);

    /// <summary>When a month of the history begins, counted from 0.</summary>
    internal static DateTimeOffset MonthOf(DateTimeOffset start, int month) => start.AddMonths(month);
}
