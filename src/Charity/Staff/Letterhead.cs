using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Staff;

/// <summary>Who writes to staff. Before the organisation is entered, the first administrator hears from the site itself.</summary>
public sealed class Letterhead(CharityDb db, CountryPacks packs, IOptions<SiteOptions> site, TimeProvider time)
{
    /// <param name="Name">In the reader's language.</param>
    /// <param name="Email">Whom to ask; empty where nobody is known yet.</param>
    /// <param name="Zone">In which moments are told, as on the pages: the first entity's.</param>
    internal sealed record Head(string Name, string Email, TimeZoneInfo Zone);

    internal async Task<Head> InAsync(Language language, CancellationToken cancel)
    {
        var organisation = await db.Organisations.AsNoTracking().SingleOrDefaultAsync(cancel);
        var pack = await db.LegalEntities.AsNoTracking().InOrder().Select(e => e.CountryPack).FirstOrDefaultAsync(cancel);
        var zone = pack is null ? TimeZoneInfo.Utc : packs.At(pack, time.GetUtcNow().UtcDateTime).Zone;
        return organisation is null
            ? new Head(new Uri(site.Value.PublicBaseUrl).Host, "", zone)
            : new Head(organisation.Name.In(language, Language.Of(organisation.DefaultLanguage)).Text, organisation.ContactEmail, zone);
    }
}
