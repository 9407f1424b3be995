using Charity.SetUp;
using Charity.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.SetUp;

/// <summary>How far this installation is set up, found out now; a newcomer's way and, later, a check.</summary>
[Authorize(Policy = StaffPermissions.ViewOrganisation)]
public sealed class IndexModel(SetUpCheck check) : StaffPage
{
    public SetUpState State { get; private set; } = new([], default);

    public async Task OnGetAsync(CancellationToken cancel) => State = await check.RunAsync(again: false, cancel);

    public async Task<IActionResult> OnPostAgainAsync(CancellationToken cancel)
    {
        State = await check.RunAsync(again: true, cancel);
        return RedirectToPage();
    }
}
