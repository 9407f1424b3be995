using System.Globalization;
using System.Security.Claims;
using Charity.Data;
using Charity.Staff;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>
/// Who may open what: everything needs a signed-in member of staff, except what is marked as anonymous one by one; a
/// permission needs a second factor as well. A test walks all endpoints and fails on an anonymous one that is not on
/// its list.
/// </summary>
internal static class StaffSignIn
{
    public const string Path = "/staff/sign-in";
    public const string DeniedPath = "/staff/denied";

    /// <summary>No session lasts longer, however busy.</summary>
    internal const int LongestHours = 8;

    /// <summary>How the user signed in (RFC 8176): <c>pwd</c> or <c>mfa</c>.</summary>
    internal const string Method = "amr";

    internal const string SecondFactor = "mfa";

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan WholeSession = TimeSpan.FromHours(LongestHours);
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StampChecked = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddStaffSignIn(this IServiceCollection services)
    {
        new IdentityBuilder(typeof(StaffUser), services).AddSignInManager<StaffSignInManager>();
        services.AddScoped(provider => (StaffSignInManager)provider.GetRequiredService<SignInManager<StaffUser>>());
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<Cookies>((options, cookies) =>
        {
            cookies.Harden(options.Cookie, "staff", SameSiteMode.Strict);
            options.LoginPath = Path;
            options.AccessDeniedPath = DeniedPath;
            options.ExpireTimeSpan = Idle;
            options.SlidingExpiration = true;
            // The business clock may stand still or leap; a session lives in real time.
            options.TimeProvider = TimeProvider.System;
            options.Events.OnValidatePrincipal = ValidateAsync;
            // A tool's page that is left open must not keep its session alive by its own questions.
            options.Events.OnCheckSlidingExpiration = context =>
            {
                context.ShouldRenew &= !context.HttpContext.RequestServices.GetServices<IStaffTool>().Any(tool => tool.AsksByItself(context.HttpContext.Request.Path));
                return Task.CompletedTask;
            };
        });
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme).Configure<Cookies>((options, cookies) =>
        {
            cookies.Harden(options.Cookie, "staff-code", SameSiteMode.Strict);
            options.TimeProvider = TimeProvider.System;
        });
        services.AddOptions<CookieTempDataProviderOptions>().Configure<Cookies>((options, cookies) =>
            cookies.Harden(options.Cookie, "staff-said", SameSiteMode.Strict));
        services.Configure<SecurityStampValidatorOptions>(options =>
        {
            options.ValidationInterval = StampChecked;
            options.TimeProvider = TimeProvider.System;
            // The fresh identity knows the user, not the sign-in: how and when stays what it was.
            options.OnRefreshingPrincipal = context =>
            {
                if (context is { CurrentPrincipal: { } current, NewPrincipal.Identity: ClaimsIdentity fresh })
                {
                    fresh.AddClaims(current.Claims.Where(c => c.Type is Method or StaffSignInManager.SignedInAt or StaffSignInManager.ConfirmedAt or StaffSignInManager.Session));
                }

                return Task.CompletedTask;
            };
        });
        var authorization = services.AddAuthorizationBuilder();
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var permission in StaffPermissions.All)
        {
            authorization.AddPolicy(permission, policy => policy
                .RequireAuthenticatedUser()
                .RequireClaim(Method, SecondFactor)
                .RequireClaim(StaffClaims.Permission, permission));
        }

        authorization.AddPolicy(SignedInPolicy, policy => policy.RequireAuthenticatedUser());
        authorization.AddPolicy(SecondFactorPolicy, policy => policy.RequireAuthenticatedUser().RequireClaim(Method, SecondFactor));
        return services;
    }

    /// <summary>For pages of every member of staff.</summary>
    public const string SecondFactorPolicy = "staff";

    /// <summary>For the few pages that lead to a second factor or out again.</summary>
    public const string SignedInPolicy = "signed-in";

    public static bool HasSecondFactor(this ClaimsPrincipal user) => user.HasClaim(Method, SecondFactor);

    /// <summary>What a page may show: the same claim that its policy asks for.</summary>
    public static bool May(this ClaimsPrincipal user, string permission) => user.HasClaim(StaffClaims.Permission, permission);

    /// <summary>Whether a second factor was shown within the last five minutes: at sign-in, or when asked for again.</summary>
    public static bool ConfirmedLately(this HttpContext http)
        => long.TryParse(http.User.FindFirstValue(StaffSignInManager.ConfirmedAt), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
           && DateTimeOffset.FromUnixTimeSeconds(seconds) + Fresh > SessionClock.Of(http);

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var signedIn = context.Principal?.FindFirstValue(StaffSignInManager.SignedInAt);
        if (!long.TryParse(signedIn, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || DateTimeOffset.FromUnixTimeSeconds(seconds) + WholeSession < SessionClock.Of(context.HttpContext)
            || !await IsOpenAsync(context.HttpContext, context.Principal!))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        await SecurityStampValidator.ValidatePrincipalAsync(context);
    }

    /// <summary>Asked at each request: a session that its owner ended is over at once.</summary>
    private static async Task<bool> IsOpenAsync(HttpContext http, ClaimsPrincipal principal)
        => StaffSignInManager.SessionOf(principal) is { } session
           && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var user)
           && await http.RequestServices.GetRequiredService<UseCases>().RunAsync<StaffSessions, bool>(
               sessions => sessions.IsOpenAsync(session, user, SessionClock.Of(http), http.RequestAborted), http.RequestAborted);
}

/// <summary>Identity's sign-in that also remembers when a session began, so that it ends after a working day.</summary>
public sealed class StaffSignInManager(
    UserManager<StaffUser> userManager, IHttpContextAccessor contextAccessor, IUserClaimsPrincipalFactory<StaffUser> claimsFactory,
    IOptions<IdentityOptions> optionsAccessor, ILogger<SignInManager<StaffUser>> logger, IAuthenticationSchemeProvider schemes,
    IUserConfirmation<StaffUser> confirmation, UseCases useCases, Ids ids)
    : SignInManager<StaffUser>(userManager, contextAccessor, claimsFactory, optionsAccessor, logger, schemes, confirmation)
{
    /// <summary>Unix seconds of real time.</summary>
    public const string SignedInAt = "signed_in_at";

    /// <summary>Unix seconds of real time at which a second factor was last shown.</summary>
    public const string ConfirmedAt = "confirmed_at";

    /// <summary>Id of the <see cref="StaffSession"/>.</summary>
    public const string Session = "session";

    internal static Guid? SessionOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Session), out var id) ? id : null;

    public override async Task SignOutAsync()
    {
        if (SessionOf(Context.User) is { } session && Guid.TryParse(Context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var user))
        {
            await useCases.RunAsync<StaffSessions, bool>(
                sessions => sessions.EndAsync(session, user, null, SessionClock.Of(Context), Context.RequestAborted), Context.RequestAborted);
        }

        await base.SignOutAsync();
    }

    /// <summary>Remembers that a signed-in user has just shown the second factor again. The session ends no later for it.</summary>
    public Task ConfirmAsync(StaffUser user, ClaimsPrincipal session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return SignInWithClaimsAsync(user, null, session.Claims.Where(c => c.Type is StaffSignIn.Method or SignedInAt or Session));
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

        if (claims.Exists(claim => claim is { Type: StaffSignIn.Method, Value: StaffSignIn.SecondFactor }))
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
