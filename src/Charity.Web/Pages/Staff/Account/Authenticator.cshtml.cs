using System.Text;
using Charity.Data;
using Charity.Documents;
using Charity.Staff;
using Charity.Staff.Factors;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>
/// Sets up the second step on the first sign-in, by passkey or authenticator app, and shows the recovery codes once. Who
/// has a second step already must have shown it lately: a stolen password alone never replaces it.
/// </summary>
[Authorize(Policy = StaffSignIn.SignedInPolicy)]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class AuthenticatorModel(
    StaffSignInManager signIn, PasskeyCeremonies passkeys, PendingAuthenticator pending, UserManager<StaffUser> users, UseCases useCases, SiteFacts facts)
    : StaffPage
{
    [BindProperty]
    public string? Code { get; set; }

    public string Secret { get; private set; } = "";

    /// <summary>The QR code that the app reads, as SVG in base64.</summary>
    public string QrBase64 { get; private set; } = "";

    public bool Refused { get; private set; }

    /// <summary>What became of the passkey, where it was not taken.</summary>
    public FactorChange? PasskeyRefused { get; private set; }

    /// <summary>Nothing is set up yet: a passkey may be the first.</summary>
    public bool IsFirst { get; private set; }

    public bool WithPasskeys => IsFirst && passkeys.Possible;

    public string Device => DeviceName.Of(Request.Headers.UserAgent.ToString()).ToString();

    public bool Done { get; private set; }

    /// <summary>Shown once, right after the first second step was set up.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var (user, elsewhere) = await AllowedAsync();
        return user is null ? elsewhere : await ShowAsync(user, StatusCodes.Status200OK, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var (user, elsewhere) = await AllowedAsync();
        if (user is null)
        {
            return elsewhere;
        }

        var code = new string([.. (Code ?? "").Where(char.IsAsciiDigit).Take(8)]);
        var outcome = pending.Shown(HttpContext, user.Id) is not { } secret
            ? new FactorOutcome(FactorChange.WrongCode, [])
            : await useCases.RunAsync<SetUpAuthenticator, FactorOutcome>(
                setUp => setUp.RunAsync(
                    new(user.Id, secret, code, StaffSignInManager.SessionOf(User), TimeProvider.System.GetUtcNow().UtcDateTime), cancel), cancel);
        if (outcome.Change != FactorChange.Done)
        {
            Refused = true;
            return await ShowAsync(user, StatusCodes.Status400BadRequest, cancel);
        }

        pending.Forget(HttpContext);
        return await FinishAsync(user, outcome, StaffSignIn.SecondFactor);
    }

    public async Task<IActionResult> OnPostPasskeyQuestionAsync()
    {
        var (user, elsewhere) = await AllowedAsync();
        return user is null ? elsewhere : Content(await passkeys.BeginMakingAsync(HttpContext, user), "application/json");
    }

    public async Task<IActionResult> OnPostPasskeyAsync(string? answer, string? name, CancellationToken cancel)
    {
        var (user, elsewhere) = await AllowedAsync();
        if (user is null)
        {
            return elsewhere;
        }

        var outcome = await passkeys.FinishMakingAsync(HttpContext, user, answer) is { } passkey
            ? await useCases.RunAsync<AddPasskey, FactorOutcome>(add => add.RunAsync(new(user.Id, passkey, name ?? ""), cancel), cancel)
            : new FactorOutcome(FactorChange.WrongCode, []);
        if (outcome.Change != FactorChange.Done)
        {
            PasskeyRefused = outcome.Change;
            return await ShowAsync(user, StatusCodes.Status400BadRequest, cancel);
        }

        return await FinishAsync(user, outcome, StaffSignIn.Passkey);
    }

    /// <summary>The user who may set something up here, or where to go instead.</summary>
    private async Task<(StaffUser? User, IActionResult Elsewhere)> AllowedAsync()
    {
        if (await users.GetUserAsync(User) is not { } user)
        {
            return (null, RedirectToPage("SignIn"));
        }

        IsFirst = !user.TwoFactorEnabled;
        if (IsFirst || (User.HasSecondFactor() && HttpContext.ConfirmedLately()))
        {
            return (user, new EmptyResult());
        }

        if (User.HasSecondFactor())
        {
            return (null, Redirect(ConfirmFirstFilter.Path + QueryString.Create("returnUrl", "/staff/authenticator")));
        }

        // Signed in by password before a second step was set up elsewhere: that one is asked for now.
        await signIn.SignOutAsync();
        return (null, RedirectToPage("SignIn"));
    }

    private async Task<IActionResult> FinishAsync(StaffUser user, FactorOutcome outcome, string method)
    {
        if (User.HasSecondFactor())
        {
            return LocalRedirect("/staff/account");
        }

        // Read again: the verb changed the account in a scope of its own.
        await signIn.StepUpAsync((await users.FindByIdAsync(user.Id.ToString()))!, User, method);
        (Codes, Done) = (outcome.RecoveryCodes, true);
        return Page();
    }

    private async Task<IActionResult> ShowAsync(StaffUser user, int status, CancellationToken cancel)
    {
        Secret = pending.Secret(HttpContext, user.Id);
        var site = await facts.GetAsync(cancel);
        var address = Totp.Uri(site.Name.In(HttpContext.Language(), site.DefaultLanguage).Text, user.Email ?? "", Secret);
        QrBase64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(QrPicture.Svg(QrMatrix.Of(address))));
        Response.StatusCode = status;
        return Page();
    }
}
