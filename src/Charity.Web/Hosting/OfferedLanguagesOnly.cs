using Charity.Languages;
using Charity.Web.Look;

namespace Charity.Web.Hosting;

/// <summary>
/// Leads the addresses of a language that the organisation does not offer to the same page in the language that it
/// writes in first. For a while only: it may be offered again tomorrow. A form that was open is taken as it is.
/// </summary>
internal sealed class OfferedLanguagesOnly(RequestDelegate next, SiteFacts facts)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        if ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && request.Path.Value?.Split('/', 3) is ["", var first, ..] && Language.TryOf(first, out var language)
            && await facts.GetAsync(http.RequestAborted) is var site && !site.Offers(language))
        {
            http.Response.Redirect(PageHead.InLanguage(request.Path, site.DefaultLanguage) + request.QueryString);
            return;
        }

        await next(http);
    }
}
