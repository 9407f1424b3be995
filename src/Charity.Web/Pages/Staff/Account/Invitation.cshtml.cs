using System.Security.Claims;
using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>Where the link of an invitation leads: name and password, then the authenticator. Only sending the form uses the link.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class InvitationModel(AcceptInvitation invitations, SignInManager<StaffUser> signIn, UserManager<StaffUser> users, UseCases useCases, TokenGuesses guesses)
    : StaffPage
{
    private const int MaxName = 100;

    public InvitationState State { get; private set; }

    public string Email { get; private set; } = "";

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Codes of what is wrong with the form.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancel)
        => await FindAsync(token, cancel) ?? Page();

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken cancel)
    {
        if (await FindAsync(token, cancel) is { } refused)
        {
            return refused;
        }

        if (State != InvitationState.Open)
        {
            return Page();
        }

        var name = Name?.Trim() ?? "";
        if (name.Length is 0 or > MaxName || name.Any(char.IsControl))
        {
            return Wrong(["Name"]);
        }

        var outcome = await useCases.RunAsync<AcceptInvitation, AcceptInvitation.Outcome>(
            accept => accept.RunAsync(token, name, Password ?? "", cancel), cancel);
        if (outcome.State != InvitationState.Open)
        {
            return Say(outcome.State);
        }

        if (outcome.Errors.Count > 0)
        {
            return Wrong(outcome.Errors);
        }

        await useCases.RunAsync<RecordSignIn, bool>(record => record.RunAsync(new(outcome.UserId, SignInEnd.SignedIn, "invitation"), cancel), cancel);
        var user = await users.FindByIdAsync(outcome.UserId.ToString());
        await signIn.SignInWithClaimsAsync(user!, isPersistent: false, [new Claim("amr", "pwd")]);
        return RedirectToPage("Authenticator");
    }

    private async Task<IActionResult?> FindAsync(string token, CancellationToken cancel)
    {
        if (guesses.TooMany(HttpContext))
        {
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        var (state, invitation) = await invitations.FindAsync(token, cancel);
        if (state == InvitationState.Unknown)
        {
            await guesses.MissedAsync(HttpContext, cancel);
        }

        if (invitation is not null && Language.TryOf(invitation.Language, out var language))
        {
            HttpContext.SetLanguage(language);
        }

        Email = invitation?.Email ?? "";
        Say(state);
        return null;
    }

    private PageResult Say(InvitationState state)
    {
        State = state;
        Response.StatusCode = state switch
        {
            InvitationState.Open => StatusCodes.Status200OK,
            InvitationState.Unknown => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status410Gone,
        };
        return Page();
    }

    private PageResult Wrong(IReadOnlyList<string> errors)
    {
        Errors = [.. errors.Select(error => error is "Name" or "PasswordTooShort" or "PasswordTooCommon" or "PasswordHoldsName" ? error : "Other").Distinct()];
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
