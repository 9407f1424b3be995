using Charity.Data;

namespace Charity.Web.Hosting;

/// <summary>
/// Error pages in the reader's language. Addresses that machines call keep their bare status: Stripe and a monitor
/// have no use for a page.
/// </summary>
internal static class ErrorPages
{
    public const string Route = "/error/{status:int}";

    private static readonly PathString[] Machines = ["/webhooks", "/health", "/assets", "/files", "/open-data"];

    public static bool AreFor(PathString path)
    {
        foreach (var machine in Machines)
        {
            if (path.StartsWithSegments(machine, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    public static void UseErrorPages(this IApplicationBuilder app)
    {
        var engine = app.ApplicationServices.GetRequiredService<IDatabaseEngine>();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error/500",
            StatusCodeSelector = error => Failures.StatusOf(error, engine),
            // A fault of ours is logged once, with its reference, by Failures.
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePagesWithReExecute("/error/{0}");
    }
}
