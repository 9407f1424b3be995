using Charity.Data;
using Charity.Organisation;
using Charity.Payments;
using Charity.Web.Pages.Staff.SetUp;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Staff.Organisation;

/// <summary>What the page of a new legal entity and that of one that stands share.</summary>
public abstract class EntityPage(CharityDb db, CountryPacks packs, IOptions<StripeOptions> stripe, UseCases useCases) : SetUpPage(useCases)
{
    [BindProperty]
    public EntityForm Form { get; set; } = new();

    public abstract bool IsNew { get; }

    public IEnumerable<string> Packs => packs.Ids;

    /// <summary>Accounts of the settings that no other entity has, and its own.</summary>
    public IReadOnlyList<string> StripeAccounts { get; private set; } = [];

    protected async Task LoadAsync(Guid? own, CancellationToken cancel)
    {
        var taken = await db.LegalEntities.AsNoTracking().Where(e => e.Id != own && e.StripeAccount != null).Select(e => e.StripeAccount!).ToListAsync(cancel);
        var kept = own is null ? null : await db.LegalEntities.AsNoTracking().Where(e => e.Id == own).Select(e => e.StripeAccount).SingleOrDefaultAsync(cancel);
        StripeAccounts = [.. stripe.Value.Accounts.Select(account => account.Id).Except(taken, StringComparer.Ordinal)];
        if (kept is not null && !StripeAccounts.Contains(kept))
        {
            StripeAccounts = [.. StripeAccounts, kept];
        }
    }
}
