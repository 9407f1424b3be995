using Charity.Data;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.GiftDesk;

/// <summary>
/// The zone whose days the list means: the chosen entity's, else that of the entity that stands first on our pages.
/// </summary>
public sealed class GiftCalendar(CharityDb db, CountryPacks packs, TimeProvider time)
{
    /// <param name="entity">Code of a legal entity, or null.</param>
    public async Task<TimeZoneInfo> ZoneAsync(string? entity, CancellationToken cancel)
    {
        var pack = await db.LegalEntities.AsNoTracking()
            .InOrderAfter(entity)
            .Select(e => e.CountryPack).FirstOrDefaultAsync(cancel);
        return pack is null ? TimeZoneInfo.Utc : packs.At(pack, time.GetUtcNow().UtcDateTime).Zone;
    }

    /// <summary>The instant at which a day begins in a zone; where clocks skip midnight, the first that exists.</summary>
    public static DateTime StartOf(DateOnly day, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        var ticks = local.Ticks - offset.Ticks;
        return new DateTime(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
    }
}
