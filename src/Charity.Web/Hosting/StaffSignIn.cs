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

    /// <summary>How the user signed in: <c>pwd</c> or <c>mfa</c> (RFC 8176), or <c>passkey</c>.</summary>
    internal const string Method = "amr";

    internal const string SecondFactor = "mfa";

    /// <summary>The device held and its holder checked by it: two factors in one.</summary>
    internal const string Passkey = "passkey";

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan WholeSession = TimeSpan.FromHours(LongestHours);
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StampChecked = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddStaffSignIn(this IServiceCollection services)
    {
        new IdentityBuilder(typeof(StaffUser), services).AddSignInManager<StaffSignInManager>();
        services.AddSingleton<IConfigureOptions<IdentityPasskeyOptions>, PasskeyRules>();
        services.AddSingleton<SealedCookies>();
        services.AddSingleton<PendingAuthenticator>();
        services.AddScoped<PasskeyCeremonies>();
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
                    fresh.AddClaims(StaffSignInManager.OfSession(current));
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
                .RequireClaim(Method, SecondFactor, Passkey)
                .RequireClaim(StaffClaims.Permission, permission));
        }

        authorization.AddPolicy(SignedInPolicy, policy => policy.RequireAuthenticatedUser());
        authorization.AddPolicy(SecondFactorPolicy, policy => policy.RequireAuthenticatedUser().RequireClaim(Method, SecondFactor, Passkey));
        return services;
    }

    /// <summary>For pages of every member of staff.</summary>
    public const string SecondFactorPolicy = "staff";

    /// <summary>For the few pages that lead to a second factor or out again.</summary>
    public const string SignedInPolicy = "signed-in";

    public static bool HasSecondFactor(this ClaimsPrincipal user) => user.HasClaim(IsSecondFactor);

    internal static bool IsSecondFactor(Claim claim) => claim is { Type: Method, Value: SecondFactor or Passkey };

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
            || await RolesOfOpenAsync(context.HttpContext, context.Principal!) is not { } roles)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        await SecurityStampValidator.ValidatePrincipalAsync(context);
        if (context.Principal is { } principal && principal.FindFirstValue(StaffClaims.Roles) != roles)
        {
            await ReadRightsAgainAsync(context, principal);
        }
    }

    /// <summary>Roles were given or taken since the cookie was made: this very request already goes by the new ones.</summary>
    private static async Task ReadRightsAgainAsync(CookieValidatePrincipalContext context, ClaimsPrincipal principal)
    {
        var signIn = context.HttpContext.RequestServices.GetRequiredService<StaffSignInManager>();
        if (await signIn.UserManager.GetUserAsync(principal) is { } user)
        {
            var fresh = await signIn.CreateUserPrincipalAsync(user);
            ((ClaimsIdentity)fresh.Identity!).AddClaims(StaffSignInManager.OfSession(principal));
            context.ReplacePrincipal(fresh);
            context.ShouldRenew = true;
        }
    }

    /// <summary>Asked at each request: a session that was ended, or whose account was shut, is over at once.</summary>
    private static async Task<string?> RolesOfOpenAsync(HttpContext http, ClaimsPrincipal principal)
        => StaffSignInManager.SessionOf(principal) is { } session && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var user)
            ? await http.RequestServices.GetRequiredService<UseCases>().RunAsync<StaffSessions, string?>(
                sessions => sessions.RolesOfOpenAsync(session, user, SessionClock.Of(http), http.RequestAborted), http.RequestAborted)
            : null;
}
