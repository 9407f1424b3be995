using System.Text;
using Charity.Languages;

namespace Charity.Sandbox.Stripe.Pages;

/// <summary>The frame of every page: banner, style, headers that forbid everything a page here does not need.</summary>
internal static class PageLayout
{
    internal const string StylePath = "/c/style.css";

    /// <summary>A coin in a ring, in the address itself: these pages serve no pictures.</summary>
    internal const string Icon =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Ccircle cx='16' cy='16' r='15' fill='%230b6e69'/%3E%3Ccircle cx='16' cy='16' r='7' fill='none' stroke='%23fff' stroke-width='3'/%3E%3C/svg%3E";

    private static readonly byte[] Style = ReadStyle();

    internal static Task WriteAsync(
        HttpContext context, Language language, string title, Html body, int status = StatusCodes.Status200OK,
        IEnumerable<string?>? formTargets = null, bool wide = false, Html? top = null)
    {
        var T = SimTexts.In(language);
        var page = Html.Of($"""
            <!doctype html>
            <html lang="{language.HtmlLang}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{title}</title>
            <link rel="stylesheet" href="{StylePath}">
            <link rel="icon" href="{Icon}">
            </head>
            <body>
            <aside class="banner"><strong>{T["sim.banner"]}</strong></aside>
            {top ?? Html.Nothing}
            <main class="{(wide ? "wide" : "narrow")}">
            {body}
            </main>
            <footer><nav aria-label="{T["sim.language"]}">{Languages(context, language)}</nav></footer>
            </body>
            </html>

            """);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        Protect(context.Response, formTargets ?? []);
        return context.Response.WriteAsync(page.ToString(), Encoding.UTF8, context.RequestAborted);
    }

    internal static Task WriteStyleAsync(HttpContext context)
    {
        context.Response.ContentType = "text/css; charset=utf-8";
        context.Response.Headers.CacheControl = "public, max-age=300";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.Body.WriteAsync(Style, context.RequestAborted).AsTask();
    }

    /// <summary>
    /// Browsers apply form-action to redirects as well, so the page that sends the donor back names where to.
    /// </summary>
    private static void Protect(HttpResponse response, IEnumerable<string?> formTargets)
    {
        var origins = formTargets
            .Select(url => Uri.TryCreate(url, UriKind.Absolute, out var target) ? target.GetLeftPart(UriPartial.Authority) : null)
            .OfType<string>().Distinct(StringComparer.Ordinal);
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action {string.Join(' ', origins.Prepend("'self'"))}";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "strict-origin";
        response.Headers.CacheControl = "no-store";
    }

    private static IEnumerable<Html> Languages(HttpContext context, Language current) => Language.All.Select(language =>
        language == current
            ? Html.Of($"<span aria-current=\"true\" lang=\"{language.HtmlLang}\">{language.NativeName}</span> ")
            : Html.Of($"<a href=\"{context.Request.Path}?lang={language.Code}\" lang=\"{language.HtmlLang}\" hreflang=\"{language.Code}\">{language.NativeName}</a> "));

    private static byte[] ReadStyle()
    {
        using var stream = typeof(PageLayout).Assembly.GetManifestResourceStream("Charity.Sandbox.Stripe.Pages.style.css")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
