using System.Globalization;
using System.Net;
using System.Text;

namespace Charity.Sandbox.Stripe.Api;

/// <summary>Serves the API to an HTTP client in the same process.</summary>
internal sealed class ApiHandler(StripeSimulator simulator) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await simulator.HandleAsync(
            new ApiRequest(request.Method.Method, request.RequestUri!.AbsolutePath)
            {
                Query = request.RequestUri.Query.TrimStart('?'),
                Body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken),
                ContentType = request.Content?.Headers.ContentType?.ToString(),
                Authorization = Header(request, "Authorization"),
                Version = Header(request, "Stripe-Version"),
                IdempotencyKey = Header(request, "Idempotency-Key"),
                ConnectedAccount = Header(request, "Stripe-Account"),
            }, cancellationToken);
        if (response.Ending == Ending.Hang)
        {
            await Task.Delay(simulator.Options.LongestHang, TimeProvider.System, cancellationToken);
        }

        if (response.Ending != Ending.Answer)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The simulator was told to cut this connection.");
        }

        var message = new HttpResponseMessage((HttpStatusCode)response.Status)
        {
            RequestMessage = request,
            Content = new StringContent(response.Body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in ApiHeaders.Of(response, simulator))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}

/// <summary>Headers of an answer.</summary>
internal static class ApiHeaders
{
    internal static IEnumerable<(string Name, string Value)> Of(ApiResponse response, StripeSimulator simulator)
    {
        // The simulator's own day, which a person may have moved, and not the server's.
        yield return ("Date", (simulator.World.Now + simulator.Options.ClockAhead).ToString("R", CultureInfo.InvariantCulture));
        yield return ("Request-Id", response.RequestId);
        yield return ("Stripe-Version", simulator.Options.ApiVersion);
        if (response.IdempotencyKey is { Length: > 0 } key)
        {
            yield return ("Idempotency-Key", key);
        }

        if (response.ReplayOf is { } original)
        {
            yield return ("Idempotent-Replayed", "true");
            yield return ("Original-Request", original);
        }

        if (response.ShouldRetry is { } retry)
        {
            yield return ("Stripe-Should-Retry", retry ? "true" : "false");
        }
    }
}
