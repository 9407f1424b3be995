using System.Net;
using System.Text;
using Charity.Embedded.Stripe;
using Charity.Payments;
using Charity.Payments.Attempts;
using global::Stripe;
using StripeRequest = global::Stripe.StripeRequest;

namespace Charity.Production.Stripe;

/// <summary>
/// Carries Stripe.net's requests. The library's own carrier is not used: its retries forget that an earlier attempt may
/// have run, heed no time limit while they pause, and leave 429 to the caller; and it adds headers about this machine.
/// What goes out is the request, its key and our name, no more.
/// </summary>
internal sealed class StripeNetWire(string account, IHttpClientFactory clients, StripeAttempts attempts) : IHttpClient
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="GatewayException">Every answer but a JSON object with a status of success.</exception>
    public async Task<StripeResponse> MakeRequestAsync(StripeRequest request, CancellationToken cancellationToken = default)
    {
        var call = new StripeCallLine(account, request.Method, request.Uri.PathAndQuery);
        var answer = await attempts.RunAsync(call, limit => SendOnceAsync(request, limit), cancellationToken);
        // Stripe.net takes 'null' and the like for objects, and falls over them later.
        return TextOf(answer) is { } text && text.AsSpan().TrimStart().StartsWith('{')
            ? new StripeResponse(HttpStatusCode.OK, answer.Headers, text)
            : throw attempts.Unreadable(call, answer.RequestId, "no object");
    }

    public Task<StripeStreamedResponse> MakeStreamingRequestAsync(StripeRequest request, CancellationToken cancellationToken = default)
        => throw new NotSupportedException("No call of ours is answered by a stream.");

    private async Task<StripeAnswer> SendOnceAsync(StripeRequest request, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(request.Method, request.Uri) { Content = request.Content };
        message.Headers.Authorization = request.AuthorizationHeader;
        foreach (var (name, value) in request.StripeHeaders)
        {
            message.Headers.Add(name, value);
        }

        return await StripeConnection.SendAsync(clients, message, cancel);
    }

    private static string? TextOf(StripeAnswer answer)
    {
        try
        {
            return Strict.GetString(answer.Body.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
