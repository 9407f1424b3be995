using Charity.Organisation;
using Charity.Web.Reports;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Charity.Web.Hosting;

/// <summary>
/// The same headers on every answer. They stand inside the cached entries, so they are fixed: no nonce, and no inline
/// code anywhere. Whatever is not marked as public is not stored by anyone, and found by no search engine.
/// </summary>
internal sealed class SecurityHeaders(IOptions<SiteOptions> site)
{
    private const string Hsts = "max-age=31536000; includeSubDomains";

    /// <summary>Answers that may be stored nowhere and yet lead somewhere or stand in a search engine's own questions.</summary>
    private static readonly string[] Findable = ["/", "/robots.txt", "/sitemap.xml", "/favicon.ico"];

    // Chrome and Safari hold the redirect after a form against form-action too, so Checkout stands in it. Browsers that do
    // not know report-to use the older report-uri.
    private readonly string _contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
        + $"form-action 'self' {string.Join(' ', site.Value.CheckoutOrigins)}; report-uri {BrowserReports.Path}; report-to {BrowserReports.Group}";

    private readonly string _reporting = $"{BrowserReports.Group}=\"{BrowserReports.Path}\"";
    private readonly bool _secure = !site.Value.IsPlainLoopback;

    public void Apply(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = _contentSecurityPolicy;
        headers["Reporting-Endpoints"] = _reporting;
        headers.XContentTypeOptions = "nosniff";
        // An address with a token in it never leaves to another site.
        headers["Referrer-Policy"] = "strict-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";
        if (_secure)
        {
            headers.StrictTransportSecurity = Hsts;
        }

        var about = http.GetEndpoint()?.Metadata;
        var open = about?.GetMetadata<PublicCachedAttribute>();
        headers[HeaderNames.CacheControl] = open?.CacheControl ?? "no-store";
        if (open is null && !Findable.Contains(http.Request.Path.Value, StringComparer.Ordinal) && !MayBeShared(http.Request.Path)
            && !(about?.GetMetadata<FindableAttribute>() is not null && IsBare(http.Request)))
        {
            headers["X-Robots-Tag"] = "noindex, nofollow";
        }
    }

    /// <summary>The page's own address: what a reader brings along, or sends, makes it a page for that reader alone.</summary>
    private static bool IsBare(HttpRequest request)
        => (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !request.QueryString.HasValue;

    /// <summary>Files and pictures of public pages, which set their own rules for storing.</summary>
    private static bool MayBeShared(PathString path)
        => path.StartsWithSegments("/assets", StringComparison.Ordinal) || path.StartsWithSegments("/files", StringComparison.Ordinal)
           || path.StartsWithSegments("/campaigns", StringComparison.Ordinal);
}

/// <summary>Puts the headers on whatever comes from routing on.</summary>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next, SecurityHeaders headers)
{
    public Task InvokeAsync(HttpContext http)
    {
        headers.Apply(http);
        return next(http);
    }
}

/// <summary>
/// The outermost of all: a request under another name than the site's is refused before anything of ours runs, and that
/// answer carries the headers too.
/// </summary>
internal sealed class RefusedHosts(SecurityHeaders headers) : IStartupFilter, IConfigureOptions<HostFilteringOptions>
{
    // The answer has no body, so that it has not begun when it comes back here.
    public void Configure(HostFilteringOptions options) => options.IncludeFailureMessage = false;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(inner => http =>
        {
            var answering = inner(http);
            if (!answering.IsCompletedSuccessfully)
            {
                return AfterAsync(answering, http);
            }

            After(http);
            return answering;
        });
        next(app);
    };

    private async Task AfterAsync(Task answering, HttpContext http)
    {
        await answering;
        After(http);
    }

    private void After(HttpContext http)
    {
        if (!http.Response.HasStarted && http.Response.Headers.ContentSecurityPolicy.Count == 0)
        {
            headers.Apply(http);
        }
    }
}
