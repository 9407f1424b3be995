using Charity.Data;

namespace Charity.Web.Hosting;

/// <summary>How an error is told.</summary>
internal enum ErrorForm
{
    /// <summary>A page in the reader's language.</summary>
    Page,

    /// <summary>A line of text, or JSON for who asked for JSON.</summary>
    Text,

    /// <summary>The status alone: Stripe and a monitor have no use for more.</summary>
    Bare,
}

/// <summary>Error pages in the reader's language; for what programs ask, text or JSON with the same reference.</summary>
internal static class ErrorPages
{
    public const string Route = "/error/{status:int}";

    private static readonly PathString[] Machines = ["/webhooks", "/health"];

    /// <summary>Loaded by pages and programs; a person who follows a link there accepts html, and gets a page.</summary>
    private static readonly PathString[] Files = ["/assets", "/files", "/open-data", "/reports"];

    public static ErrorForm FormOf(HttpContext http)
    {
        var request = http.Request;
        if (Machines.Any(machine => request.Path.StartsWithSegments(machine, StringComparison.OrdinalIgnoreCase)))
        {
            return ErrorForm.Bare;
        }

        var accept = request.Headers.Accept.ToString();
        if (accept.Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return ErrorForm.Page;
        }

        // A script's fetch, or a program that asks for JSON. No header at all, or */*, may be anyone.
        return WantsJson(http) || request.Headers["Sec-Fetch-Dest"] == "empty" || Files.Any(file => request.Path.StartsWithSegments(file, StringComparison.OrdinalIgnoreCase))
            ? ErrorForm.Text : ErrorForm.Page;
    }

    public static bool WantsJson(HttpContext http) => http.Request.Headers.Accept.ToString().Contains("json", StringComparison.OrdinalIgnoreCase);

    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseMiddleware<LastResort>();
        app.UseWhen(http => FormOf(http) == ErrorForm.Page, branch =>
        {
            var engine = branch.ApplicationServices.GetRequiredService<IDatabaseEngine>();
            branch.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error/500",
                StatusCodeSelector = error => Failures.StatusOf(error, engine),
                // A fault of ours is logged once, with its reference, by Failures.
                SuppressDiagnosticsCallback = _ => true,
            });
            branch.UseStatusCodePagesWithReExecute("/error/{0}");
        });
        app.UseWhen(http => FormOf(http) == ErrorForm.Text, branch => branch.UseStatusCodePages(context => PlainError.WriteAsync(context.HttpContext)));
    }
}
