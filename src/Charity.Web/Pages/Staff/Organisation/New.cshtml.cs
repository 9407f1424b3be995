using Charity.Data;
using Charity.Data.Work;
using Charity.Organisation;
using Charity.Payments;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Staff.Organisation;

/// <summary>Adds a legal entity.</summary>
[Authorize(Policy = StaffPermissions.ManageOrganisation)]
public sealed class NewModel(CharityDb db, CountryPacks packs, IOptions<StripeOptions> stripe, UseCases useCases, IWorkClock clock)
    : EntityPage(db, packs, stripe, useCases), IKeepsWhatWasTyped
{
    public override bool IsNew => true;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(null, cancel);
        var language = HttpContext.Language().Code;
        Form.CountryPack = language switch { "uk" => "ua", "bg" or "mk" => language, _ => "bg" };
        Form.StripeAccount = StripeAccounts.Count == 1 ? StripeAccounts[0] : null;
    }

    public async Task<IActionResult> AskAsync(CancellationToken cancel)
    {
        await LoadAsync(null, cancel);
        return AskToConfirm();
    }

    [ConfirmFirst]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var facts = Form.ToFacts();
        var outcome = await UseCases.RunAsync<AddLegalEntity, OrganisationOutcome>(
            verb => verb.RunAsync(
                new(
                    Form.Code?.Trim() ?? "", facts.Name, facts.Address, facts.RegistrationNumber, facts.RegisterUrl, Form.CountryPack ?? "",
                    facts.StripeAccount, Form.ReceiptPrefix?.Trim() ?? "", facts.SignatoryName, facts.SignatoryRole, facts.TaxNumber, Me),
                cancel), cancel);
        if (outcome.Saved)
        {
            // Its books are opened at once, so that the next step finds them.
            clock.Nudge();
            return Done("/staff/organisation");
        }

        await LoadAsync(null, cancel);
        return Refuse(outcome.Problems.Cast<Enum>());
    }
}
