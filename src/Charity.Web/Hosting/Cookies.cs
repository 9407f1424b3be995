using Charity.Organisation;
using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>How every cookie is set.</summary>
public sealed class Cookies(IOptions<SiteOptions> site)
{
    /// <summary>
    /// Secure, not readable by scripts, and bound to this very host by the <c>__Host-</c> prefix. On a developer's
    /// machine with plain http, browsers would refuse all that, so there the prefix and Secure are left out.
    /// </summary>
    public void Harden(CookieBuilder cookie, string name, SameSiteMode sameSite)
    {
        var plain = site.Value.IsPlainLoopback;
        cookie.Name = (plain ? "charity-" : "__Host-charity-") + name;
        cookie.SecurePolicy = plain ? CookieSecurePolicy.None : CookieSecurePolicy.Always;
        cookie.HttpOnly = true;
        cookie.SameSite = sameSite;
        cookie.Path = "/";
    }
}
