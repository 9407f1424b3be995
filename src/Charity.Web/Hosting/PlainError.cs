using System.Text.Encodings.Web;
using System.Text.Json;
using Charity.Languages;
using Microsoft.AspNetCore.WebUtilities;

namespace Charity.Web.Hosting;

/// <summary>An error without the pages: for programs, and for the moment in which the error page itself fails. Needs nothing but the request.</summary>
internal static class PlainError
{
    private static readonly Dictionary<string, (string Title, string Text, string Reference)> Sentences = new(StringComparer.Ordinal)
    {
        ["uk"] = ("Сталася помилка", "Спробуйте ще раз за хвилину. Якщо ви щойно платили, не платіть удруге: спершу перевірте пошту.", "Номер для звернення:"),
        ["bg"] = ("Възникна грешка", "Опитайте отново след минута. Ако тъкмо сте плащали, не плащайте втори път: първо проверете пощата си.", "Номер за справка:"),
        ["mk"] = ("Настана грешка", "Обидете се повторно за една минута. Ако штотуку плаќавте, не плаќајте по вторпат: прво проверете ја поштата.", "Број за повикување:"),
        ["en"] = ("Something went wrong", "Try again in a minute. If you were just paying, do not pay again: check your mail first.", "Reference:"),
    };

    /// <summary>JSON (RFC 9457) or a line of text.</summary>
    public static Task WriteAsync(HttpContext http)
    {
        var status = http.Response.StatusCode;
        var title = ReasonPhrases.GetReasonPhrase(status);
        var reference = http.RequestServices.GetRequiredService<ErrorReferences>().Say(http, status, http.GetEndpoint());
        if (ErrorPages.WantsJson(http))
        {
            http.Response.ContentType = "application/problem+json";
            return http.Response.WriteAsync(JsonSerializer.Serialize(new { title, status, reference }), http.RequestAborted);
        }

        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(reference is null ? $"{status} {title}\n" : $"{status} {title}. Reference: {reference}\n", http.RequestAborted);
    }

    /// <summary>The page of last resort, in the language of the address or of the browser.</summary>
    public static Task WritePageAsync(HttpContext http, string reference)
    {
        var first = http.Request.Path.Value?.Split('/', 3) is ["", var part, ..] ? part : null;
        var language = Language.TryOf(first, out var ofPath) ? ofPath : Language.FromAcceptLanguage(http.Request.Headers.AcceptLanguage, Language.En);
        var (title, text, label) = Sentences[language.Code];
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(
            $"<!doctype html><html lang=\"{language.HtmlLang}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            + $"<title>{title}</title><h1>{title}</h1><p>{text}</p><p>{label} <b>{HtmlEncoder.Default.Encode(reference)}</b></p></html>\n",
            http.RequestAborted);
    }
}
