using Charity.Data;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>Second step: the code of the authenticator app, or one of the recovery codes.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class CodeModel(SignInManager<StaffUser> signIn, UseCases useCases) : StaffPage
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Asks for a recovery code in place of the app's.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Recovery { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public bool Refused { get; private set; }

    public async Task<IActionResult> OnGetAsync()
        => await signIn.GetTwoFactorAuthenticationUserAsync() is null ? RedirectToPage("SignIn") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user)
        {
            return RedirectToPage("SignIn");
        }

        var code = new string([.. (Code ?? "").Where(char.IsLetterOrDigit).Take(32)]);
        var result = Recovery
            ? await signIn.TwoFactorRecoveryCodeSignInAsync(code)
            : await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false);
        var by = Recovery ? "recovery-code" : "code";
        var end = result.Succeeded ? SignInEnd.SignedIn : result.IsLockedOut ? SignInEnd.LockedOut : SignInEnd.Refused;
        await useCases.RunAsync<RecordSignIn, bool>(record => record.RunAsync(new(user.Id, end, by), cancel), cancel);
        if (result.Succeeded)
        {
            return LocalRedirect(Local(ReturnUrl));
        }

        Refused = true;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
