using Charity.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>Ends the session. Only a form ends it: a link from elsewhere does nothing.</summary>
public sealed class SignOutModel(SignInManager<StaffUser> signIn) : StaffPage
{
    public IActionResult OnGet() => LocalRedirect("/staff");

    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.SignOutAsync();
        return RedirectToPage("SignIn");
    }
}
