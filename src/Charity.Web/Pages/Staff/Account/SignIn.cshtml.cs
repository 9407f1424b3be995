using Charity.Data;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>First step: e-mail and password. Says the same, in the same time, whether the account exists or not.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class SignInModel(SignInManager<StaffUser> signIn, UserManager<StaffUser> users, IPasswordHasher<StaffUser> hasher, UseCases useCases)
    : StaffPage
{
    private const string Password = "password";

    private static string? unknownHash;

    public sealed record InputModel(string? Email, string? Password);

    [BindProperty]
    public InputModel Input { get; set; } = new("", "");

    public bool Refused { get; private set; }

    public IActionResult OnGet(string? returnUrl)
        => User.Identity?.IsAuthenticated == true ? LocalRedirect(Local(returnUrl)) : Page();

    public async Task<IActionResult> OnPostAsync(string? returnUrl, CancellationToken cancel)
    {
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
            return RedirectToPage("Code", new { returnUrl = Local(returnUrl) });
        }

        if (!result.Succeeded)
        {
            return await RefuseAsync(user.Id, result.IsLockedOut ? SignInEnd.LockedOut : SignInEnd.Refused, cancel);
        }

        await useCases.RunAsync<RecordSignIn, bool>(record => record.RunAsync(new(user.Id, SignInEnd.SignedIn, Password), cancel), cancel);
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
        await useCases.RunAsync<RecordSignIn, bool>(record => record.RunAsync(new(account, end, Password), cancel), cancel);
        Refused = true;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        Input = Input with { Password = null };
        return Page();
    }
}
