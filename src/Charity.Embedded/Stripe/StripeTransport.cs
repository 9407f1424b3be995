using System.Net.Http.Headers;
using System.Text;
using Charity.Payments;
using Charity.Payments.Attempts;
using Microsoft.Extensions.Options;

namespace Charity.Embedded.Stripe;

/// <summary>Puts one call on the wire: address, key, version, idempotency key and the body to the letter.</summary>
internal sealed class StripeTransport(IHttpClientFactory clients, IOptions<StripeOptions> options, StripeAttempts attempts)
{
    /// <summary>A successful answer.</summary>
    /// <exception cref="GatewayException">Every failure but the caller's own cancellation.</exception>
    public Task<StripeAnswer> SendAsync(StripeRequest request, CancellationToken cancel)
    {
        var account = options.Value.Get(request.Account);
        return attempts.RunAsync(request.Line, limit => SendOnceAsync(request, account, limit), cancel);
    }

    private async Task<StripeAnswer> SendOnceAsync(StripeRequest request, StripeAccountOptions account, CancellationToken cancel)
    {
        using var message = Message(request, account);
        return await StripeConnection.SendAsync(clients, message, cancel);
    }

    private static HttpRequestMessage Message(StripeRequest request, StripeAccountOptions account)
    {
        var message = new HttpRequestMessage(request.Line.Method, request.PathAndQuery);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", account.SecretKey);
        message.Headers.Add("Stripe-Version", StripeApi.Version);
        if (request.IdempotencyKey is { } key)
        {
            message.Headers.Add("Idempotency-Key", key);
            message.Content = new StringContent(request.Body ?? "", Encoding.UTF8, "application/x-www-form-urlencoded");
        }

        return message;
    }
}
