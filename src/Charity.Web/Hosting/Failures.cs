using System.Data.Common;
using System.Diagnostics;
using Charity.Data;
using Charity.Data.Work;
using Microsoft.AspNetCore.Diagnostics;

namespace Charity.Web.Hosting;

/// <summary>
/// What the reader of an error page and the reader of the log have in common: a reference. The page says nothing of
/// the cause; the log holds no request body, name or token.
/// </summary>
internal sealed class Failures(IDatabaseEngine engine, ILogger<Failures> logger) : IExceptionHandler
{
    private static readonly object ItemKey = new();
    private static readonly object LoggedKey = new();

    /// <summary>The log holds the fault of this request under its reference.</summary>
    public static bool IsLogged(HttpContext http) => http.Items.ContainsKey(LoggedKey);

    public static void MarkLogged(HttpContext http) => http.Items[LoggedKey] = true;

    /// <summary>The reference of this request, the same on the page and in the log.</summary>
    public static string ReferenceOf(HttpContext http)
    {
        if (http.Items.TryGetValue(ItemKey, out var known))
        {
            return (string)known!;
        }

        var reference = (Activity.Current?.TraceId.ToHexString() is { } trace && trace.AsSpan().ContainsAnyExcept('0')
            ? trace[..12]
            : Guid.NewGuid().ToString("N")[..12]).ToUpperInvariant();
        http.Items[ItemKey] = reference;
        return reference;
    }

    /// <summary>503 when the store cannot take work now, so that machines come back; 500 for a fault of ours.</summary>
    public static int StatusOf(Exception error, IDatabaseEngine engine) => error switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        _ when DatabaseErrors.Inner(error) is { } inner && MayPass(inner, engine) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (StatusOf(exception, engine) >= StatusCodes.Status500InternalServerError)
        {
            // Messages of the database and of parsers repeat values, and the exception itself would be written with them.
            logger.LogError(
                "A page failed. Reference {Reference}: {Error} {Where}", ReferenceOf(httpContext), Redaction.Describe(exception),
                Redaction.Clean(exception.StackTrace ?? ""));
            MarkLogged(httpContext);
        }

        // The error page answers.
        return ValueTask.FromResult(false);
    }

    private static bool MayPass(DbException error, IDatabaseEngine engine) => engine.IsUnavailable(error) || engine.IsTransient(error);
}
