using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>Says that a permission is missing, or leads to the second factor when only that is.</summary>
[Authorize(Policy = StaffSignIn.SignedInPolicy)]
public sealed class DeniedModel : StaffPage
{
    public IActionResult OnGet()
    {
        if (!User.HasSecondFactor())
        {
            return RedirectToPage("Authenticator");
        }

        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Page();
    }
}
