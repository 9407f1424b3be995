using System.Net;
using Charity.Data.Limits;
using Charity.Embedded.Stripe;
using Charity.Sandbox.Stripe;
using Charity.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Charity.Testing;

/// <summary>
/// The whole web application on a test's own database and clock: the real pipeline, pages and endpoints, called in
/// memory or, where a real browser or socket matters, over Kestrel on a free port.
/// </summary>
public sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebHost(WebApplication app, CharityHost inner)
    {
        _app = app;
        Inner = inner;
    }

    /// <summary>The program behind the pages: intent methods, database, clock.</summary>
    public CharityHost Inner { get; }

    public FakeClock Clock => Inner.Clock;

    public IServiceProvider Services => _app.Services;

    /// <summary>Address under which Kestrel listens; in memory, the public address of the test settings.</summary>
    public Uri Address { get; private set; } = new("https://give.example.org");

    /// <param name="configure">Replaces or adds services, last.</param>
    /// <param name="settings">Settings to change, by their name with colons.</param>
    /// <param name="kestrel">Listens on a free port of this machine, with the public address set to it.</param>
    /// <param name="map">Further endpoints, such as what a benchmark compares with.</param>
    /// <param name="stripe">A simulated Stripe answers, and delivers its webhooks to this application's own endpoint.</param>
    public static async Task<WebHost> StartAsync(
        Action<IServiceCollection>? configure = null, IReadOnlyDictionary<string, string?>? settings = null,
        TestDatabase? database = null, FakeClock? clock = null, bool kestrel = false, Action<WebApplication>? map = null,
        bool stripe = false)
    {
        database ??= await TestDatabase.CreateAsync();
        clock ??= new FakeClock(FakeClock.DefaultStart);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test", ApplicationName = "Charity.Web" });
        builder.Configuration.AddInMemoryCollection(TestSettings.For(database.Options));
        var port = 0;
        if (kestrel)
        {
            port = FreePort();
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Site:PublicBaseUrl"] = FormattableString.Invariant($"http://localhost:{port}"),
            });
            builder.WebHost.UseUrls(FormattableString.Invariant($"http://localhost:{port}"));
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        // A test fills in a form faster than people do.
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Limits:MinimumFillSeconds"] = "0" });
        WebHost? host = null;
        var simulator = stripe ? SimulateStripe(builder, clock, () => host!) : null;
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddAdapters(builder.Configuration);
        builder.AddCharityWeb();
        // Windows of limits begin and end where a test says so.
        builder.Services.AddSingleton(new LimitClock(clock));
        CharityHost.AddChecks(builder.Services);
        CharityHost.AddMailbox(builder.Services);
        RemoveRoomsHostedServices(builder.Services);
        if (simulator is not null)
        {
            // After the adapters, whose client it replaces on the other end.
            builder.Services.AddSingleton(simulator);
            builder.Services.AddHttpClient(StripeAdapter.ClientName).ConfigurePrimaryHttpMessageHandler(simulator.CreateApiHandler);
            // The client's pauses between attempts are real time, for which no test waits.
            builder.Services.AddSingleton<Func<TimeSpan, CancellationToken, Task>>((_, _) => Task.CompletedTask);
        }

        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseCharityWeb();
        map?.Invoke(app);
        await app.StartAsync();
        host = new WebHost(app, new CharityHost(database, app.Services, app, clock));
        if (simulator is not null)
        {
            host.Inner.UseStripe(simulator);
        }

        if (kestrel)
        {
            host.Address = new Uri(FormattableString.Invariant($"http://localhost:{port}"));
        }

        return host;
    }

    /// <summary>A browser of one's own: keeps its cookies, follows no redirect by itself.</summary>
    public HttpClient Browser()
    {
        // The client owns its handler.
        var handler = new CookieHandler { InnerHandler = Handler() };
        return new HttpClient(handler) { BaseAddress = Address };
    }

    /// <summary>The routes of the application, for tests that walk all of them.</summary>
    public IReadOnlyList<Microsoft.AspNetCore.Http.Endpoint> Endpoints =>
        [.. ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints)];

    public ValueTask DisposeAsync() => Inner.DisposeAsync();

    private HttpMessageHandler Handler() => _app.Services.GetRequiredService<IServer>() is TestServer server
        ? server.CreateHandler()
        : new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };

    private static StripeSimulator SimulateStripe(WebApplicationBuilder builder, FakeClock clock, Func<WebHost> host)
    {
        var options = new StripeSimulatorOptions { Seed = 5, RunInBackground = false, WebhookHandler = () => new ToOwnEndpoint(host) };
        options.Accounts.Add(new SimulatedAccount
        {
            Id = TestSettings.StripeAccount,
            SecretKeys = [TestSettings.StripeKey],
            Webhooks =
            [
                new WebhookTarget
                {
                    Url = new Uri(new Uri(builder.Configuration["Site:PublicBaseUrl"]!), "/webhooks/stripe"),
                    Secrets = [TestSettings.WebhookSecret],
                },
            ],
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Site:CheckoutHosts:0"] = options.PublicBaseUrl.GetLeftPart(UriPartial.Authority),
        });
        return new StripeSimulator(options, clock);
    }

    /// <summary>A test decides when something runs; the server itself stays.</summary>
    private static void RemoveRoomsHostedServices(IServiceCollection services)
    {
        foreach (var hosted in services.Where(s => s.ServiceType == typeof(IHostedService)
                     && (s.ImplementationType ?? s.ImplementationInstance?.GetType())?.Assembly.GetName().Name?.StartsWith("Charity", StringComparison.Ordinal) != false).ToList())
        {
            services.Remove(hosted);
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Finds the application when the first webhook is sent; the simulator is made before it.</summary>
    private sealed class ToOwnEndpoint(Func<WebHost> host) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            InnerHandler ??= host().Handler();
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class CookieHandler : DelegatingHandler
    {
        private readonly CookieContainer _cookies = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var address = request.RequestUri!;
            if (_cookies.GetCookieHeader(address) is { Length: > 0 } header)
            {
                request.Headers.Add("Cookie", header);
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.TryGetValues("Set-Cookie", out var set))
            {
                foreach (var cookie in set)
                {
                    _cookies.SetCookies(address, cookie);
                }
            }

            return response;
        }
    }
}
