namespace Charity.Web.Hosting;

/// <summary>
/// Gives each error page a reference that stands in the log beside its status and the kind of address, so that whoever
/// reads it out on the telephone is found there. A scanner that asks for a thousand addresses gets pages without one.
/// </summary>
public sealed class ErrorReferences(ILogger<ErrorReferences> logger)
{
    private const int LinesPerMinute = 600;

    private readonly Lock sync = new();
    private long minute;
    private int lines;

    /// <summary>Writes the line; null when too many were written in this minute. Faults of ours were logged before, with more.</summary>
    public string? Say(HttpContext http, int status, Endpoint? endpoint)
    {
        var reference = Failures.ReferenceOf(http);
        if (Failures.IsLogged(http))
        {
            return reference;
        }

        if (!MayWrite())
        {
            return null;
        }

        // The pattern of the address, never the address: tokens stand in it.
        logger.LogInformation(
            "Answered {Status} to {Method} {Route}. Reference {Reference}", status, Known(http.Request.Method), (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "?", reference);
        return reference;
    }

    private static string Known(string method)
        => HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsHead(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method)
           || HttpMethods.IsOptions(method) || HttpMethods.IsPatch(method)
            ? method : "?";

    private bool MayWrite()
    {
        var now = Environment.TickCount64 / 60_000;
        lock (sync)
        {
            (minute, lines) = now == minute ? (minute, lines + 1) : (now, 1);
            return lines <= LinesPerMinute;
        }
    }
}
