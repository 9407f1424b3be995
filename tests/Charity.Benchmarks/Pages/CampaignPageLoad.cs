using Charity.Benchmarks.Intake;
using Charity.Data;
using Charity.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charity.Benchmarks.Pages;

/// <summary>
/// The campaign page, warm, under 64 connections, beside a server that does nothing but write the same headers and bytes.
/// The two take turns, so that other load on the machine falls on both.
/// </summary>
internal static class CampaignPageLoad
{
    private const int Connections = 64;
    private const int Rounds = 5;
    private const double Aim = 0.9;

    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(3);

    internal static async Task<IReadOnlyList<Figure>> RunAsync(TextWriter output, CancellationToken cancel)
    {
        await using var database = new BenchDatabase();
        await using var host = await WebHost.StartAsync(database: database, kestrel: true);
        host.Inner.SkipChecks();
        await using (var db = host.Inner.Db())
        {
            await host.Services.GetRequiredService<IDatabaseEngine>().MigrateAsync(db, cancel);
        }

        await host.Inner.SetUpOrganisationAsync();
        var path = $"/uk/campaigns/{TestOrganisation.CampaignSlug}";
        using var client = host.Browser();
        (await client.GetAsync(new Uri(path, UriKind.Relative), cancel)).Dispose();
        using var first = await client.GetAsync(new Uri(path, UriKind.Relative), cancel);
        first.EnsureSuccessStatusCode();
        var bytes = await first.Content.ReadAsByteArrayAsync(cancel);
        await using var bare = await BareAsync(first, bytes, cancel);
        var bareAddress = new Uri(bare.Urls.First());

        var (pages, limits) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var limit = await PageClient.PerSecondAsync(bareAddress, path, bytes.Length, Connections, RoundTime, cancel);
            var page = await PageClient.PerSecondAsync(host.Address, path, bytes.Length, Connections, RoundTime, cancel);
            if (round == 0)
            {
                // The compiler is still at work in the first.
                continue;
            }

            pages.Add(page);
            limits.Add(limit);
            output.WriteLine(FormattableString.Invariant($"round {round}: campaign page {page,7:N0}/s   bare bytes {limit,7:N0}/s   ratio {page / limit:0.00}"));
        }

        var (figure, bound) = (Median(pages), Median(limits));
        return
        [
            new(FormattableString.Invariant($"campaign page, warm, {Connections} connections, {bytes.Length:N0} bytes"),
                FigureTable.PerSecond(figure), "the same bytes from bare Kestrel: " + FigureTable.PerSecond(bound),
                pages.Zip(limits, (p, l) => p / l).Order().ElementAt(Rounds / 2), Aim),
        ];
    }

    private static async Task<WebApplication> BareAsync(HttpResponseMessage like, byte[] bytes, CancellationToken cancel)
    {
        var headers = like.Headers.Concat(like.Content.Headers)
            .Where(h => h.Key is not ("Date" or "Server" or "Content-Length" or "Transfer-Encoding"))
            .Select(h => (h.Key, Value: string.Join(", ", h.Value)))
            .ToList();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(context =>
        {
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            context.Response.ContentLength = bytes.Length;
            return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
        });
        await app.StartAsync(cancel);
        return app;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
