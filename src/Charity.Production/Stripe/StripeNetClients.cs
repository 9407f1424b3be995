using System.Collections.Concurrent;
using Charity.Payments;
using Charity.Payments.Attempts;
using global::Stripe;
using Microsoft.Extensions.Options;

namespace Charity.Production.Stripe;

/// <summary>One Stripe.net client for each account of the settings, made when it is first needed.</summary>
internal sealed class StripeNetClients(IOptions<StripeOptions> options, IHttpClientFactory http, StripeAttempts attempts)
{
    private readonly ConcurrentDictionary<string, StripeClient> clients = new(StringComparer.Ordinal);

    /// <exception cref="GatewayException">This installation does not know the account.</exception>
    public StripeClient Get(string account) => clients.GetOrAdd(account, Make);

    private StripeClient Make(string account) => new(new StripeClientOptions
    {
        ApiKey = options.Value.Get(account).SecretKey,
        ApiBase = options.Value.ApiBase.TrimEnd('/'),
        HttpClient = new StripeNetWire(account, http, attempts),
    });
}
