using System.Security.Claims;
using System.Text;
using Charity.Data.Audit;
using Charity.Documents;
using Charity.Staff;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>
/// Sets up the authenticator app on the first sign-in and shows the recovery codes once. Someone who has one already
/// must have used it in this session: a stolen password alone never replaces the second factor.
/// </summary>
[Authorize(Policy = StaffSignIn.SignedInPolicy)]
public sealed class AuthenticatorModel(SignInManager<StaffUser> signIn, UserManager<StaffUser> users, AuditLog audit, SiteFacts facts)
    : StaffPage
{
    private const int RecoveryCodes = 10;

    [BindProperty]
    public string? Code { get; set; }

    public string Secret { get; private set; } = "";

    /// <summary>The QR code that the app reads, as SVG in base64.</summary>
    public string QrBase64 { get; private set; } = "";

    public bool Refused { get; private set; }

    /// <summary>Shown once, right after the app was set up.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ?? Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await LoadAsync(cancel) is { } elsewhere)
        {
            return elsewhere;
        }

        var user = (await users.GetUserAsync(User))!;
        var code = new string([.. (Code ?? "").Where(char.IsAsciiDigit).Take(8)]);
        if (!await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, code))
        {
            Refused = true;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        // Saved by the next line, in one.
        audit.Add(
            Me, StaffActions.SetUpAuthenticator, StaffActions.Subject, user.Id,
            before: new { secondFactor = false }, after: new { secondFactor = true });
        await users.SetTwoFactorEnabledAsync(user, true);
        Codes = [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) ?? []];
        await signIn.SignInWithClaimsAsync(user, isPersistent: false, [new Claim("amr", "mfa")]);
        return Page();
    }

    private async Task<IActionResult?> LoadAsync(CancellationToken cancel)
    {
        if (await users.GetUserAsync(User) is not { } user)
        {
            return RedirectToPage("SignIn");
        }

        if (await users.GetTwoFactorEnabledAsync(user))
        {
            return LocalRedirect("/staff");
        }

        if (string.IsNullOrEmpty(await users.GetAuthenticatorKeyAsync(user)))
        {
            await users.ResetAuthenticatorKeyAsync(user);
            // The reset changed the security stamp; without this the session would end at its next check.
            await signIn.RefreshSignInAsync(user);
        }

        Secret = await users.GetAuthenticatorKeyAsync(user) ?? "";
        var site = await facts.GetAsync(cancel);
        var address = Totp.Uri(site.Name.In(HttpContext.Language(), site.DefaultLanguage).Text, user.Email ?? "", Secret);
        QrBase64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(QrPicture.Svg(QrMatrix.Of(address))));
        return null;
    }
}
