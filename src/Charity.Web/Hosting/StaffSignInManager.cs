using System.Globalization;
using System.Security.Claims;
using Charity.Data;
using Charity.Staff;
using Charity.Staff.Factors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>Identity's sign-in that also remembers when a session began, so that it ends after a working day.</summary>
public sealed class StaffSignInManager(
    UserManager<StaffUser> userManager, IHttpContextAccessor contextAccessor, IUserClaimsPrincipalFactory<StaffUser> claimsFactory,
    IOptions<IdentityOptions> optionsAccessor, ILogger<SignInManager<StaffUser>> logger, IAuthenticationSchemeProvider schemes,
    IUserConfirmation<StaffUser> confirmation, PasskeyCeremonies passkeys, UseCases useCases, Ids ids)
    : SignInManager<StaffUser>(userManager, contextAccessor, claimsFactory, optionsAccessor, logger, schemes, confirmation)
{
    /// <summary>Unix seconds of real time.</summary>
    public const string SignedInAt = "signed_in_at";

    /// <summary>Unix seconds of real time at which a second factor was last shown.</summary>
    public const string ConfirmedAt = "confirmed_at";

    /// <summary>Id of the <see cref="StaffSession"/>.</summary>
    public const string Session = "session";

    internal static Guid? SessionOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Session), out var id) ? id : null;

    /// <summary>Claims that say how and when someone signed in: they outlive a change of what the account may do.</summary>
    internal static IEnumerable<Claim> OfSession(ClaimsPrincipal user)
        => user.Claims.Where(c => c.Type is StaffSignIn.Method or SignedInAt or ConfirmedAt or Session);

    public override async Task SignOutAsync()
    {
        if (SessionOf(Context.User) is { } session && Guid.TryParse(Context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var user))
        {
            await useCases.RunAsync<StaffSessions, bool>(
                sessions => sessions.EndAsync(session, user, null, SessionClock.Of(Context), Context.RequestAborted), Context.RequestAborted);
        }

        await base.SignOutAsync();
    }

    /// <summary>
    /// Whose passkey answered, and that it was theirs, is noted; signs nobody in. Null where the answer is not right, was
    /// given before, or the account is shut. A locked account is no obstacle: lockout holds up guesses, and a passkey
    /// cannot be guessed, so a stranger at the door locks out nobody who has one.
    /// </summary>
    public async Task<StaffUser?> CheckPasskeyAsync(string? answer)
    {
        if (await passkeys.FinishAskingAsync(Context, answer) is not { Succeeded: true } result
            || await UserManager.FindByIdAsync(result.User.Id.ToString()) is not { } user || !await CanSignInAsync(user))
        {
            return null;
        }

        var used = await useCases.RunAsync<UsePasskey, bool>(
            use => use.RunAsync(user.Id, result.Passkey.CredentialId, result.Passkey.SignCount, result.Passkey.IsBackedUp, Context.RequestAborted),
            Context.RequestAborted);
        return used ? user : null;
    }

    /// <summary>Identity's own would call a passkey a password: the session says <c>amr=passkey</c>, which counts as two factors.</summary>
    public override async Task<SignInResult> PasskeySignInAsync(string credentialJson)
    {
        if (await CheckPasskeyAsync(credentialJson) is not { } user)
        {
            return SignInResult.Failed;
        }

        await Context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await SignInWithClaimsAsync(user, null, [new Claim(StaffSignIn.Method, StaffSignIn.Passkey)]);
        SignedInUser = user;
        return SignInResult.Success;
    }

    /// <summary>Who signed in by passkey in this request.</summary>
    internal StaffUser? SignedInUser { get; private set; }

    /// <summary>Remembers that a signed-in user has just shown the second factor again. The session ends no later for it.</summary>
    public Task ConfirmAsync(StaffUser user, ClaimsPrincipal session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return SignInWithClaimsAsync(user, null, OfSession(session).Where(c => c.Type != ConfirmedAt));
    }

    /// <summary>The same session, with what its account says of itself now. It confirms nothing and ends no later.</summary>
    public async Task RenewAsync(StaffUser user, ClaimsPrincipal session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var fresh = await CreateUserPrincipalAsync(user);
        ((ClaimsIdentity)fresh.Identity!).AddClaims(OfSession(session));
        await Context.SignInAsync(IdentityConstants.ApplicationScheme, fresh);
    }

    /// <summary>The session that has just got its second factor, as it was set up: by app or by passkey.</summary>
    public Task StepUpAsync(StaffUser user, ClaimsPrincipal session, string method)
    {
        ArgumentNullException.ThrowIfNull(session);
        return SignInWithClaimsAsync(user, null, OfSession(session).Where(c => c.Type is SignedInAt or Session).Append(new Claim(StaffSignIn.Method, method)));
    }

    /// <summary>A shut account signs nobody in, by whatever means.</summary>
    public override async Task<bool> CanSignInAsync(StaffUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.DisabledAt is null && await base.CanSignInAsync(user);
    }

    public override async Task SignInWithClaimsAsync(
        StaffUser user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        ArgumentNullException.ThrowIfNull(user);
        var at = SessionClock.Of(Context);
        var now = new DateTimeOffset(at, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var claims = additionalClaims.ToList();
        if (!claims.Exists(claim => claim.Type == SignedInAt))
        {
            claims.Add(new Claim(SignedInAt, now));
        }

        if (claims.Exists(StaffSignIn.IsSecondFactor))
        {
            claims.Add(new Claim(ConfirmedAt, now));
        }

        if (!claims.Exists(claim => claim.Type == Session))
        {
            claims.Add(new Claim(Session, (await SessionForAsync(user, at)).ToString("N")));
        }

        await base.SignInWithClaimsAsync(user, authenticationProperties, claims);
    }

    /// <summary>The session that this browser has already (a second factor joins it), or a new one.</summary>
    private async Task<Guid> SessionForAsync(StaffUser user, DateTime at)
    {
        if (SessionOf(Context.User) is { } present && Context.User.FindFirstValue(ClaimTypes.NameIdentifier) == user.Id.ToString())
        {
            return present;
        }

        var id = ids.New();
        await useCases.RunAsync<StaffSessions, bool>(
            sessions => sessions.BeginAsync(id, user.Id, Context.Request.Headers.UserAgent.ToString(), at, Context.RequestAborted), Context.RequestAborted);
        return id;
    }
}
