using System.Net;
using Charity.Payments;
using Charity.Payments.Attempts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Charity.Embedded.Stripe;

/// <summary>The connections to Stripe, for whichever adapter speaks over them.</summary>
internal static class StripeConnection
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Connections are renewed this often, so that a changed address is noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private const int MostConnections = 64;

    /// <summary>The named HTTP client and what makes calls bounded.</summary>
    public static IServiceCollection AddStripeConnection(this IServiceCollection services, string userAgent)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<StripeAttempts>(provider));
        services.AddHttpClient(StripeAdapter.ClientName)
            .ConfigureHttpClient((provider, client) =>
            {
                client.BaseAddress = new Uri(provider.GetRequiredService<IOptions<StripeOptions>>().Value.ApiBase.TrimEnd('/') + "/");
                // StripeAttempts keeps the time itself, over all attempts of a call.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = StripeAttempts.LargestAnswer;
                client.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
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
        return services;
    }

    /// <summary>Sends a message once and reads the whole answer, up to the client's limit, while the token allows.</summary>
    public static async Task<StripeAnswer> SendAsync(IHttpClientFactory clients, HttpRequestMessage message, CancellationToken cancel)
    {
        using var answer = await clients.CreateClient(StripeAdapter.ClientName).SendAsync(message, HttpCompletionOption.ResponseContentRead, cancel);
        return new StripeAnswer(answer.StatusCode, answer.Headers, await answer.Content.ReadAsByteArrayAsync(cancel));
    }
}
