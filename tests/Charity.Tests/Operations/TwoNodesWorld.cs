using System.Net;
using Charity.Payments;
using Charity.Sandbox.Stripe;
using Charity.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charity.Tests.Operations;

/// <summary>
/// Nodes of the application on one database, and a Stripe on a port of this machine that sends every event to each of
/// them. A host of the test's own, without work of its own, arranges gifts and looks at the end.
/// </summary>
internal sealed class TwoNodesWorld : IAsyncDisposable
{
    private readonly WebApplication site;
    private readonly CancellationTokenSource stop = new();
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(2) });
    private readonly Dictionary<string, string?> settings;
    private readonly string mails = Directory.CreateTempSubdirectory("charity-two-nodes-").FullName;
    private readonly int speed;
    private Task pumping = Task.CompletedTask;

    private TwoNodesWorld(WebApplication site, TestDatabase database, int speed)
    {
        (this.site, this.speed) = (site, speed);
        settings = TestSettings.For(database.Options);
        settings["Site:PublicBaseUrl"] = "http://localhost:5999";
        settings["Site:CheckoutHosts:0"] = "http://localhost:5101";
        settings["Stripe:ApiBase"] = site.Urls.Single();
        settings["Mail:Transport"] = "Folder";
        settings["Mail:Folder"] = mails;
    }

    public CharityHost Host { get; private set; } = null!;

    public WebNode[] Nodes { get; private set; } = [];

    public StripeSimulator Stripe => site.Services.GetRequiredService<StripeSimulator>();

    /// <summary>Files of mails that were handed over.</summary>
    public IReadOnlyList<string> Mails => Directory.GetFiles(mails, "*.eml");

    public static async Task<TwoNodesWorld> StartAsync(int nodes, int speed, CancellationToken cancel)
    {
        var database = await TestDatabase.CreateAsync();
        TwoNodesWorld? world = null;
        var site = await StripeAsync(() => world!, new FastClock(speed));
        world = new TwoNodesWorld(site, database, speed);
        world.Host = await CharityHost.StartWithStripeAsync(
            services => services.AddSingleton<TimeProvider>(new FastClock(speed)), world.settings, database: database, simulator: world.Stripe);
        await world.Host.SetUpOrganisationAsync();
        // The books are opened by a message, which the nodes will handle.
        world.Nodes = await Task.WhenAll(Enumerable.Range(0, nodes).Select(_ => world.NewNodeAsync(cancel)));
        world.pumping = Task.Run(world.PumpAsync, CancellationToken.None);
        return world;
    }

    public Task<WebNode> NewNodeAsync(CancellationToken cancel) => WebNode.StartAsync(settings, speed, cancel);

    /// <summary>Looks again and again, in real time.</summary>
    public static async Task UntilAsync(Func<Task<bool>> seen, CancellationToken cancel)
    {
        while (!await seen())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await pumping;
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        await Host.DisposeAsync();
        await site.DisposeAsync();
        http.Dispose();
        stop.Dispose();
        Directory.Delete(mails, true);
    }

    private static async Task<WebApplication> StripeAsync(Func<TwoNodesWorld> world, TimeProvider clock)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Sandbox" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(FormattableString.Invariant($"http://127.0.0.1:{WebNode.FreePort()}"));
        builder.Services.AddSingleton(clock);
        var options = new StripeSimulatorOptions { Seed = 11, RunInBackground = false, WebhookHandler = () => new ToEveryNode(world) };
        options.Accounts.Add(new SimulatedAccount
        {
            Id = TestSettings.StripeAccount,
            SecretKeys = [TestSettings.StripeKey],
            Webhooks = [new WebhookTarget { Url = new Uri("http://localhost:5999/webhooks/stripe"), Secrets = [TestSettings.WebhookSecret] }],
        });
        builder.Services.AddStripeSimulator(options);
        var site = builder.Build();
        site.MapStripeSimulator();
        await site.StartAsync();
        return site;
    }

    private async Task PumpAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            Stripe.RunDue();
            await Stripe.DeliverDueAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>The same bytes to every node at once; kept when one has kept it, as behind a load balancer.</summary>
    private sealed class ToEveryNode(Func<TwoNodesWorld> world) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            var signature = request.Headers.GetValues(StripeSignature.Header).Single();
            var answers = await Task.WhenAll(world().Nodes.Select(node => SendAsync(node, signature, body, cancellationToken)));
            return new HttpResponseMessage(answers.Contains(HttpStatusCode.OK) ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
        }

        private async Task<HttpStatusCode> SendAsync(WebNode node, string signature, byte[] body, CancellationToken cancel)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, "/webhooks/stripe")) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.Add(StripeSignature.Header, signature);
            try
            {
                using var response = await world().http.SendAsync(request, cancel);
                return response.StatusCode;
            }
            catch (HttpRequestException)
            {
                // That node is dead, perhaps in the middle of this very request.
                return HttpStatusCode.BadGateway;
            }
        }
    }
}
