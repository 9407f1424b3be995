using System.Globalization;
using System.Security.Claims;
using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charity.Web.Pages.Errors;

/// <summary>Every refusal and failure in the reader's language: what happened, what to do now, and a reference.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ErrorModel(ErrorReferences references) : PageModel
{
    public TextKey Title { get; private set; } = new("error.fault-title");

    public TextKey Text { get; private set; } = new("error.fault-text");

    /// <summary>Address to try once more, where that may help.</summary>
    public string? Again { get; private set; }

    /// <summary>Seconds after which the same works again, where they are known.</summary>
    public int? WaitSeconds { get; private set; }

    /// <summary>Shown inside the frame of the staff pages.</summary>
    public bool IsStaff { get; private set; }

    /// <summary>The log holds a line under the same reference; null when a flood of errors is not written down.</summary>
    public string? Reference { get; private set; }

    /// <summary>The page is run again with the method of the request that failed, whatever that was.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var original = HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
                       ?? HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path;
        // Someone who types the address of this page itself finds nothing there.
        var status = original is null ? StatusCodes.Status404NotFound : Response.StatusCode;
        Response.StatusCode = status;
        IsStaff = original is not null && new PathString(original).StartsWithSegments("/staff", StringComparison.OrdinalIgnoreCase)
            && DatabaseErrors.Inner(HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error) is null;
        if (IsStaff && Language.TryOf(User.FindFirstValue(StaffClaims.Language), out var language))
        {
            HttpContext.SetLanguage(language);
        }

        Reference = original is null ? null : references.Say(
            HttpContext, status, HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint ?? HttpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint);
        switch (status)
        {
            case StatusCodes.Status404NotFound:
                (Title, Text) = (new TextKey("error.missing-title"), new TextKey("error.missing-text"));
                break;
            case StatusCodes.Status429TooManyRequests:
                (Title, Text) = (new TextKey("error.busy-title"), new TextKey("error.busy-text"));
                WaitSeconds = int.TryParse(Response.Headers.RetryAfter.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
                Again = original;
                break;
            case StatusCodes.Status503ServiceUnavailable:
                (Title, Text) = (new TextKey("error.down-title"), new TextKey("error.down-text"));
                Response.Headers.RetryAfter = "30";
                Again = original;
                break;
            case StatusCodes.Status400BadRequest when HttpContext.Items.ContainsKey(StaleForm.ItemKey):
                (Title, Text) = (new TextKey("error.stale-title"), new TextKey("error.stale-text"));
                Again = original;
                break;
            case StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden:
                (Title, Text) = (new TextKey("error.forbidden-title"), new TextKey("error.forbidden-text"));
                break;
            case StatusCodes.Status405MethodNotAllowed:
                (Title, Text) = (new TextKey("error.method-title"), new TextKey("error.method-text"));
                Again = original;
                break;
            case StatusCodes.Status408RequestTimeout or StatusCodes.Status504GatewayTimeout:
                (Title, Text) = (new TextKey("error.late-title"), new TextKey("error.late-text"));
                Again = original;
                break;
            case StatusCodes.Status409Conflict:
                (Title, Text) = (new TextKey("error.conflict-title"), new TextKey("error.conflict-text"));
                Again = original;
                break;
            case StatusCodes.Status410Gone:
                (Title, Text) = (new TextKey("error.gone-title"), new TextKey("error.gone-text"));
                break;
            case StatusCodes.Status413PayloadTooLarge:
                (Title, Text) = (new TextKey("error.large-title"), new TextKey("error.large-text"));
                Again = original;
                break;
            case StatusCodes.Status415UnsupportedMediaType:
                (Title, Text) = (new TextKey("error.kind-title"), new TextKey("error.kind-text"));
                Again = original;
                break;
            case >= 400 and < 500:
                (Title, Text) = (new TextKey("error.refused-title"), new TextKey("error.refused-text"));
                Again = original;
                break;
            default:
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
        if (context.Result is not Microsoft.AspNetCore.Mvc.Core.Infrastructure.IAntiforgeryValidationFailedResult)
        {
            return;
        }

        // A form that was too large to be read has no token either; its sender must hear of the size.
        if (context.HttpContext.Request.ContentLength
            > context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
            return;
        }

        context.HttpContext.Items[ItemKey] = true;
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}
