using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Charity.Web.Hosting;

/// <summary>
/// On a staff page or one of its handlers: runs only where a second factor was shown within the last five minutes, and
/// otherwise leads to <c>/staff/confirm</c> and back to the page. A form that was sent too late is not carried out: the
/// person is told to send it again. On a page it covers reading as well, so put it on a handler where only sending
/// matters. It says nothing about permissions: those stay in <c>[Authorize(Policy = …)]</c>.
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

/// <summary>Carries <see cref="ConfirmFirstAttribute"/> out. Razor Pages ignore filters on handlers, so it looks for itself.</summary>
internal sealed class ConfirmFirstFilter : IPageFilter
{
    public const string Path = "/staff/confirm";

    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (Asks(context) && !context.HttpContext.ConfirmedLately())
        {
            var request = context.HttpContext.Request;
            var sent = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
            var back = QueryString.Create("returnUrl", PageOf(request));
            context.Result = new RedirectResult(Path + (sent ? back.Add("again", "true") : back));
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
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
