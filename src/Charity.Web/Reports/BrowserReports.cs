using System.Text.Json;
using Charity.Data;
using Charity.Data.Limits;
using Charity.Data.Work;
using Charity.Web.Hosting;
using Microsoft.Extensions.Options;

namespace Charity.Web.Reports;

/// <summary>
/// Takes the reports that browsers send when a page tried what its policy forbids. Anyone may send anything here: the body
/// is small, read whole or not at all, cut down to three short words, counted and logged, and answered with nothing.
/// </summary>
internal static class BrowserReports
{
    public const string Path = "/reports/browser";

    /// <summary>Name of the endpoint in the headers.</summary>
    public const string Group = "csp";

    private const int LargestBody = 16 * 1024;

    /// <summary>Reports of one body that are looked at; browsers send a few together.</summary>
    private const int MostOfOneBody = 10;

    /// <summary>Reports in a minute from everyone together.</summary>
    private const int InAll = 600;

    private const string PerAddress = "report.address";
    private const string Together = "report.all";

    private static readonly string[] MediaTypes = ["application/reports+json", "application/csp-report", "application/json"];

    public static void MapBrowserReports(this IEndpointRouteBuilder routes)
        => routes.MapPost(Path, TakeAsync).AllowAnonymous().DisableAntiforgery();

    private static async Task<IResult> TakeAsync(
        HttpContext http, UseCases useCases, SharedLimits limits, LimitKeys keys, IOptions<LimitOptions> options, ILogger<BrowserReport> logger, CancellationToken cancel)
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim();
        if (!MediaTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        var answer = await limits.TakeAsync(
            [
                new(LimitRule.PerMinute(PerAddress, options.Value.ReportsPerMinute), keys.Of(PerAddress, ClientAddress.Of(http))),
                new(LimitRule.PerMinute(Together, InAll), LimitKey.All),
            ],
            cancel);
        if (!answer.Allowed)
        {
            CountedForms.Refuse(http, answer);
            return Results.Empty;
        }

        if (await BodyAsync(http, cancel) is not { } body)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        foreach (var (directive, blocked, page) in PolicyReport.Read(body).Take(MostOfOneBody))
        {
            // Cleaned twice: what is left names no address of a page, and no line can be forged with it.
            logger.LogWarning("A browser was refused {Directive} from {Blocked} on {Page}", Redaction.Clean(directive), Redaction.Clean(blocked), page);
            await useCases.RunAsync<CountBrowserReport, bool>(count => count.RunAsync(directive, blocked, page, cancel), cancel);
        }

        return Results.NoContent();
    }

    private static async Task<byte[]?> BodyAsync(HttpContext http, CancellationToken cancel)
    {
        if (http.Request.ContentLength > LargestBody)
        {
            return null;
        }

        var buffer = new byte[LargestBody + 1];
        var read = await http.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return read > LargestBody ? null : buffer[..read];
    }
}

/// <summary>Reads what a report says of the policy, in both forms that browsers send; whatever else it holds is passed over.</summary>
internal static class PolicyReport
{
    private const string Nothing = "?";

    private static readonly string[] Words = ["inline", "eval", "wasm-eval", "self", "data", "blob"];

    /// <summary>Nothing for what is no report.</summary>
    public static IEnumerable<(string Directive, string Blocked, string Page)> Read(ReadOnlyMemory<byte> body)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
        }
        catch (JsonException)
        {
            yield break;
        }

        using (json)
        {
            var reports = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.EnumerateArray().ToList() : [json.RootElement];
            foreach (var report in reports)
            {
                // The older form has hyphens, the newer one capitals.
                var found = Inner(report, "csp-report") is { } old ? Of(old, "effective-directive", "violated-directive", "blocked-uri", "document-uri", "source-file")
                    : Text(report, "type") == "csp-violation" && Inner(report, "body") is { } inner ? Of(inner, "effectiveDirective", "violatedDirective", "blockedURL", "documentURL", "sourceFile")
                    : null;
                if (found is { } one)
                {
                    yield return one;
                }
            }
        }
    }

    private static (string Directive, string Blocked, string Page)? Of(JsonElement report, string directive, string olderDirective, string blocked, string document, string source)
    {
        var rule = Text(report, directive) ?? Text(report, olderDirective);
        var from = Text(report, blocked);
        // Extensions of the reader's own browser are no matter of ours.
        return rule is null || from is null || IsExtension(from) || IsExtension(Text(report, source)) ? null : (Directive(rule), Origin(from), PageKind(Text(report, document)));
    }

    /// <summary>The first word of a directive; anything but letters and hyphens is no directive.</summary>
    private static string Directive(string text)
    {
        var word = text.Split(' ')[0];
        return word.Length is > 0 and <= BrowserReport.MaxDirective && word.All(c => char.IsAsciiLetterLower(c) || c == '-') ? word : Nothing;
    }

    /// <summary>Scheme and host: the rest of an address may hold what belongs to a person.</summary>
    private static string Origin(string text)
    {
        if (Words.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "ws" or "wss"
            && $"{address.Scheme}://{address.IdnHost}" is { Length: <= BrowserReport.MaxPlace } origin ? origin : Nothing;
    }

    /// <summary>The first parts of our own addresses, without what is different for each person or campaign.</summary>
    private static string PageKind(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            return Nothing;
        }

        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var spoken = parts is [{ Length: 2 }, ..];
        var kind = (spoken ? parts.Skip(1) : parts).FirstOrDefault();
        var known = kind is { Length: <= 20 } && kind.All(char.IsAsciiLetterLower) ? "/" + kind : kind is null ? "" : "/…";
        return (spoken ? "/{lang}" : "") + known is { Length: > 0 } page ? page : "/";
    }

    private static bool IsExtension(string? address) => address?.Contains("-extension", StringComparison.Ordinal) == true;

    private static JsonElement? Inner(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : null;

    private static string? Text(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
