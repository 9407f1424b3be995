using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>Ends the session. Only a form ends it: a link from elsewhere does nothing.</summary>
[Authorize(Policy = StaffSignIn.SignedInPolicy)]
public sealed class SignOutModel(SignInManager<StaffUser> signIn) : StaffPage
{
    public IActionResult OnGet() => LocalRedirect("/staff");

    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.SignOutAsync();
        return RedirectToPage("SignIn");
    }
}
