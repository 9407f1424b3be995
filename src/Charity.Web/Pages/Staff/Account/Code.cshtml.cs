using Charity.Data;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>Second step: the code of the authenticator app, one of the recovery codes, or a passkey in place of both.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class CodeModel(StaffSignInManager signIn, PasskeyCeremonies passkeys, UserManager<StaffUser> users, IUserStore<StaffUser> store, UseCases useCases) : StaffPage
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Asks for a recovery code in place of the app's.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Recovery { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public bool Refused { get; private set; }

    /// <summary>The account has a passkey, and the site can ask for it.</summary>
    public bool WithPasskey { get; private set; }

    /// <summary>The account has an authenticator app.</summary>
    public bool WithApp { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user)
        {
            return RedirectToPage("SignIn");
        }

        await LoadAsync(user, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user)
        {
            return RedirectToPage("SignIn");
        }

        // Meanwhile the account may have been shut, or locked by wrong codes: Identity asks that of an app's code only.
        if (!await signIn.CanSignInAsync(user) || (Recovery && await users.IsLockedOutAsync(user)))
        {
            return await RefuseAsync(user, SignInEnd.Refused, cancel);
        }

        var code = new string([.. (Code ?? "").Where(char.IsLetterOrDigit).Take(32)]);
        var result = Recovery
            ? await signIn.TwoFactorRecoveryCodeSignInAsync(code)
            : await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false);
        if (result.Succeeded)
        {
            await RecordAsync(user, SignInEnd.SignedIn, cancel);
            return LocalRedirect(Local(ReturnUrl));
        }

        var locked = result.IsLockedOut;
        if (Recovery)
        {
            // Identity counts wrong codes of an app, and wrong recovery codes not at all.
            await users.AccessFailedAsync(user);
            locked = await users.IsLockedOutAsync(user);
        }

        return await RefuseAsync(user, locked ? SignInEnd.LockedOut : SignInEnd.Refused, cancel);
    }

    private async Task<IActionResult> RefuseAsync(StaffUser user, SignInEnd end, CancellationToken cancel)
    {
        await RecordAsync(user, end, cancel);
        await LoadAsync(user, cancel);
        Refused = true;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private Task<bool> RecordAsync(StaffUser user, SignInEnd end, CancellationToken cancel)
        => useCases.RunAsync<RecordSignIn, bool>(record => record.RunAsync(new(user.Id, end, Recovery ? "recovery-code" : "code"), cancel), cancel);

    private async Task LoadAsync(StaffUser user, CancellationToken cancel)
    {
        WithPasskey = passkeys.Possible && (await users.GetPasskeysAsync(user)).Count > 0;
        WithApp = !string.IsNullOrEmpty(await ((IUserAuthenticatorKeyStore<StaffUser>)store).GetAuthenticatorKeyAsync(user, cancel));
        Recovery |= !WithApp && !WithPasskey;
    }
}
