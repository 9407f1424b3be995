using System.Globalization;
using Charity.Languages;
using Charity.Operations;

namespace Charity.Web.Hosting;

/// <summary>
/// What a monitor or load balancer asks. Alive: the process answers. Ready: this node can serve; the answer names what
/// was looked at and the level of each, and ages in seconds. Why something is wrong stands in the log, not in the answer,
/// which anyone may read.
/// </summary>
internal static class HealthEndpoints
{
    public const string ReadyPath = "/health/ready";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(InstallationMark.LivePath, (HttpContext http, InstallationMark mark) =>
        {
            http.Response.Headers[InstallationMark.Header] = mark.Value;
            return Results.Text("alive");
        }).AllowAnonymous();
        routes.MapGet(ReadyPath, ReadyAsync).AllowAnonymous();
        routes.MapGet("/health", PublicAsync).AllowAnonymous();
    }

    /// <summary>For everyone: a browser is led to the page in the reader's language, any other program gets the same in a few words of JSON.</summary>
    private static async Task<IResult> PublicAsync(HttpContext http, PublicHealth health, SiteFacts facts, CancellationToken cancel)
    {
        var headers = http.Response.Headers;
        headers.Vary = "Accept, Accept-Language";
        if (AsksForPage(http.Request))
        {
            headers.CacheControl = "no-store";
            return Results.Redirect($"/{Language.FromAcceptLanguage(http.Request.Headers.AcceptLanguage, facts.LastKnown.DefaultLanguage, facts.LastKnown.Languages).Code}/health");
        }

        var now = await health.GetAsync(cancel);
        headers.CacheControl = "public, max-age=2";
        return Results.Json(new
        {
            giving = now.Giving.ToString().ToLowerInvariant(),
            cards = now.Cards.ToString().ToLowerInvariant(),
            receipts = now.Receipts.ToString().ToLowerInvariant(),
            checkedAt = now.CheckedAt,
        });
    }

    /// <summary>What a browser sends names HTML, and nothing that it likes better; a monitor names nothing, or anything.</summary>
    private static bool AsksForPage(HttpRequest request)
        => request.GetTypedHeaders().Accept.OrderByDescending(type => type.Quality ?? 1).FirstOrDefault() is { } first
           && (first.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) || first.MediaType.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase));

    private static async Task<IResult> ReadyAsync(RecentHealth recent, CancellationToken cancel)
    {
        var health = await recent.GetAsync(cancel);
        return Results.Json(
            new
            {
                status = health.Level switch { HealthLevel.Ok => "ready", HealthLevel.Warning => "degraded", _ => "not ready" },
                checks = health.Findings.ToDictionary(f => f.Name, f => f.Level.ToString().ToLowerInvariant()),
                seconds = health.Condition is not { } now ? null : new
                {
                    inboxLag = Whole(now.InboxLag),
                    outboxLag = Whole(now.OutboxLag),
                    lastPoll = now.PollAge is { } poll ? Whole(poll) : null,
                    lastBooksCheck = now.CheckAge is { } check ? Whole(check) : null,
                },
            },
            statusCode: health.Level == HealthLevel.Failed ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private static long? Whole(TimeSpan span) => Convert.ToInt64(Math.Floor(span.TotalSeconds), CultureInfo.InvariantCulture);
}

/// <summary>The health of the last moment: strangers may ask as often as they like and cost one look a second.</summary>
public sealed class RecentHealth(CheckHealth check, ILogger<RecentHealth> logger) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim one = new(1);
    private string said = "";
    private volatile Entry? last;

    public async Task<Health> GetAsync(CancellationToken cancel)
    {
        if (last is { IsFresh: true } recent)
        {
            return recent.Health;
        }

        await one.WaitAsync(cancel);
        try
        {
            if (last is { IsFresh: true } made)
            {
                return made.Health;
            }

            var health = await check.RunAsync(cancel);
            Say(health);
            last = new Entry(health, TimeProvider.System.GetTimestamp());
            return health;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    /// <summary>Once for each change, as monitors ask every few seconds.</summary>
    private void Say(Health health)
    {
        var faults = string.Join(" ", health.Findings.Where(f => f.Level == HealthLevel.Failed).Select(f => $"{f.Name}: {f.Detail}"));
        var warnings = string.Join(" ", health.Findings.Where(f => f.Level == HealthLevel.Warning).Select(f => f.Name));
        if (faults + warnings == said)
        {
            return;
        }

        said = faults + warnings;
        if (faults.Length > 0)
        {
            logger.LogError("Not ready: {Faults}", faults);
        }
        else if (warnings.Length > 0)
        {
            logger.LogWarning("Ready, but look at: {Warnings}", string.Join(" ", health.Findings.Where(f => f.Detail is not null).Select(f => $"{f.Name}: {f.Detail}")));
        }
        else
        {
            logger.LogInformation("Ready, and all is well.");
        }
    }

    private sealed record Entry(Health Health, long At)
    {
        public bool IsFresh => TimeProvider.System.GetElapsedTime(At) < Fresh;
    }
}
