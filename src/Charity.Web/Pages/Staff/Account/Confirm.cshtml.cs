using Charity.Data;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>
/// Asks someone who is signed in to show a second factor again before what matters most (<see cref="ConfirmFirstAttribute"/>).
/// Wrong codes lock the account as at sign-in.
/// </summary>
[Authorize(Policy = StaffSignIn.SecondFactorPolicy)]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class ConfirmModel(StaffSignInManager signIn, UserManager<StaffUser> users, UseCases useCases) : StaffPage
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Asks for a recovery code in place of the app's.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Recovery { get; set; }

    /// <summary>A form was sent and not carried out: the person sends it once more afterwards.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Again { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public bool Refused { get; private set; }

    public IActionResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await users.GetUserAsync(User) is not { } user || await users.IsLockedOutAsync(user))
        {
            return await LeaveAsync();
        }

        if (await IsRightAsync(user))
        {
            await users.ResetAccessFailedCountAsync(user);
            await signIn.ConfirmAsync(user, User);
            return LocalRedirect(Local(ReturnUrl));
        }

        await users.AccessFailedAsync(user);
        var locked = await users.IsLockedOutAsync(user);
        await useCases.RunAsync<RecordSignIn, bool>(
            record => record.RunAsync(new(user.Id, locked ? SignInEnd.LockedOut : SignInEnd.Refused, Recovery ? "recovery-code" : "code"), cancel), cancel);
        if (locked)
        {
            return await LeaveAsync();
        }

        Refused = true;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<bool> IsRightAsync(StaffUser user)
    {
        var code = new string([.. (Code ?? "").Where(char.IsLetterOrDigit).Take(32)]);
        return Recovery
            ? (await users.RedeemTwoFactorRecoveryCodeAsync(user, code)).Succeeded
            : await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, code);
    }

    private async Task<IActionResult> LeaveAsync()
    {
        await signIn.SignOutAsync();
        return RedirectToPage("SignIn");
    }
}
