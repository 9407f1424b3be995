using Charity.Data;
using Charity.SetUp;
using Charity.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.SetUp;

/// <summary>Whether the site's own address leads here from outside, whether clocks and keys agree, and the last back-up.</summary>
[Authorize(Policy = StaffPermissions.ViewOrganisation)]
public sealed class AddressModel(UseCases useCases, SetUpCheck check) : SetUpPage(useCases)
{
    public async Task OnGetAsync(CancellationToken cancel) => Report = await check.OneAsync(SetUpStep.Address, cancel);

    public async Task<IActionResult> OnPostAgainAsync(CancellationToken cancel)
    {
        await check.RunAsync(again: true, cancel);
        return RedirectToPage();
    }
}
