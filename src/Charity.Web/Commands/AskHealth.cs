using Charity.Organisation;
using Charity.Web.Hosting;
using Microsoft.Extensions.Options;

namespace Charity.Web.Commands;

/// <summary><c>charity health</c>: asks the application that runs beside it, for a container that has no other client.</summary>
internal sealed class AskHealth(IServiceProvider services, TextWriter output)
{
    private const string KestrelsDefault = "http://localhost:5000";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="address">Such as <c>http://127.0.0.1:8080</c>; null: where the settings say that it listens.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<int> RunAsync(string? address, CancellationToken cancel)
    {
        if (!Uri.TryCreate(address ?? Listening(services.GetRequiredService<IConfiguration>()), UriKind.Absolute, out var own))
        {
            await output.WriteLineAsync("That is no address such as http://127.0.0.1:8080.");
            return AdminCommands.NotUnderstood;
        }

        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.Timeout = Patience;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(own, HealthEndpoints.ReadyPath));
        if (Uri.TryCreate(services.GetRequiredService<IOptions<SiteOptions>>().Value.PublicBaseUrl, UriKind.Absolute, out var site))
        {
            // It answers to the site's own name only.
            request.Headers.Host = site.Authority;
        }

        try
        {
            using var response = await client.SendAsync(request, cancel);
            await output.WriteLineAsync(await response.Content.ReadAsStringAsync(cancel));
            return response.IsSuccessStatusCode ? AdminCommands.Done : AdminCommands.Refused;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            await output.WriteLineAsync($"{own} does not answer.");
            return AdminCommands.Refused;
        }
    }

    /// <summary>The first address of Kestrel's settings, as this machine reaches it.</summary>
    internal static string Listening(IConfiguration configuration)
    {
        var first = (configuration["URLS"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault()
            ?? ((configuration["HTTP_PORTS"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() is { } port ? $"http://127.0.0.1:{port}" : KestrelsDefault);
        foreach (var everywhere in (string[])["://+", "://*", "://0.0.0.0", "://[::]"])
        {
            first = first.Replace(everywhere, "://127.0.0.1", StringComparison.Ordinal);
        }

        return first;
    }
}
