using Charity.Languages;
using Charity.Web.Hosting;

namespace Charity.Web.Pages.Staff;

/// <summary>
/// Moments on staff pages, in the organisation's zone. It is named once on a page, by the layout below everything else,
/// where the page showed any moment.
/// </summary>
public sealed class StaffTime(SiteFacts facts)
{
    private TimeZoneInfo? chosen;
    private DateTime? shown;

    private TimeZoneInfo Zone => chosen ?? facts.LastKnown.Zone;

    /// <summary>Has this page speak in another zone: that of the entity whose days it shows.</summary>
    public void Use(TimeZoneInfo zone) => chosen = zone;

    /// <summary>Day, hour and minute.</summary>
    public string Of(DateTime utc, Language language)
    {
        shown ??= utc;
        var local = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Zone);
        return $"{DateFormat.Brief(DateOnly.FromDateTime(local), language)} {DateFormat.Time(TimeOnly.FromDateTime(local))}";
    }

    /// <summary>The zone's name, where this page has shown a moment.</summary>
    public string? ShownZone(Language language) => shown is { } utc ? DateFormat.ZoneName(Zone, utc, language) : null;

    /// <summary>How long something has waited, in its largest whole unit: "3 days".</summary>
    public static string Age(TimeSpan age, LanguageTexts T) => age switch
    {
        { TotalDays: >= 2 } => T["staff.age.days", ("count", (int)age.TotalDays)],
        { TotalHours: >= 1 } => T["staff.age.hours", ("count", (int)age.TotalHours)],
        _ => T["staff.age.minutes", ("count", Math.Max(0, (int)age.TotalMinutes))],
    };
}
