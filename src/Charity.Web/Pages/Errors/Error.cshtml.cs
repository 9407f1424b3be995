using Charity.Languages;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charity.Web.Pages.Errors;

/// <summary>Every refusal and failure in the reader's language: what happened, what to do now, and a reference where it was our fault.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    public TextKey Title { get; private set; } = new("error.fault-title");

    public TextKey Text { get; private set; } = new("error.fault-text");

    /// <summary>Address to try once more, where that may help.</summary>
    public string? Again { get; private set; }

    /// <summary>Shown for faults of ours, which the log holds under the same reference.</summary>
    public string? Reference { get; private set; }

    /// <summary>The page is run again with the method of the request that failed, whatever that was.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var original = HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
                       ?? HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path;
        // Someone who types the address of this page itself finds nothing there.
        var status = original is null ? StatusCodes.Status404NotFound : Response.StatusCode;
        Response.StatusCode = status;
        switch (status)
        {
            case StatusCodes.Status404NotFound:
                (Title, Text) = (new TextKey("error.missing-title"), new TextKey("error.missing-text"));
                break;
            case StatusCodes.Status429TooManyRequests:
                (Title, Text) = (new TextKey("error.busy-title"), new TextKey("error.busy-text"));
                Again = original;
                break;
            case StatusCodes.Status503ServiceUnavailable:
                (Title, Text) = (new TextKey("error.down-title"), new TextKey("error.down-text"));
                Response.Headers.RetryAfter = "30";
                Again = original;
                Reference = Failures.ReferenceOf(HttpContext);
                break;
            case StatusCodes.Status400BadRequest when HttpContext.Items.ContainsKey(StaleForm.ItemKey):
                (Title, Text) = (new TextKey("error.stale-title"), new TextKey("error.stale-text"));
                Again = original;
                break;
            case >= 400 and < 500:
                (Title, Text) = (new TextKey("error.refused-title"), new TextKey("error.refused-text"));
                Again = original;
                break;
            default:
                Reference = Failures.ReferenceOf(HttpContext);
                break;
        }
    }
}

/// <summary>Tells the error page that a form was refused for its antiforgery token, which has its own words.</summary>
internal sealed class StaleForm : IAlwaysRunResultFilter
{
    public static readonly object ItemKey = new();

    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is Microsoft.AspNetCore.Mvc.Core.Infrastructure.IAntiforgeryValidationFailedResult)
        {
            context.HttpContext.Items[ItemKey] = true;
        }
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}
