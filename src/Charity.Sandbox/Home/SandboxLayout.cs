using System.Text;
using Charity.Languages;
using Charity.Sandbox.Hosting;
using Charity.Sandbox.Stripe.Pages;

namespace Charity.Sandbox.Home;

/// <summary>The frame of the sandbox's own pages: banner, ways around, languages, and headers that allow no script.</summary>
internal static class SandboxLayout
{
    internal const string StylePath = "/sandbox.css";

    private static readonly byte[] Style = ReadStyle();

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet(StylePath, WriteStyleAsync);

    /// <param name="here">Path of the page's own link in the navigation.</param>
    /// <param name="refresh">Seconds after which the browser asks again by itself; null for never.</param>
    internal static Task WriteAsync(
        HttpContext http, SandboxSetup setup, Language language, string here, string title, Html body, int? refresh = null,
        int status = StatusCodes.Status200OK)
    {
        var T = SandboxTexts.In(language);
        var page = Html.Of($"""
            <!doctype html>
            <html lang="{language.HtmlLang}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{title} · {T["sandbox.name"]}</title>
            <link rel="stylesheet" href="{PageLayout.StylePath}">
            <link rel="stylesheet" href="{StylePath}">
            <link rel="icon" href="{PageLayout.Icon}">
            </head>
            <body>
            <aside class="banner"><strong>{T["sandbox.banner"]}</strong></aside>
            {Top(setup, language, here)}
            <main class="wide">
            {body}
            </main>
            <footer class="foot"><nav aria-label="{T["sandbox.language"]}">{Languages(http, language)}</nav></footer>
            </body>
            </html>

            """);
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "strict-origin";
        response.Headers.CacheControl = "no-store";
        if (refresh is { } seconds)
        {
            response.Headers["Refresh"] = FormattableString.Invariant($"{seconds}");
        }

        return response.WriteAsync(page.ToString(), Encoding.UTF8, http.RequestAborted);
    }

    /// <summary>The same ways around for the simulator's page of controls; nothing where the simulator stands alone.</summary>
    internal static Html Top(HttpContext http, Language language, string here)
        => http.RequestServices.GetService<SandboxSetup>() is { } setup
            ? Html.Of($"<link rel=\"stylesheet\" href=\"{StylePath}\">\n{Top(setup, language, here)}")
            : Html.Nothing;

    private static Html Top(SandboxSetup setup, Language language, string here) => Html.Of($"""
        <header class="top"><nav aria-label="{SandboxTexts.In(language)["sandbox.nav"]}">
        {Links(setup, language, here)}
        </nav></header>
        """);

    /// <summary>Links between the pages of the sandbox and to the application.</summary>
    private static IEnumerable<Html> Links(SandboxSetup setup, Language language, string here)
    {
        var T = SandboxTexts.In(language);
        (string Path, string Name)[] links =
        [
            ("/", T["sandbox.nav.home"]), ("/mailbox", T["sandbox.nav.mailbox"]), ("/_sim", T["sandbox.nav.stripe"]),
            ($"{setup.AppAddress}/{language.Code}", T["sandbox.nav.site"]), ($"{setup.AppAddress}/staff", T["sandbox.nav.staff"]),
        ];
        return links.Select(link => link.Path == here
            ? Html.Of($"<a href=\"{InLanguage(link.Path, language)}\" aria-current=\"page\">{link.Name}</a>\n")
            : Html.Of($"<a href=\"{InLanguage(link.Path, language)}\">{link.Name}</a>\n"));
    }

    /// <summary>A path of the sandbox that keeps the reader's language.</summary>
    internal static string InLanguage(string path, Language language)
        => path[0] != '/' ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language.Code}";

    private static IEnumerable<Html> Languages(HttpContext http, Language current) => Language.All.Select(language => language == current
        ? Html.Of($"<span aria-current=\"true\" lang=\"{language.HtmlLang}\">{language.NativeName}</span> ")
        : Html.Of($"<a href=\"{http.Request.Path}?lang={language.Code}\" lang=\"{language.HtmlLang}\" hreflang=\"{language.HtmlLang}\">{language.NativeName}</a> "));

    private static Task WriteStyleAsync(HttpContext http)
    {
        http.Response.ContentType = "text/css; charset=utf-8";
        http.Response.Headers.CacheControl = "public, max-age=300";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return http.Response.Body.WriteAsync(Style, http.RequestAborted).AsTask();
    }

    private static byte[] ReadStyle()
    {
        using var stream = typeof(SandboxLayout).Assembly.GetManifestResourceStream("Charity.Sandbox.Home.sandbox.css")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
