using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Charity.Web.Hosting;

/// <summary>A few facts that the program hands to a browser for some minutes and takes back unread and unchanged.</summary>
public sealed class SealedCookies(IDataProtectionProvider protection, Cookies cookies)
{
    /// <param name="name">Of the cookie, and what it is for: one cannot stand in for another.</param>
    public void Set(HttpContext http, string name, string text, TimeSpan lifetime)
        => http.Response.Cookies.Append(Named(name).Name!, Protector(name).Protect(text, lifetime), Named(name).Build(http));

    /// <summary>Null where there is none, or it has expired or was not made here.</summary>
    public string? Read(HttpContext http, string name)
    {
        if (http.Request.Cookies[Named(name).Name!] is not { Length: > 0 } sealedText)
        {
            return null;
        }

        try
        {
            return Protector(name).Unprotect(sealedText);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Drop(HttpContext http, string name) => http.Response.Cookies.Delete(Named(name).Name!, Named(name).Build(http));

    private ITimeLimitedDataProtector Protector(string name) => protection.CreateProtector("cookie." + name + ".v1").ToTimeLimitedDataProtector();

    private CookieBuilder Named(string name)
    {
        var cookie = new CookieBuilder();
        cookies.Harden(cookie, name, SameSiteMode.Strict);
        return cookie;
    }
}
