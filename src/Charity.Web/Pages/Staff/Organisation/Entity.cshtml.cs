using Charity.Data;
using Charity.Organisation;
using Charity.Payments;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Staff.Organisation;

/// <summary>One legal entity: changed at once, or from a day to come. Receipts that were written stay as they are.</summary>
[Authorize(Policy = StaffPermissions.ViewOrganisation)]
public sealed class EntityModel(CharityDb db, CountryPacks packs, IOptions<StripeOptions> stripe, UseCases useCases)
    : EntityPage(db, packs, stripe, useCases)
{
    private readonly CharityDb db = db;

    public override bool IsNew => false;

    public LegalEntity Stands { get; private set; } = new();

    public PlannedEntityChange? Planned { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await FindAsync(id, cancel))
        {
            return NotFound();
        }

        Form = EntityForm.Of(Stands);
        return Page();
    }

    [ConfirmFirst]
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!MayManage)
        {
            return Forbid();
        }

        var outcome = await UseCases.RunAsync<ChangeLegalEntity, OrganisationOutcome>(
            verb => verb.RunAsync(new(id, Form.Version, Form.ToFacts(), Form.From, Me), cancel), cancel);
        if (outcome.Saved)
        {
            return Done($"/staff/organisation/{id}");
        }

        if (!await FindAsync(id, cancel))
        {
            return NotFound();
        }

        var stands = EntityForm.Of(Stands);
        (Form.Code, Form.CountryPack, Form.ReceiptPrefix) = (stands.Code, stands.CountryPack, stands.ReceiptPrefix);
        return Refuse(outcome.Problems.Cast<Enum>());
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken cancel)
    {
        if (!MayManage)
        {
            return Forbid();
        }

        await UseCases.RunAsync<ChangeLegalEntity, OrganisationOutcome>(verb => verb.WithdrawAsync(id, Me, cancel), cancel);
        return Done($"/staff/organisation/{id}");
    }

    private async Task<bool> FindAsync(Guid id, CancellationToken cancel)
    {
        var found = await db.LegalEntities.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancel);
        Stands = found ?? Stands;
        Planned = await db.PlannedEntityChanges.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancel);
        await LoadAsync(id, cancel);
        return found is not null;
    }
}
