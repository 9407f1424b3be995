using System.Net;
using Charity.Payments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Charity.Embedded.Stripe;

/// <summary>Registers card payments over Stripe's HTTP interface.</summary>
public static class StripeAdapter
{
    /// <summary>Name of the HTTP client, for hosts that put another transport below it (the in-process simulator).</summary>
    public const string ClientName = StripeTransport.ClientName;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Connections are renewed this often, so that a changed address is noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private const int MostConnections = 64;

    public static IServiceCollection AddStripeHttp(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(ClientName)
            .ConfigureHttpClient((provider, client) =>
            {
                client.BaseAddress = new Uri(provider.GetRequiredService<IOptions<StripeOptions>>().Value.ApiBase.TrimEnd('/') + "/");
                // The transport keeps the time itself, over all attempts of a call.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("Charity/1 (Embedded)");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.GZip,
                ConnectTimeout = ConnectTimeout,
                PooledConnectionLifetime = ConnectionLifetime,
                MaxConnectionsPerServer = MostConnections,
            })
            // Its loggers would write headers, and with them keys, at Trace.
            .RemoveAllLoggers();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<StripeTransport>(provider));
        services.AddSingleton<IPaymentGateway, StripeHttp>();
        return services;
    }
}
