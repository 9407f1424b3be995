using System.Net;
using Charity.Embedded.Stripe;
using Charity.Payments;
using Charity.Sandbox.Stripe;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Testing;

/// <summary>The host with the simulated Stripe on the other side of the real client, under one clock.</summary>
public sealed partial class CharityHost
{
    private StripeSimulator? stripe;

    /// <summary>The simulated Stripe of a host that was started with <see cref="StartWithStripeAsync"/>.</summary>
    public StripeSimulator Stripe => stripe ?? throw new InvalidOperationException("This host was started without Stripe.");

    /// <summary>
    /// Starts a host whose calls to Stripe are answered by a simulator in this process, and whose webhooks the simulator
    /// delivers to it when <see cref="DeliverWebhooksAsync"/> says so or the host's clock is advanced.
    /// </summary>
    /// <param name="change">Changes the simulator's set-up; the account is that of <see cref="TestSettings"/>.</param>
    /// <param name="simulator">A simulator to share with another host; whoever made it disposes it.</param>
    public static async Task<CharityHost> StartWithStripeAsync(
        Action<IServiceCollection>? configure = null, IReadOnlyDictionary<string, string?>? settings = null,
        Action<StripeSimulatorOptions>? change = null, TestDatabase? database = null, FakeClock? clock = null,
        StripeSimulator? simulator = null)
    {
        clock ??= new FakeClock(FakeClock.DefaultStart);
        CharityHost? host = null;
        var own = simulator is null;
        simulator ??= new StripeSimulator(StripeOptions(() => host!, change), clock);
        host = await StartAsync(
            services =>
            {
                services.AddHttpClient(StripeAdapter.ClientName).ConfigurePrimaryHttpMessageHandler(simulator.CreateApiHandler);
                services.AddSingleton<Func<TimeSpan, CancellationToken, Task>>((_, _) => Task.CompletedTask);
                configure?.Invoke(services);
            },
            settings, database, clock);
        host.stripe = simulator;
        if (own)
        {
            host.also.Add(simulator);
        }

        return host;
    }

    /// <summary>Sends every webhook that is due by the clock.</summary>
    /// <returns>How many were sent, whatever the answers.</returns>
    public Task<int> DeliverWebhooksAsync() => Stripe.DeliverDueAsync();

    /// <summary>Gives a host that was put together elsewhere its simulator, which then ends with it.</summary>
    internal void UseStripe(StripeSimulator simulator)
    {
        stripe = simulator;
        also.Add(simulator);
    }

    private async Task RunStripeAsync()
    {
        if (stripe is not null)
        {
            stripe.RunDue();
            await stripe.DeliverDueAsync();
        }
    }

    private static StripeSimulatorOptions StripeOptions(Func<CharityHost> host, Action<StripeSimulatorOptions>? change)
    {
        var options = new StripeSimulatorOptions { Seed = 5, RunInBackground = false, WebhookHandler = () => new ToIntake(host) };
        options.Accounts.Add(new SimulatedAccount
        {
            Id = TestSettings.StripeAccount,
            SecretKeys = [TestSettings.StripeKey],
            Webhooks = [new WebhookTarget { Url = new Uri("https://give.example.org/webhooks/stripe"), Secrets = [TestSettings.WebhookSecret] }],
        });
        change?.Invoke(options);
        return options;
    }

    /// <summary>What the endpoint would do with a delivery, without a web server.</summary>
    private sealed class ToIntake(Func<CharityHost> host) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            var header = request.Headers.GetValues(StripeSignature.Header).Single();
            var (answer, _) = await host().Services.GetRequiredService<ReceiveWebhook>().RunAsync(header, body, cancellationToken);
            return new HttpResponseMessage(answer switch
            {
                WebhookAnswer.Kept => HttpStatusCode.OK,
                WebhookAnswer.NotStored => HttpStatusCode.ServiceUnavailable,
                _ => HttpStatusCode.BadRequest,
            });
        }
    }
}
