using Charity.Data;

namespace Charity.Web.Hosting;

/// <summary>
/// What a monitor or load balancer asks. Alive: the process answers. Ready: its database is there, at this version and
/// guarded by its triggers. What is wrong stands in the log, not in the answer, which anyone may read.
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("alive")).AllowAnonymous();
        routes.MapGet("/health/ready", ReadyAsync).AllowAnonymous();
    }

    private static async Task<IResult> ReadyAsync(DatabaseStartup database, ILogger<DatabaseStartup> logger, CancellationToken cancel)
    {
        IReadOnlyList<string> faults;
        try
        {
            faults = await database.FaultsAsync(cancel);
        }
        catch (Exception error) when (DatabaseErrors.Inner(error) is not null)
        {
            faults = ["The database gave an error."];
        }

        if (faults.Count == 0)
        {
            return Results.Text("ready");
        }

        logger.LogError("Not ready: {Faults}", string.Join(" ", faults));
        return Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
