using System.Security.Claims;
using Charity.Languages;
using Charity.Staff;
using Microsoft.AspNetCore.Diagnostics;

namespace Charity.Web.Hosting;

/// <summary>
/// The language a request is answered in: the first part of the address, else what the page says itself, else on staff
/// pages the user's own, else what the browser asks for, else the organisation's.
/// </summary>
public static class RequestLanguage
{
    public const string RouteKey = "lang";

    /// <summary>The route part of every address that has a language.</summary>
    public const string RoutePart = "{" + RouteKey + ":" + LanguageConstraint.Name + "}";

    private static readonly object ItemKey = new();

    /// <summary>The language of this request; the same all through it.</summary>
    public static Language Language(this HttpContext http)
    {
        if (http.Items.TryGetValue(ItemKey, out var known))
        {
            return (Language)known!;
        }

        var language = Find(http);
        http.Items[ItemKey] = language;
        return language;
    }

    /// <summary>For pages whose address has no language: the check page, staff pages, mails shown on the web.</summary>
    public static void SetLanguage(this HttpContext http, Language language) => http.Items[ItemKey] = language;

    private static Language Find(HttpContext http)
    {
        if (http.GetRouteValue(RouteKey) is string code && Charity.Languages.Language.TryOf(code, out var ofRoute))
        {
            return ofRoute;
        }

        // An error page is run again under its own address; the reader's stands in the first one.
        var path = http.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
                   ?? http.Features.Get<IExceptionHandlerPathFeature>()?.Path
                   ?? http.Request.Path.Value;
        var first = path?.Split('/', 3) is ["", var part, ..] ? part : null;
        var site = http.RequestServices.GetRequiredService<SiteFacts>().LastKnown;
        if (Charity.Languages.Language.TryOf(first, out var ofPath) && site.Offers(ofPath))
        {
            return ofPath;
        }

        // A staff page that asks for its texts when it is made must have them in the user's own language already.
        return first == "staff" && Charity.Languages.Language.TryOf(http.User.FindFirstValue(StaffClaims.Language), out var ofUser)
            ? ofUser
            : Charity.Languages.Language.FromAcceptLanguage(
                http.Request.Headers.AcceptLanguage, site.DefaultLanguage, first == "staff" ? null : site.Languages);
    }
}
