using Charity.Organisation;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Charity.Web.Hosting;

/// <summary>
/// The same headers on every answer. They stand inside the cached entries, so they are fixed: no nonce, and no inline
/// code anywhere. Whatever is not marked as public is not stored by anyone.
/// </summary>
internal sealed class SecurityHeaders
{
    private const string Hsts = "max-age=31536000; includeSubDomains";

    private readonly RequestDelegate _next;
    private readonly string _contentSecurityPolicy;
    private readonly bool _secure;

    public SecurityHeaders(RequestDelegate next, IOptions<SiteOptions> site)
    {
        _next = next;
        // Chrome and Safari hold the redirect after a form against form-action too, so Checkout stands in it.
        _contentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
            + $"form-action 'self' {string.Join(' ', site.Value.CheckoutOrigins)}";
        _secure = !site.Value.IsPlainLoopback;
    }

    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = _contentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        // An address with a token in it never leaves to another site.
        headers["Referrer-Policy"] = "strict-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        if (_secure)
        {
            headers.StrictTransportSecurity = Hsts;
        }

        headers[HeaderNames.CacheControl] =
            http.GetEndpoint()?.Metadata.GetMetadata<PublicCachedAttribute>()?.CacheControl ?? "no-store";
        return _next(http);
    }
}
