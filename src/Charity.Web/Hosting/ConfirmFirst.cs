using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Charity.Web.Hosting;

/// <summary>
/// On a staff page or one of its handlers: runs only where a second factor was shown within the last five minutes, and
/// otherwise leads to <c>/staff/confirm</c> and back to the page. It belongs on whatever <b>takes many people's data away
/// or shows a paper of theirs, moves money or the trust of donors, or changes who may do what</b>; a test knows of each
/// form whether it asks. A form that was sent too late is not carried out: the person is told to send it again, and a page
/// that <see cref="IKeepsWhatWasTyped"/> shows it once more as it was filled in. On a page it covers reading as well, so put
/// it on a handler where only sending matters. It says nothing about permissions: those stay in
/// <c>[Authorize(Policy = …)]</c>.
/// </summary>
/// <example>
/// <code>
/// [Authorize(Policy = StaffPermissions.ViewGifts)]
/// public sealed class IndexModel : StaffPage
/// {
///     [ConfirmFirst]
///     public async Task&lt;IActionResult&gt; OnPostExportAsync(CancellationToken cancel) { … }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ConfirmFirstAttribute : Attribute;

/// <summary>A page whose form is long: nobody types it twice because it took them longer than five minutes.</summary>
internal interface IKeepsWhatWasTyped
{
    /// <summary>The page with what was typed, and the way to confirm beside it; nothing is carried out.</summary>
    Task<IActionResult> AskAsync(CancellationToken cancel);
}

/// <summary>Carries <see cref="ConfirmFirstAttribute"/> out. Razor Pages ignore filters on handlers, so it looks for itself.</summary>
internal sealed class ConfirmFirstFilter : IAsyncPageFilter
{
    public const string Path = "/staff/confirm";

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (!Asks(context) || context.HttpContext.ConfirmedLately())
        {
            await next();
            return;
        }

        var request = context.HttpContext.Request;
        var sent = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        var back = QueryString.Create("returnUrl", PageOf(request));
        context.Result = sent && context.HandlerInstance is IKeepsWhatWasTyped page
            ? await page.AskAsync(context.HttpContext.RequestAborted)
            : new RedirectResult(Path + (sent ? back.Add("again", "true") : back));
    }

    private static bool Asks(PageHandlerExecutingContext context)
        => context.ActionDescriptor.HandlerTypeInfo.IsDefined(typeof(ConfirmFirstAttribute), inherit: true)
           || context.HandlerMethod?.MethodInfo.IsDefined(typeof(ConfirmFirstAttribute), inherit: true) == true;

    /// <summary>The page itself with its filters, not the handler: coming back must carry nothing out.</summary>
    private static string PageOf(HttpRequest request)
        => request.Path + QueryString.Create(request.Query
            .Where(part => !part.Key.Equals("handler", StringComparison.OrdinalIgnoreCase))
            .SelectMany(part => part.Value.Select(value => new KeyValuePair<string, string?>(part.Key, value))));
}

/// <summary>The same for what is no page: a file that is fetched.</summary>
internal static class ConfirmFirstEndpoints
{
    public static TBuilder ConfirmFirst<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
        => endpoint.WithMetadata(new ConfirmFirstAttribute()).AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            return http.ConfirmedLately()
                ? await next(context)
                : Results.Redirect(ConfirmFirstFilter.Path + QueryString.Create("returnUrl", http.Request.Path + http.Request.QueryString));
        });
}
