using Charity.Languages;

namespace Charity.Web.Pages.Staff;

/// <summary>Moments on staff pages: in UTC and said so, since staff sit in several zones and compare with Stripe's own pages.</summary>
internal static class StaffTime
{
    public static string Of(DateTime utc, Language language)
        => $"{DateFormat.Brief(DateOnly.FromDateTime(utc), language)} {DateFormat.Time(TimeOnly.FromDateTime(utc))} UTC";

    /// <summary>How long something has waited, in its largest whole unit: "3 days".</summary>
    public static string Age(TimeSpan age, LanguageTexts T) => age switch
    {
        { TotalDays: >= 2 } => T["staff.age.days", ("count", (int)age.TotalDays)],
        { TotalHours: >= 1 } => T["staff.age.hours", ("count", (int)age.TotalHours)],
        _ => T["staff.age.minutes", ("count", Math.Max(0, (int)age.TotalMinutes))],
    };
}
