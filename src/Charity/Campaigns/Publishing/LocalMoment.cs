namespace Charity.Campaigns.Publishing;

/// <summary>A day and an hour as people in a zone say them, made into UTC.</summary>
public static class LocalMoment
{
    /// <summary>
    /// UTC for a local time; null for one that the clocks jump over in spring. Of an hour that comes twice in autumn, the
    /// first is meant.
    /// </summary>
    public static DateTime? ToUtc(DateOnly day, TimeOnly hour, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = day.ToDateTime(hour, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            return null;
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
    }
}
