using Charity.Data;
using Charity.Data.Work;

namespace Charity.Web.Hosting;

/// <summary>
/// Answers what failed where no error page answers: addresses that programs call, and the error page itself. Stands around
/// everything, so that no error leaves the program with its words.
/// </summary>
internal sealed class LastResort(RequestDelegate next, SecurityHeaders headers, IDatabaseEngine engine, ILogger<LastResort> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception error) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await AnswerAsync(http, error);
        }
    }

    private async Task AnswerAsync(HttpContext http, Exception error)
    {
        var status = Failures.StatusOf(error, engine);
        var reference = Failures.ReferenceOf(http);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            logger.LogError(
                "An answer failed. Reference {Reference}: {Error} {Where}", reference, Redaction.Describe(error), Redaction.Clean(error.StackTrace ?? ""));
            Failures.MarkLogged(http);
        }

        http.Response.Clear();
        http.Response.StatusCode = status;
        headers.Apply(http);
        http.Response.Headers.CacheControl = "no-store";
        switch (ErrorPages.FormOf(http))
        {
            case ErrorForm.Page:
                await PlainError.WritePageAsync(http, reference);
                break;
            case ErrorForm.Text:
                await PlainError.WriteAsync(http);
                break;
            default:
                break;
        }
    }
}
