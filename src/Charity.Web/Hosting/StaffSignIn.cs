using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace Charity.Web.Hosting;

/// <summary>
/// Who may open what: everything needs a signed-in member of staff, except what is marked as anonymous one by one. A
/// test walks all endpoints and fails on an anonymous one that is not on its list.
/// </summary>
internal static class StaffSignIn
{
    public const string Path = "/staff/sign-in";

    public static IServiceCollection AddStaffSignIn(this IServiceCollection services)
    {
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<Cookies>((options, cookies) =>
        {
            cookies.Harden(options.Cookie, "staff", SameSiteMode.Strict);
            options.LoginPath = Path;
            options.AccessDeniedPath = "/staff/denied";
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }
}
