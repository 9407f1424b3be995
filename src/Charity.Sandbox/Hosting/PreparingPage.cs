using System.Text;
using Charity.Languages;
using Charity.Sandbox.Home;
using Charity.Sandbox.Stripe.Pages;

namespace Charity.Sandbox.Hosting;

/// <summary>Stands before everything else until the demo data are there: what is being done, how far it is, by itself again.</summary>
internal sealed class PreparingPage(RequestDelegate next, Readiness readiness)
{
    private const string StylePath = "/preparing.css";

    private const string Style = """
        :root { color-scheme: light dark; --paper: #fbf9f5; --ink: #1b2430; --soft: #4f5b6a; --line: #ddd7cc; --accent: #0b6e69; }
        @media (prefers-color-scheme: dark) { :root { --paper: #14171a; --ink: #ece8e1; --soft: #a9b1ba; --line: #333a41; --accent: #4fc3b8; } }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 24px; background: var(--paper); color: var(--ink); font: 17px/1.55 system-ui, "Noto Sans", sans-serif; }
        main { width: min(34rem, 88vw); }
        h1 { margin: 0 0 12px; font-size: 1.9rem; line-height: 1.2; letter-spacing: -0.01em; }
        p { margin: 0 0 16px; color: var(--soft); }
        .figure { margin: 28px 0 8px; color: var(--ink); font-size: 3rem; font-weight: 700; line-height: 1; font-variant-numeric: tabular-nums; }
        progress { appearance: none; display: block; width: 100%; height: 10px; border: 0; border-radius: 99px; background: var(--line); overflow: hidden; }
        progress::-webkit-progress-bar { background: var(--line); }
        progress::-webkit-progress-value { background: var(--accent); }
        progress::-moz-progress-bar { background: var(--accent); }
        """;

    public Task InvokeAsync(HttpContext http)
    {
        if (readiness.IsReady)
        {
            return next(http);
        }

        var response = http.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";
        if (http.Request.Path == StylePath)
        {
            response.ContentType = "text/css; charset=utf-8";
            return response.WriteAsync(Style, http.RequestAborted);
        }

        var T = SandboxTexts.In(Language.FromAcceptLanguage(http.Request.Headers.AcceptLanguage, Language.En));
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = "2";
        // Asked again by the browser itself: no script, and no address to press.
        response.Headers["Refresh"] = "1";
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(FormattableString.Invariant($"""
            <!doctype html>
            <html lang="{T.Language.HtmlLang}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
            <title>{readiness.Percent} % · {T["sandbox.preparing.title"]}</title><link rel="stylesheet" href="{StylePath}"><link rel="icon" href="{PageLayout.Icon}"></head>
            <body><main>
            <h1>{T["sandbox.preparing.title"]}</h1>
            <p>{T["sandbox.preparing.text"]}</p>
            <p class="figure">{readiness.Percent} %</p>
            <progress max="100" value="{readiness.Percent}" aria-label="{T["sandbox.preparing.title"]}"></progress>
            </main></body></html>

            """), Encoding.UTF8, http.RequestAborted);
    }
}
