using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Charity.Payments;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Charity.Embedded.Stripe;

/// <summary>
/// Carries one call to Stripe and back: keys, version, idempotency, retries, time and size limits. Waits in real time,
/// because the business clock may stand still.
/// </summary>
internal sealed class StripeTransport(
    IHttpClientFactory clients, IOptions<StripeOptions> options, ILogger<StripeTransport> logger,
    Func<TimeSpan, CancellationToken, Task>? wait = null)
{
    public const string ClientName = "stripe";

    /// <summary>Bytes of an answer: a page of a hundred events with their objects takes about one megabyte.</summary>
    private const int LargestAnswer = 16 * 1024 * 1024;

    /// <summary>Of the whole budget, what one attempt may take: a hung one leaves time for a second.</summary>
    private const double AttemptShare = 0.6;

    private readonly Func<TimeSpan, CancellationToken, Task> wait = wait ?? Task.Delay;

    /// <summary>The body of a successful answer.</summary>
    /// <exception cref="GatewayException">Every failure but the caller's own cancellation.</exception>
    public async Task<StripeAnswer> SendAsync(StripeRequest request, CancellationToken cancel)
    {
        var account = options.Value.Find(request.Account)
            ?? throw new GatewayException(GatewayFault.Unauthorised, "account_not_configured");
        var budget = GatewayBudget.Current;
        if (budget <= TimeSpan.Zero)
        {
            // Earlier calls for the same page have used up its time.
            throw new GatewayException(GatewayFault.Unknown, "out_of_time");
        }

        var started = Stopwatch.GetTimestamp();
        var mayHaveRun = false;
        for (var attempt = 1; ; attempt++)
        {
            var left = budget - Stopwatch.GetElapsedTime(started);
            var outcome = await TryAsync(request, account, Shorter(left, budget * AttemptShare), attempt, cancel);
            if (outcome.Answer is { } answer)
            {
                return answer;
            }

            var error = outcome.Error!;
            var pause = outcome.Pause;
            if (pause is null || attempt > StripeRetry.Most || error.Replayed
                || Stopwatch.GetElapsedTime(started) + pause.Value >= budget)
            {
                throw mayHaveRun && request.Writes && error.Fault is GatewayFault.Busy or GatewayFault.Unauthorised
                    ? new GatewayException(GatewayFault.Unknown, error.Code, error.RequestId, error, error.HttpStatus)
                    : error;
            }

            mayHaveRun |= error.Fault == GatewayFault.Unknown;
            await wait(pause.Value, cancel);
        }
    }

    private async Task<Outcome> TryAsync(
        StripeRequest request, StripeAccountOptions account, TimeSpan limit, int attempt, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(limit > TimeSpan.Zero ? limit : TimeSpan.FromMilliseconds(1));
        try
        {
            using var message = Message(request, account);
            using var answer = await clients.CreateClient(ClientName)
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            var body = await ReadAsync(answer, timeout.Token);
            return Judge(request, answer, body, attempt);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            return Broken(request, "timeout", attempt, error);
        }
        catch (HttpRequestException error)
        {
            return Broken(request, CodeOf(error.HttpRequestError), attempt, error);
        }
        catch (IOException error)
        {
            return Broken(request, "broken_connection", attempt, error);
        }
    }

    private static HttpRequestMessage Message(StripeRequest request, StripeAccountOptions account)
    {
        var message = new HttpRequestMessage(request.Method, request.PathAndQuery);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", account.SecretKey);
        message.Headers.Add("Stripe-Version", StripeApi.Version);
        if (request.Writes)
        {
            message.Headers.Add("Idempotency-Key", request.IdempotencyKey);
            message.Content = new StringContent(request.Body ?? "", Encoding.UTF8, "application/x-www-form-urlencoded");
        }

        return message;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancel);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancel)) > 0)
        {
            if (buffer.Length + read > LargestAnswer)
            {
                throw new IOException("The answer is larger than any of Stripe's.");
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private Outcome Judge(StripeRequest request, HttpResponseMessage answer, ReadOnlyMemory<byte> body, int attempt)
    {
        var requestId = StripeRetry.HeaderOf(answer, "Request-Id");
        if (answer.IsSuccessStatusCode)
        {
            return new Outcome(new StripeAnswer(body, requestId), null, null);
        }

        var stated = StripeError.Read(body);
        var status = (int)answer.StatusCode;
        var fault = StripeError.FaultOf(answer.StatusCode, stated, request.Writes);
        var error = new GatewayException(
            fault, stated?.Name ?? $"http_{status}", requestId, httpStatus: status,
            replayed: StripeRetry.HeaderOf(answer, "Idempotent-Replayed") == "true");
        logger.LogWarning(
            "Stripe {Method} {Path} for {Account}, attempt {Attempt}: {Fault} {Code} {Parameter}, status {Status}, request {RequestId}",
            request.Method, request.PathAndQuery, request.Account, attempt, fault, error.Code, stated?.Param, status, requestId);
        TimeSpan? pause = !StripeRetry.Wanted(answer) ? null
            : answer.StatusCode == HttpStatusCode.TooManyRequests ? StripeRetry.PauseWhenBusy(answer, attempt)
            : StripeRetry.Pause(attempt);
        return new Outcome(null, error, pause);
    }

    private Outcome Broken(StripeRequest request, string code, int attempt, Exception error)
    {
        logger.LogWarning(
            "Stripe {Method} {Path} for {Account}, attempt {Attempt}: no whole answer, {Code}",
            request.Method, request.PathAndQuery, request.Account, attempt, code);
        return new Outcome(null, new GatewayException(GatewayFault.Unknown, code, inner: error), StripeRetry.Pause(attempt));
    }

    private static string CodeOf(HttpRequestError? error) => error switch
    {
        HttpRequestError.NameResolutionError => "name_resolution",
        HttpRequestError.ConnectionError => "connection",
        HttpRequestError.SecureConnectionError => "secure_connection",
        HttpRequestError.ProxyTunnelError => "proxy",
        _ => "broken_connection",
    };

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    /// <summary>An answer, or an error with the pause after which another attempt makes sense.</summary>
    private readonly record struct Outcome(StripeAnswer? Answer, GatewayException? Error, TimeSpan? Pause);
}

/// <summary>A successful answer's body.</summary>
internal sealed record StripeAnswer(ReadOnlyMemory<byte> Body, string? RequestId);
