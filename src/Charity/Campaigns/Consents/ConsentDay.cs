using Charity.Data;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Consents;

/// <summary>The day by which consents begin and end: that of the organisation's first legal entity, as public pages give days.</summary>
public sealed class ConsentDay(CharityDb db, CountryPacks packs, TimeProvider time)
{
    public async Task<DateOnly> TodayAsync(CancellationToken cancel)
    {
        var pack = await db.LegalEntities.AsNoTracking()
            .InOrder()
            .Select(e => e.CountryPack).FirstOrDefaultAsync(cancel);
        return packs.DayOf(pack ?? CountryPacks.General, time.GetUtcNow().UtcDateTime);
    }
}
