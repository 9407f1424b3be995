using System.Globalization;
using Charity.Data;
using Charity.Organisation;
using Charity.SetUp;
using Charity.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.SetUp;

/// <summary>The country rules in force for each legal entity: what they print and ask, as facts.</summary>
[Authorize(Policy = StaffPermissions.ViewOrganisation)]
public sealed class CountryModel(CharityDb db, CountryPacks packs, SetUpCheck check, UseCases useCases, TimeProvider time) : SetUpPage(useCases)
{
    public IReadOnlyList<(LegalEntity Entity, CountryPack Pack)> Entities { get; private set; } = [];

    /// <summary>500 basis points as "5 %".</summary>
    public static string Percent(int basisPoints)
        => (basisPoints % 100 == 0
            ? (basisPoints / 100).ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{basisPoints / 100}.{basisPoints % 100:00}")) + "\u00A0%";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Report = await check.OneAsync(SetUpStep.Country, cancel);
        var now = time.GetUtcNow().UtcDateTime;
        Entities = [.. (await db.LegalEntities.AsNoTracking().OrderBy(e => e.Code).ToListAsync(cancel)).Select(e => (e, packs.At(e, now)))];
    }
}
