using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Charity.Payments.Attempts;

/// <summary>
/// Makes a call to Stripe until it has an answer or its time is over, and says what a failure means. Every adapter's
/// calls go through here, because what may be called again, and what may have happened, is no matter of the library that
/// carries them. Waits in real time: the business clock may stand still.
/// </summary>
public sealed class StripeAttempts(
    IOptions<StripeOptions> options, ILogger<StripeAttempts> logger, Func<TimeSpan, CancellationToken, Task>? wait = null,
    StripeClock? clock = null)
{
    /// <summary>Bytes of an answer: a page of a hundred events with their objects takes about one megabyte.</summary>
    public const int LargestAnswer = 16 * 1024 * 1024;

    /// <summary>Of the whole budget, what one attempt may take: a hung one leaves time for a second.</summary>
    private const double AttemptShare = 0.6;

    private readonly Func<TimeSpan, CancellationToken, Task> wait = wait ?? Task.Delay;

    /// <summary>A successful answer.</summary>
    /// <param name="call">What is called.</param>
    /// <param name="attempt">
    /// Sends it once, the same bytes each time, and gives the answer whatever its status; ends when its token says so.
    /// </param>
    /// <exception cref="GatewayException">Every failure but the caller's own cancellation.</exception>
    public async Task<StripeAnswer> RunAsync(
        StripeCallLine call, Func<CancellationToken, Task<StripeAnswer>> attempt, CancellationToken cancel)
    {
        var budget = GatewayBudget.Current;
        if (budget <= TimeSpan.Zero)
        {
            // Earlier calls for the same page have used up its time.
            throw new GatewayException(GatewayFault.Unknown, "out_of_time");
        }

        var started = Stopwatch.GetTimestamp();
        var mayHaveRun = false;
        for (var number = 1; ; number++)
        {
            var left = budget - Stopwatch.GetElapsedTime(started);
            var outcome = await TryAsync(call, attempt, Shorter(left, budget * AttemptShare), number, cancel);
            if (outcome.Answer is { } answer)
            {
                return answer;
            }

            var error = outcome.Error!;
            var pause = outcome.Pause;
            if (pause is null || number > options.Value.Retries || error.Replayed
                || Stopwatch.GetElapsedTime(started) + pause.Value >= budget)
            {
                throw mayHaveRun && call.Writes && error.Fault is GatewayFault.Busy or GatewayFault.Unauthorised
                    ? new GatewayException(GatewayFault.Unknown, error.Code, error.RequestId, error, error.HttpStatus)
                    : error;
            }

            mayHaveRun |= error.Fault == GatewayFault.Unknown;
            await wait(pause.Value, cancel);
        }
    }

    /// <summary>What an adapter makes of a successful answer that says nothing it can read.</summary>
    /// <param name="reason">Ours, never the answer's: it is logged.</param>
    public GatewayException Unreadable(StripeCallLine call, string? requestId, string reason, Exception? error = null)
    {
        logger.LogError(
            "Stripe {Method} {Path} for {Account}: the answer cannot be read, request {RequestId}: {Reason}",
            call.Method, call.PathAndQuery, call.Account, requestId, reason);
        return new GatewayException(GatewayFault.Unknown, "unreadable_answer", requestId, error);
    }

    private async Task<Outcome> TryAsync(
        StripeCallLine call, Func<CancellationToken, Task<StripeAnswer>> attempt, TimeSpan limit, int number, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(limit > TimeSpan.Zero ? limit : TimeSpan.FromMilliseconds(1));
        try
        {
            return Judge(call, await attempt(timeout.Token), number);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            return Broken(call, "timeout", number, error);
        }
        catch (HttpRequestException error)
        {
            return Broken(call, CodeOf(error.HttpRequestError), number, error);
        }
        catch (IOException error)
        {
            return Broken(call, "broken_connection", number, error);
        }
    }

    private Outcome Judge(StripeCallLine call, StripeAnswer answer, int number)
    {
        clock?.Note(answer.Headers.Date);
        if (answer.IsSuccess)
        {
            return new Outcome(answer, null, null);
        }

        var stated = StripeError.Read(answer.Body);
        var status = (int)answer.Status;
        var fault = StripeError.FaultOf(answer.Status, stated, call.Writes);
        var error = new GatewayException(
            fault, stated?.Name ?? $"http_{status}", answer.RequestId, httpStatus: status,
            replayed: answer.Header("Idempotent-Replayed") == "true");
        logger.LogWarning(
            "Stripe {Method} {Path} for {Account}, attempt {Attempt}: {Fault} {Code} {Parameter}, status {Status}, request {RequestId}",
            call.Method, call.PathAndQuery, call.Account, number, fault, error.Code, stated?.Param, status, answer.RequestId);
        TimeSpan? pause = !StripeRetry.Wanted(answer) ? null
            : answer.Status == HttpStatusCode.TooManyRequests ? StripeRetry.PauseWhenBusy(answer, number)
            : StripeRetry.Pause(number);
        return new Outcome(null, error, pause);
    }

    private Outcome Broken(StripeCallLine call, string code, int number, Exception error)
    {
        logger.LogWarning(
            "Stripe {Method} {Path} for {Account}, attempt {Attempt}: no whole answer, {Code}",
            call.Method, call.PathAndQuery, call.Account, number, code);
        return new Outcome(null, new GatewayException(GatewayFault.Unknown, code, inner: error), StripeRetry.Pause(number));
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
