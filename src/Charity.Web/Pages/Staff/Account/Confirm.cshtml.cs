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
public sealed class ConfirmModel(
    StaffSignInManager signIn, PasskeyCeremonies passkeys, UserManager<StaffUser> users, IUserStore<StaffUser> store, UseCases useCases) : StaffPage
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

    /// <summary>The answer of a passkey was not right.</summary>
    public bool PasskeyRefused { get; private set; }

    public bool WithPasskey { get; private set; }

    public bool WithApp { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
        => await users.GetUserAsync(User) is { } user ? await ShowAsync(user, StatusCodes.Status200OK, cancel) : await LeaveAsync();

    public async Task<IActionResult> OnPostPasskeyQuestionAsync()
        => Content(await passkeys.BeginAskingAsync(HttpContext, await users.GetUserAsync(User)), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync(string? answer, CancellationToken cancel)
    {
        // A lockout holds up guesses, and a passkey cannot be guessed: a stranger at the door stops nobody who has one.
        if (await users.GetUserAsync(User) is not { } user)
        {
            return await LeaveAsync();
        }

        // A colleague's passkey is right, too, but confirms nothing here.
        if (await signIn.CheckPasskeyAsync(answer) is { } confirmed && confirmed.Id == user.Id)
        {
            await signIn.ConfirmAsync(user, User);
            return LocalRedirect(Local(ReturnUrl));
        }

        await RecordAsync(user, SignInEnd.Refused, "passkey", cancel);
        PasskeyRefused = true;
        return await ShowAsync(user, StatusCodes.Status400BadRequest, cancel);
    }

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
        await RecordAsync(user, locked ? SignInEnd.LockedOut : SignInEnd.Refused, Recovery ? "recovery-code" : "code", cancel);
        if (locked)
        {
            return await LeaveAsync();
        }

        Refused = true;
        return await ShowAsync(user, StatusCodes.Status400BadRequest, cancel);
    }

    private async Task<IActionResult> ShowAsync(StaffUser user, int status, CancellationToken cancel)
    {
        WithPasskey = passkeys.Possible && (await users.GetPasskeysAsync(user)).Count > 0;
        WithApp = !string.IsNullOrEmpty(await ((IUserAuthenticatorKeyStore<StaffUser>)store).GetAuthenticatorKeyAsync(user, cancel));
        Response.StatusCode = status;
        return Page();
    }

    private Task<bool> RecordAsync(StaffUser user, SignInEnd end, string by, CancellationToken cancel)
        => useCases.RunAsync<RecordSignIn, bool>(record => record.RunAsync(new(user.Id, end, by), cancel), cancel);

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
