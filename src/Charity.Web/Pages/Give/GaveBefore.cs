using System.Security.Cryptography;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace Charity.Web.Pages.Give;

/// <summary>
/// Remembers in the donor's own browser that it has opened the secret page of a paid gift. In attack mode that browser
/// gives again under the same mail address without confirming by mail; for nothing else is it looked at. Sealed, readable by
/// nobody else, and gone after 90 days.
/// </summary>
public sealed class GaveBefore(IDataProtectionProvider protection, Cookies cookies)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private readonly IDataProtector _protector = protection.CreateProtector("Charity.Give.GaveBefore");

    public void Remember(HttpContext http, Guid donationId)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (Find(http) == donationId)
        {
            return;
        }

        var cookie = Builder();
        http.Response.Cookies.Append(cookie.Name!, Convert.ToBase64String(_protector.Protect(donationId.ToByteArray())), cookie.Build(http));
    }

    /// <summary>The gift, or null where there is none or it was not sealed by us.</summary>
    public Guid? Find(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        try
        {
            return http.Request.Cookies[Builder().Name!] is { Length: > 0 and < 500 } value ? new Guid(_protector.Unprotect(Convert.FromBase64String(value))) : null;
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private CookieBuilder Builder()
    {
        // Essential: it protects payments, at the wish of who gives, and follows nobody.
        var cookie = new CookieBuilder { MaxAge = Kept, IsEssential = true };
        cookies.Harden(cookie, "gave", SameSiteMode.Lax);
        return cookie;
    }
}
