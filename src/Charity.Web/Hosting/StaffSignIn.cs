using System.Globalization;
using System.Security.Claims;
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

    /// <summary>How the user signed in (RFC 8176): <c>pwd</c> or <c>mfa</c>.</summary>
    internal const string Method = "amr";

    internal const string SecondFactor = "mfa";

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan WholeSession = TimeSpan.FromHours(8);
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
                    fresh.AddClaims(current.Claims.Where(c => c.Type is Method or StaffSignInManager.SignedInAt or StaffSignInManager.ConfirmedAt));
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
    public static bool ConfirmedLately(this ClaimsPrincipal user)
        => long.TryParse(user.FindFirstValue(StaffSignInManager.ConfirmedAt), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
           && DateTimeOffset.FromUnixTimeSeconds(seconds) + Fresh > TimeProvider.System.GetUtcNow();

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var signedIn = context.Principal?.FindFirstValue(StaffSignInManager.SignedInAt);
        if (!long.TryParse(signedIn, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || DateTimeOffset.FromUnixTimeSeconds(seconds) + WholeSession < TimeProvider.System.GetUtcNow())
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        await SecurityStampValidator.ValidatePrincipalAsync(context);
    }
}

/// <summary>Identity's sign-in that also remembers when a session began, so that it ends after a working day.</summary>
public sealed class StaffSignInManager(
    UserManager<StaffUser> userManager, IHttpContextAccessor contextAccessor, IUserClaimsPrincipalFactory<StaffUser> claimsFactory,
    IOptions<IdentityOptions> optionsAccessor, ILogger<SignInManager<StaffUser>> logger, IAuthenticationSchemeProvider schemes,
    IUserConfirmation<StaffUser> confirmation)
    : SignInManager<StaffUser>(userManager, contextAccessor, claimsFactory, optionsAccessor, logger, schemes, confirmation)
{
    /// <summary>Unix seconds of real time.</summary>
    public const string SignedInAt = "signed_in_at";

    /// <summary>Unix seconds of real time at which a second factor was last shown.</summary>
    public const string ConfirmedAt = "confirmed_at";

    /// <summary>Remembers that a signed-in user has just shown the second factor again. The session ends no later for it.</summary>
    public Task ConfirmAsync(StaffUser user, ClaimsPrincipal session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return SignInWithClaimsAsync(user, null, session.Claims.Where(c => c.Type is StaffSignIn.Method or SignedInAt));
    }

    /// <summary>A shut account signs nobody in, by whatever means.</summary>
    public override async Task<bool> CanSignInAsync(StaffUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.DisabledAt is null && await base.CanSignInAsync(user);
    }

    public override Task SignInWithClaimsAsync(
        StaffUser user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var claims = additionalClaims.ToList();
        if (!claims.Exists(claim => claim.Type == SignedInAt))
        {
            claims.Add(new Claim(SignedInAt, now));
        }

        if (claims.Exists(claim => claim is { Type: StaffSignIn.Method, Value: StaffSignIn.SecondFactor }))
        {
            claims.Add(new Claim(ConfirmedAt, now));
        }

        return base.SignInWithClaimsAsync(user, authenticationProperties, claims);
    }
}
