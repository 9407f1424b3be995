using Charity.Data;
using Charity.Data.Work;
using Charity.Staff;
using Charity.Staff.Passwords;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>Changes one's own password; asks for the present one, and wrong ones lock the account as at sign-in. The other sessions end.</summary>
[Authorize(Policy = StaffSignIn.SecondFactorPolicy)]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class PasswordModel(StaffSignInManager signIn, UserManager<StaffUser> users, UseCases useCases, IWorkClock clock) : StaffPage
{
    [BindProperty]
    public string? Present { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Codes of what is wrong with the form.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    public bool Done { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await users.GetUserAsync(User) is not { } user || await users.IsLockedOutAsync(user))
        {
            return await LeaveAsync();
        }

        var errors = await useCases.RunAsync<ChangePassword, IReadOnlyList<string>>(
            change => change.RunAsync(
                new(user.Id, Present ?? "", Password ?? "", StaffSignInManager.SessionOf(User), SessionClock.Of(HttpContext)), cancel), cancel);
        if (errors.Count == 0)
        {
            clock.Nudge();
            Done = true;
            return Page();
        }

        if (errors.Contains(ChangePassword.WrongPresent))
        {
            await users.AccessFailedAsync(user);
            var locked = await users.IsLockedOutAsync(user);
            await useCases.RunAsync<RecordSignIn, bool>(
                record => record.RunAsync(new(user.Id, locked ? SignInEnd.LockedOut : SignInEnd.Refused, "password"), cancel), cancel);
            if (locked)
            {
                return await LeaveAsync();
            }
        }

        Errors = PasswordFaults.Of(errors);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<IActionResult> LeaveAsync()
    {
        await signIn.SignOutAsync();
        return RedirectToPage("SignIn");
    }
}
