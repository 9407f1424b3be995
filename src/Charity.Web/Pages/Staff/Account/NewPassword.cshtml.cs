using Charity.Data;
using Charity.Data.Work;
using Charity.Staff.Passwords;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>
/// Where the mailed link to a new password leads. Only sending the form uses it, and it signs nobody in: the way goes
/// through the sign-in with its second step.
/// </summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class NewPasswordModel(ResetPassword resets, UseCases useCases, IWorkClock clock, TokenGuesses guesses) : StaffPage
{
    public ResetState State { get; private set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Codes of what is wrong with the password.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    public bool Done { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancel)
    {
        if (guesses.TooMany(HttpContext))
        {
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        return await SayAsync(await resets.FindAsync(token, cancel), cancel);
    }

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken cancel)
    {
        if (guesses.TooMany(HttpContext))
        {
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        var now = SessionClock.Of(HttpContext);
        var outcome = await useCases.RunAsync<ResetPassword, ResetPassword.Outcome>(reset => reset.RunAsync(token, Password ?? "", now, cancel), cancel);
        if (outcome.State == ResetState.Open && outcome.Errors.Count > 0)
        {
            Errors = PasswordFaults.Of(outcome.Errors);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        Done = outcome.State == ResetState.Open;
        clock.Nudge();
        return await SayAsync(outcome.State, cancel);
    }

    private async Task<PageResult> SayAsync(ResetState state, CancellationToken cancel)
    {
        State = state;
        if (state == ResetState.Unknown)
        {
            await guesses.MissedAsync(HttpContext, cancel);
        }

        Response.StatusCode = state switch
        {
            ResetState.Open => StatusCodes.Status200OK,
            ResetState.Unknown => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status410Gone,
        };
        return Page();
    }
}

/// <summary>What is wrong with a password, in words that there are texts for.</summary>
internal static class PasswordFaults
{
    public static IReadOnlyList<string> Of(IEnumerable<string> errors)
        => [.. errors.Select(error => error is "PasswordTooShort" or "PasswordTooCommon" or "PasswordHoldsName" or NewPasswords.SameAsBefore or ChangePassword.WrongPresent ? error : "PasswordOther").Distinct()];
}
