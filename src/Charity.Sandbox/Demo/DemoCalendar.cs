namespace Charity.Sandbox.Demo;

/// <summary>When the demo history begins.</summary>
internal static class DemoCalendar
{
    internal const int Months = 18;

    /// <summary>The first of the month, eighteen months back, in the morning.</summary>
    internal static DateTimeOffset StartOf(DateTimeOffset end)
    {
        var month = new DateTimeOffset(end.Year, end.Month, 1, 6, 0, 0, TimeSpan.Zero);
        return month.AddMonths(-Months);
    }
}
