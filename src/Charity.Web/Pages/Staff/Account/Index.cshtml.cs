using Charity.Data;
using Charity.Staff;
using Charity.Staff.Factors;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Account;

/// <summary>One's own ways to sign in: passkeys, authenticator app, recovery codes, password; and the language. Changes ask who it is first.</summary>
[Authorize(Policy = StaffSignIn.SecondFactorPolicy)]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class IndexModel(
    CharityDb db, UserManager<StaffUser> users, IUserStore<StaffUser> store, PasskeyCeremonies passkeys, StaffSignInManager signIn,
    UseCases useCases) : StaffPage
{
    public IReadOnlyList<StaffPasskey> Passkeys { get; private set; } = [];

    public bool HasApp { get; private set; }

    public int CodesLeft { get; private set; }

    public int OpenSessions { get; private set; }

    public bool PasskeysPossible => passkeys.Possible;

    /// <summary>A passkey or the app may go only while the other remains.</summary>
    public bool MayRemove => Passkeys.Count + (HasApp ? 1 : 0) > 1;

    public bool MayAdd => passkeys.Possible && Passkeys.Count < AddPasskey.Most;

    public string Device => DeviceName.Of(Request.Headers.UserAgent.ToString()).ToString();

    public FactorChange? Refused { get; private set; }

    /// <summary>Fresh recovery codes, shown this once.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    [ConfirmFirst]
    public async Task<IActionResult> OnPostPasskeyQuestionAsync()
        => Content(await passkeys.BeginMakingAsync(HttpContext, (await users.GetUserAsync(User))!), "application/json");

    [ConfirmFirst]
    public async Task<IActionResult> OnPostPasskeyAsync(string? answer, string? name, CancellationToken cancel)
    {
        var user = (await users.GetUserAsync(User))!;
        var change = await passkeys.FinishMakingAsync(HttpContext, user, answer) is { } passkey
            ? (await useCases.RunAsync<AddPasskey, FactorOutcome>(add => add.RunAsync(new(MyId, passkey, name ?? ""), cancel), cancel)).Change
            : FactorChange.WrongCode;
        return await AnswerAsync(change, cancel);
    }

    public async Task<IActionResult> OnPostRenameAsync(Guid id, string? name, CancellationToken cancel)
        => await AnswerAsync(await useCases.RunAsync<ChangePasskey, FactorChange>(change => change.RenameAsync(id, MyId, name, cancel), cancel), cancel);

    [ConfirmFirst]
    public async Task<IActionResult> OnPostRemoveAsync(Guid id, CancellationToken cancel)
        => await AnswerAsync(
            await useCases.RunAsync<ChangePasskey, FactorChange>(
                change => change.RemoveAsync(id, MyId, StaffSignInManager.SessionOf(User), SessionClock.Of(HttpContext), cancel), cancel), cancel);

    [ConfirmFirst]
    public async Task<IActionResult> OnPostRemoveAppAsync(CancellationToken cancel)
        => await AnswerAsync(
            await useCases.RunAsync<ChangeFactors, FactorChange>(
                change => change.RemoveAuthenticatorAsync(MyId, StaffSignInManager.SessionOf(User), SessionClock.Of(HttpContext), cancel), cancel), cancel);

    [ConfirmFirst]
    public async Task<IActionResult> OnPostCodesAsync(CancellationToken cancel)
    {
        Codes = (await useCases.RunAsync<ChangeFactors, FactorOutcome>(change => change.RenewCodesAsync(MyId, cancel), cancel)).RecoveryCodes;
        await LoadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostLanguageAsync(string? reader, CancellationToken cancel)
    {
        if (await useCases.RunAsync<ChangeLanguage, bool>(change => change.RunAsync(MyId, reader, cancel), cancel))
        {
            await signIn.RenewAsync((await users.GetUserAsync(User))!, User);
        }

        return RedirectToPage();
    }

    private async Task<IActionResult> AnswerAsync(FactorChange change, CancellationToken cancel)
    {
        if (change == FactorChange.Done)
        {
            return RedirectToPage();
        }

        Refused = change;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        await LoadAsync(cancel);
        return Page();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        var (me, since) = (MyId, SessionClock.Of(HttpContext).AddHours(-StaffSignIn.LongestHours));
        Passkeys = await db.StaffPasskeys.AsNoTracking().Where(p => p.UserId == me).OrderBy(p => p.Id).ToListAsync(cancel);
        OpenSessions = await db.StaffSessions.CountAsync(s => s.UserId == me && s.EndedAt == null && s.CreatedAt > since, cancel);
        var user = (await users.GetUserAsync(User))!;
        HasApp = !string.IsNullOrEmpty(await ((IUserAuthenticatorKeyStore<StaffUser>)store).GetAuthenticatorKeyAsync(user, cancel));
        CodesLeft = await users.CountRecoveryCodesAsync(user);
    }
}
