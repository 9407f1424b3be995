using System.Globalization;
using System.Net.Mime;
using System.Text;
using Charity.Languages;
using Charity.Sandbox.Home;
using Charity.Sandbox.Hosting;
using Charity.Sandbox.Stripe.Controls;
using Charity.Sandbox.Stripe.Pages;
using Microsoft.Net.Http.Headers;

namespace Charity.Sandbox.Mailbox;

/// <summary>
/// <c>/mailbox</c>: every mail that the application sent, as its receiver would see it. Mails are shown without any
/// script and without asking anyone else for anything.
/// </summary>
internal static class MailboxPages
{
    internal const string Path = "/mailbox";

    /// <summary>
    /// A mail may only style itself and show what it carries: no script, no request. Its links open beside it. The frame
    /// it is shown in forbids the same once more.
    /// </summary>
    private const string LetterPolicy =
        "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var mailbox = routes.MapGroup(Path);
        mailbox.AddEndpointFilter(SameSiteOnly.FilterAsync);
        mailbox.MapGet("", MailListPage.ShowAsync);
        mailbox.MapPost("/weather", SetWeatherAsync).DisableAntiforgery();
        mailbox.MapGet("/{id}", (HttpContext http, SandboxSetup setup, MailFolder folder, string id) => ShowAsync(http, setup, folder, id));
        mailbox.MapGet("/{id}/letter", (HttpContext http, MailFolder folder, string id) => LetterAsync(http, folder, id));
        mailbox.MapGet("/{id}/part/{number:int}", (HttpContext http, MailFolder folder, string id, int number) => Part(http, folder, id, number));
        mailbox.MapGet("/{id}/source", (HttpContext http, MailFolder folder, string id) => Source(http, folder, id));
    }

    private static async Task<IResult> SetWeatherAsync(HttpContext http, MailWeather weather)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (Enum.TryParse<MailConduct>(form["conduct"], out var conduct) && Enum.IsDefined(conduct))
        {
            weather.Conduct = conduct;
        }

        return Results.LocalRedirect(SandboxLayout.InLanguage(Path, SimTexts.LanguageOf(http, null)));
    }

    private static Task ShowAsync(HttpContext http, SandboxSetup setup, MailFolder folder, string id)
    {
        var language = SimTexts.LanguageOf(http, null);
        var T = SandboxTexts.In(language);
        if (folder.Read(id) is not { } bytes)
        {
            return SandboxLayout.WriteAsync(
                http, setup, language, Path, T["sandbox.mail.missing"], Html.Of($"<h1>{T["sandbox.mail.missing"]}</h1>"), status: StatusCodes.Status404NotFound);
        }

        var mail = MimeReader.Read(bytes);
        var parts = mail.Leaves().ToList();
        var html = parts.Find(part => part is { MediaType: "text/html", IsAttachment: false });
        var text = parts.Find(part => part is { MediaType: "text/plain", IsAttachment: false });
        var subject = MimeText.Header(mail.Header("Subject"));
        var body = Html.Of($"""
            <p><a href="{SandboxLayout.InLanguage(Path, language)}">← {T["sandbox.mail.all"]}</a></p>
            <h1>{subject}</h1>
            <dl class="pairs">
            <div><dt>{T["sandbox.mail.from"]}</dt><dd>{MimeText.Header(mail.Header("From"))}</dd></div>
            <div><dt>{T["sandbox.mail.to"]}</dt><dd>{MimeText.Header(mail.Header("To"))}</dd></div>
            <div><dt>{T["sandbox.mail.date"]}</dt><dd>{MailListPage.Stamp(MailFolder.Date(mail.Header("Date")))}</dd></div>
            </dl>
            {Files(id, parts, T)}
            {Html.When(html is not null, () => Html.Of($"<iframe class=\"letter\" src=\"{Path}/{id}/letter\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" title=\"{subject}\"></iframe>"))}
            {Html.When(text is not null, () => Html.Of($"""
            <details {(html is null ? "open" : "")}>
            <summary>{T["sandbox.mail.text"]}</summary>
            <pre class="plain">{text!.Text()}</pre>
            </details>
            """))}
            <details>
            <summary>{T["sandbox.mail.headers"]}</summary>
            <pre class="plain mono">{string.Join('\n', mail.Headers.Select(h => $"{h.Name}: {MimeText.Header(h.Value)}"))}</pre>
            <p><a href="{Path}/{id}/source">{T["sandbox.mail.source"]}</a></p>
            </details>
            """);
        return SandboxLayout.WriteAsync(http, setup, language, Path, subject, body);
    }

    private static Html Files(string id, List<MimePart> parts, LanguageTexts T)
    {
        var files = parts.Select((part, number) => (part, number)).Where(p => p.part.IsAttachment).ToList();
        return Html.When(files.Count > 0, () => Html.Of($"""
            <ul class="files" aria-label="{T["sandbox.mail.files"]}">
            {files.Select(f => Html.Of($"<li><a class=\"act\" href=\"{Path}/{id}/part/{f.number}\">{f.part.FileName ?? f.part.MediaType} · {Size(f.part.Content.Length)}</a></li>\n"))}
            </ul>
            """));
    }

    private static Task LetterAsync(HttpContext http, MailFolder folder, string id)
    {
        var parts = folder.Read(id) is { } bytes ? MimeReader.Read(bytes).Leaves().ToList() : [];
        if (parts.Find(part => part is { MediaType: "text/html", IsAttachment: false }) is not { } letter)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // Pictures that the mail carries are fetched from here; links open in a tab of their own.
        var html = new StringBuilder(letter.Text());
        foreach (var (part, number) in parts.Select((part, number) => (part, number)).Where(p => p.part.ContentId is not null))
        {
            html.Replace($"cid:{part.ContentId}", $"{Path}/{id}/part/{number}");
        }

        var at = html.ToString().IndexOf("<head>", StringComparison.OrdinalIgnoreCase);
        html.Insert(at < 0 ? 0 : at + "<head>".Length, "<base target=\"_blank\">");
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = LetterPolicy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return http.Response.WriteAsync(html.ToString(), Encoding.UTF8, http.RequestAborted);
    }

    /// <summary>An attachment: a PDF opens, pictures of the letter are shown, all else is saved.</summary>
    private static IResult Part(HttpContext http, MailFolder folder, string id, int number)
    {
        if (folder.Read(id) is not { } bytes || MimeReader.Read(bytes).Leaves().ElementAtOrDefault(number) is not { } part)
        {
            return Results.NotFound();
        }

        var shown = part.MediaType is MediaTypeNames.Application.Pdf or "image/png" or "image/jpeg" or "image/gif";
        var disposition = new ContentDispositionHeaderValue(shown ? "inline" : "attachment");
        disposition.SetHttpFileName(part.FileName ?? "part-" + number.ToString(CultureInfo.InvariantCulture));
        http.Response.Headers.ContentDisposition = disposition.ToString();
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(part.Content, shown ? part.MediaType : MediaTypeNames.Application.Octet);
    }

    private static IResult Source(HttpContext http, MailFolder folder, string id)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return folder.Read(id) is { } bytes ? Results.Bytes(bytes, "text/plain; charset=utf-8") : Results.NotFound();
    }

    private static string Size(int bytes) => FormattableString.Invariant($"{Math.Max(1, bytes / 1024)} KB");
}
