using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>Real time as the sign-in cookie counts it; the business clock may stand still or leap.</summary>
internal static class SessionClock
{
    public static DateTime Of(HttpContext http)
        => (http.RequestServices.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme).TimeProvider
            ?? TimeProvider.System).GetUtcNow().UtcDateTime;
}
