using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Delivery;

/// <summary>Posts one event to one address, signed afresh, and reports the status or what went wrong.</summary>
internal sealed class WebhookSender(StripeSimulatorOptions options) : IDisposable
{
    private const string UnknownSecret = "whsec_of_somebody_else";

    private readonly HttpMessageInvoker http = new(
        options.WebhookHandler?.Invoke() ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });

    internal async Task<(int? Status, string? Error)> SendAsync(
        DeliveryState delivery, EndpointState endpoint, JsonObject e, long timestamp, CancellationToken cancellationToken)
    {
        Alter(e, delivery.Alteration);
        var body = JsonSerializer.SerializeToUtf8Bytes(e, WireJson.Indented);
        var secrets = delivery.Alteration is { WrongSecret: true } ? [UnknownSecret] : endpoint.Secrets;
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation("Stripe-Signature", WebhookSignature.Header(body, secrets, timestamp));
        request.Headers.TryAddWithoutValidation("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.WebhookTimeout);
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            return ((int)response.StatusCode, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "timeout");
        }
#pragma warning disable CA1031 // An in-memory receiver throws whatever the application threw; to Stripe that is a failed delivery.
        catch (Exception ex) when (ex is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return (null, ex.GetType().Name);
        }
    }

    public void Dispose() => http.Dispose();

    private static void Alter(JsonObject e, AlterationState? alteration)
    {
        if (alteration is null)
        {
            return;
        }

        if (alteration.Livemode is { } livemode)
        {
            e["livemode"] = livemode;
        }

        if (alteration.ApiVersion is not null || alteration.NullApiVersion)
        {
            e["api_version"] = alteration.NullApiVersion ? null : alteration.ApiVersion;
        }

        if (alteration.Account is not null)
        {
            e["account"] = alteration.Account;
        }
    }
}
