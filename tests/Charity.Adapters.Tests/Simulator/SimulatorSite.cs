using System.Net;
using System.Net.Sockets;
using Charity.Sandbox.Clock;
using Charity.Sandbox.Stripe;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>The simulator on a real port of this machine, beside a page that receives its webhooks.</summary>
internal sealed class SimulatorSite : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseProxy = false };

    private SimulatorSite(WebApplication app, VirtualClock clock)
    {
        this.app = app;
        Clock = clock;
        Base = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Http = new HttpMessageInvoker(handler, disposeHandler: false);
    }

    public VirtualClock Clock { get; }

    public Uri Base { get; }

    public HttpMessageInvoker Http { get; }

    public StripeSimulator Simulator => app.Services.GetRequiredService<StripeSimulator>();

    public System.Collections.Concurrent.ConcurrentQueue<string> Webhooks { get; } = new();

    public static async Task<SimulatorSite> StartAsync(bool running = false, Action<StripeSimulatorOptions>? change = null)
    {
        var port = FreePort();
        var clock = new VirtualClock(SimulatorBench.Start, running);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Sandbox" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddSingleton<TimeProvider>(clock);
        var options = new StripeSimulatorOptions
        {
            Seed = 7,
            PublicBaseUrl = new Uri($"http://127.0.0.1:{port}"),
            RunInBackground = running,
            LongestHang = TimeSpan.FromMilliseconds(100),
        };
        options.Accounts.Add(new SimulatedAccount
        {
            Id = SimulatorBench.Account,
            SecretKeys = [SimulatorBench.Key],
            Name = "Фонд «Джерело»",
            Webhooks = [new WebhookTarget { Url = new Uri($"http://127.0.0.1:{port}/hook"), Secrets = [SimulatorBench.Secret] }],
        });
        change?.Invoke(options);
        builder.Services.AddStripeSimulator(options);
        var app = builder.Build();
        app.MapStripeSimulator();
        SimulatorSite? site = null;
        app.MapPost("/hook", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            site!.Webhooks.Enqueue(await reader.ReadToEndAsync(context.RequestAborted));
        });
        await app.StartAsync();
        return site = new SimulatorSite(app, clock);
    }

    public SimulatorClient Client() => new(new Rebased(this), SimulatorBench.Key);

    public async Task<SiteAnswer> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Base, path));
        return await SendAsync(request, headers);
    }

    public async Task<SiteAnswer> PostAsync(string path, Dictionary<string, string> form, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Base, path)) { Content = new FormUrlEncodedContent(form) };
        return await SendAsync(request, headers);
    }

    public async Task<SiteAnswer> PostJsonAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Base, path))
        {
            Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
        };
        return await SendAsync(request, headers);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Http.Dispose();
        handler.Dispose();
        Clock.Dispose();
    }

    private async Task<SiteAnswer> SendAsync(HttpRequestMessage request, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request, CancellationToken.None);
        return new SiteAnswer(
            response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Location?.ToString(),
            response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Sends a client's requests to this site's port.</summary>
    private sealed class Rebased(SimulatorSite site) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(site.Base, request.RequestUri!.PathAndQuery);
            return site.Http.SendAsync(request, cancellationToken);
        }
    }
}

internal sealed record SiteAnswer(HttpStatusCode Status, string Body, string? Location, Dictionary<string, string> Headers);
