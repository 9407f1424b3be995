using Charity.Organisation;
using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>
/// Refuses whatever another site makes a browser send here. The token in each form stands against that already; this
/// holds where one has leaked, and costs a look at two headers. Programs that are no browsers send neither of them.
/// </summary>
internal sealed class ForeignForms(RequestDelegate next, IOptions<SiteOptions> site)
{
    public Task InvokeAsync(HttpContext http)
    {
        var method = http.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || !IsForeign(http.Request))
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    /// <summary>An origin of <c>null</c> is what a browser says that hides it: there the form's own token decides.</summary>
    private bool IsForeign(HttpRequest request)
        => request.Headers["Sec-Fetch-Site"] == "cross-site"
           || (request.Headers.Origin is [{ } origin] && origin != "null" && !IsOurs(origin, request.Host.Value));

    private bool IsOurs(string origin, string? host)
        => Uri.TryCreate(origin, UriKind.Absolute, out var from)
           && (string.Equals(from.Authority, host, StringComparison.OrdinalIgnoreCase)
               || (Uri.TryCreate(site.Value.PublicBaseUrl, UriKind.Absolute, out var own) && string.Equals(from.Authority, own.Authority, StringComparison.OrdinalIgnoreCase)));
}
