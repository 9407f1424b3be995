using Charity.Data;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>
/// By passkey, which is all it takes; or first step of two: e-mail and password. Says the same, in the same time, whether
/// the account exists or not.
/// </summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class SignInModel(
    StaffSignInManager signIn, PasskeyCeremonies passkeys, UserManager<StaffUser> users, IPasswordHasher<StaffUser> hasher, UseCases useCases)
    : StaffPage
{
    private const string Password = "password";
    private const string Passkey = "passkey";

    private static string? unknownHash;

    public sealed record InputModel(string? Email, string? Password);

    [BindProperty]
    public InputModel Input { get; set; } = new("", "");

    public string? ReturnUrl { get; private set; }

    public bool Refused { get; private set; }

    /// <summary>The answer of a passkey was not right.</summary>
    public bool PasskeyRefused { get; private set; }

    public bool WithPasskeys => passkeys.Possible;

    public IActionResult OnGet(string? returnUrl)
    {
        ReturnUrl = Local(returnUrl);
        return User.Identity?.IsAuthenticated == true ? LocalRedirect(ReturnUrl) : Page();
    }

    /// <summary>Any passkey of this site will do: nobody has said yet who they are, so nothing can be learned here.</summary>
    public async Task<IActionResult> OnPostPasskeyQuestionAsync()
        => Content(await passkeys.BeginAskingAsync(HttpContext, null), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync(string? answer, string? returnUrl, CancellationToken cancel)
    {
        ReturnUrl = Local(returnUrl);
        if ((await signIn.PasskeySignInAsync(answer ?? "")).Succeeded)
        {
            await RecordAsync(signIn.SignedInUser!.Id, SignInEnd.SignedIn, Passkey, cancel);
            return LocalRedirect(ReturnUrl);
        }

        await RecordAsync(null, SignInEnd.Refused, Passkey, cancel);
        PasskeyRefused = true;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? returnUrl, CancellationToken cancel)
    {
        ReturnUrl = Local(returnUrl);
        var email = Input.Email?.Trim() ?? "";
        var password = Input.Password ?? "";
        var user = email.Length is 0 or > 254 ? null : await users.FindByEmailAsync(email);
        if (user is null || user.DisabledAt is not null || await users.IsLockedOutAsync(user))
        {
            CheckForNothing(password);
            return await RefuseAsync(user?.Id, SignInEnd.Refused, cancel);
        }

        var result = await signIn.PasswordSignInAsync(user, password, isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor)
        {
            return RedirectToPage("Code", new { returnUrl = ReturnUrl });
        }

        if (!result.Succeeded)
        {
            return await RefuseAsync(user.Id, result.IsLockedOut ? SignInEnd.LockedOut : SignInEnd.Refused, cancel);
        }

        await RecordAsync(user.Id, SignInEnd.SignedIn, Password, cancel);
        return RedirectToPage("Authenticator");
    }

    /// <summary>
    /// Where no password is looked at (no such account, or a locked or shut one), the answer would come at once and tell which
    /// accounts there are. A hash made by the same hasher: checking it takes as long as checking a real one.
    /// </summary>
    private void CheckForNothing(string password)
    {
        var nobody = new StaffUser();
        unknownHash ??= hasher.HashPassword(nobody, Guid.NewGuid().ToString());
        hasher.VerifyHashedPassword(nobody, unknownHash, password);
    }

    /// <summary>Writes a line whether or not the account exists, so that both take the same time.</summary>
    private async Task<PageResult> RefuseAsync(Guid? account, SignInEnd end, CancellationToken cancel)
    {
        await RecordAsync(account, end, Password, cancel);
        Refused = true;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        Input = Input with { Password = null };
        return Page();
    }

    private Task<bool> RecordAsync(Guid? account, SignInEnd end, string by, CancellationToken cancel)
        => useCases.RunAsync<RecordSignIn, bool>(record => record.RunAsync(new(account, end, by, ClientAddress.Of(HttpContext)), cancel), cancel);
}
