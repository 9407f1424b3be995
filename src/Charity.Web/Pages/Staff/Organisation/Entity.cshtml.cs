using Charity.Data;
using Charity.Organisation;
using Charity.Payments;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Staff.Organisation;

/// <summary>One legal entity: changed at once, or from a day to come. Receipts that were written stay as they are.</summary>
[Authorize(Policy = StaffPermissions.ViewOrganisation)]
public sealed class EntityModel(CharityDb db, CountryPacks packs, IOptions<StripeOptions> stripe, UseCases useCases)
    : EntityPage(db, packs, stripe, useCases), IKeepsWhatWasTyped
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

    public async Task<IActionResult> AskAsync(CancellationToken cancel)
    {
        var id = Guid.Parse((string)RouteData.Values["id"]!);
        if (Form.RegistrationNumber is not null)
        {
            return await FindTypedAsync(id, cancel) ? AskToConfirm() : NotFound();
        }

        // A button that carries no form: what stands is shown.
        return await OnGetAsync(id, cancel) is PageResult ? AskToConfirm() : NotFound();
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

        return await FindTypedAsync(id, cancel) ? Refuse(outcome.Problems.Cast<Enum>()) : NotFound();
    }

    [ConfirmFirst]
    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken cancel)
    {
        if (!MayManage)
        {
            return Forbid();
        }

        await UseCases.RunAsync<ChangeLegalEntity, OrganisationOutcome>(verb => verb.WithdrawAsync(id, Me, cancel), cancel);
        return Done($"/staff/organisation/{id}");
    }

    /// <summary>With what was typed, and beside it what no form may change.</summary>
    private async Task<bool> FindTypedAsync(Guid id, CancellationToken cancel)
    {
        var found = await FindAsync(id, cancel);
        var stands = EntityForm.Of(Stands);
        (Form.Code, Form.CountryPack, Form.ReceiptPrefix) = (stands.Code, stands.CountryPack, stands.ReceiptPrefix);
        return found;
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
