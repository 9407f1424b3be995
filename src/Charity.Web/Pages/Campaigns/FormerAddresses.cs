using Charity.Campaigns;
using Charity.Languages;

namespace Charity.Web.Pages.Campaigns;

/// <summary>
/// Leads every address of a campaign under an earlier name to the same address under today's: its page, the form, pictures
/// and feeds, in every language. Asked only where nothing was found, so that addresses of today pay nothing for it.
/// </summary>
internal sealed class FormerAddresses(RequestDelegate next)
{
    private static readonly string[] Parents = ["campaigns", "give"];

    public async Task InvokeAsync(HttpContext http)
    {
        await next(http);
        if (http.Response is not { StatusCode: StatusCodes.Status404NotFound, HasStarted: false } || Part(http.Request.Path.Value) is not { } part)
        {
            return;
        }

        var pages = http.RequestServices.GetRequiredService<CampaignPages>();
        if (await pages.CurrentSlugAsync(part.Slug, http.RequestAborted) is not { } slug)
        {
            return;
        }

        // A form that was open while the campaign was renamed is sent on as it is.
        http.Response.StatusCode = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            ? StatusCodes.Status301MovedPermanently
            : StatusCodes.Status308PermanentRedirect;
        http.Response.Headers.Location = part.Before + slug + part.After + http.Request.QueryString;
        // For good, but asked again: a campaign may take an earlier name back, and a browser would go in a circle.
        http.Response.Headers.CacheControl = "no-store";
    }

    /// <summary>A path of a campaign in three: up to its name, the name, the rest. Null for any other.</summary>
    private static (string Before, string Slug, string After)? Part(string? path)
    {
        var parts = (path ?? "").Split('/');
        // /campaigns/{slug}/… or /{lang}/campaigns/{slug}…
        var at = parts.Length > 2 && parts[0].Length == 0 ? Array.IndexOf(Parents, parts[1]) >= 0 ? 2 : Language.TryOf(parts[1], out _) && Array.IndexOf(Parents, parts[2]) >= 0 ? 3 : -1 : -1;
        if (at < 0 || at >= parts.Length || parts[at].Length is 0 or > 80)
        {
            return null;
        }

        var after = string.Concat(parts[(at + 1)..].Select(part => "/" + part));
        return (string.Join('/', parts[..at]) + "/", parts[at], after);
    }
}
