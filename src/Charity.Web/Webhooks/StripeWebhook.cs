using System.Threading.RateLimiting;
using Charity.Data;
using Charity.Payments;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Charity.Web.Webhooks;

/// <summary>
/// <c>POST /webhooks/stripe</c>: takes Stripe's events in. No cookie, no sign-in, no antiforgery token: the signature is
/// the proof. Every answer but 2xx makes Stripe send again for three days, so 2xx is given only for what is on disk.
/// </summary>
public static class StripeWebhook
{
    /// <summary>The address; it must be exempt from redirects, since Stripe counts a redirect as a failure.</summary>
    public const string Path = "/webhooks/stripe";

    /// <summary>Real time for a body to arrive; Stripe's is there with the headers.</summary>
    private static readonly TimeSpan BodyPatience = TimeSpan.FromSeconds(10);

    /// <summary>Bytes a second, after a moment of grace: who sends slower is cut off by the server itself.</summary>
    private static readonly MinDataRate LeastRate = new(1024, TimeSpan.FromSeconds(3));

    /// <summary>Seconds after which a sender may come again.</summary>
    private const string RetryAfter = "10";

    public static IServiceCollection AddStripeWebhook(this IServiceCollection services)
        => services.AddSingleton<WebhookGate>().AddSingleton(new WebhookArrivals(TimeProvider.System)).AddSingleton<LargeBodies>().AddSingleton<RefusalLog>();

    public static IEndpointConventionBuilder MapStripeWebhook(this IEndpointRouteBuilder routes)
        // The general limit is one for each address, and all of Stripe may seem to come from one proxy: the gate is ours.
        => routes.MapPost(Path, CountedAsync).AllowAnonymous().DisableAntiforgery().DisableRateLimiting();

    private static async Task<IResult> CountedAsync(
        HttpContext context, ReceiveWebhook receive, WebhookGate gate, WebhookArrivals arrivals, LargeBodies large, RefusalLog refusals, Measures measures)
    {
        var answer = await HandleAsync(context, receive, gate, arrivals, large, refusals);
        measures.WebhookAnswered((answer as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK);
        return answer;
    }

    private static async Task<IResult> HandleAsync(
        HttpContext context, ReceiveWebhook receive, WebhookGate gate, WebhookArrivals arrivals, LargeBodies large, RefusalLog refusals)
    {
        var request = context.Request;
        if (request.Headers.ContentEncoding.Count > 0 || !request.HasJsonContentType())
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        if (request.ContentLength > ReceiveWebhook.LargestBody)
        {
            return TooLarge(context);
        }

        var (body, refusal) = await ArriveAsync(context, arrivals, large);
        if (body is null)
        {
            return refusal!;
        }

        using var place = await gate.EnterAsync(context.RequestAborted);
        if (!place.IsAcquired)
        {
            return ComeAgain(context);
        }

        var headers = request.Headers[StripeSignature.Header];
        var (answer, signature) = await receive.RunAsync(headers.Count == 1 ? headers[0] : null, body, context.RequestAborted);
        switch (answer)
        {
            case WebhookAnswer.Kept:
                return Results.Ok();
            case WebhookAnswer.NotStored:
                return ComeAgain(context);
            default:
                refusals.Say(context.Connection.RemoteIpAddress, answer, signature);
                return Results.BadRequest();
        }
    }

    /// <summary>The body, or why there is none.</summary>
    private static async Task<(byte[]? Body, IResult? Refusal)> ArriveAsync(HttpContext context, WebhookArrivals arrivals, LargeBodies large)
    {
        using var arrival = arrivals.Enter(context.Connection.RemoteIpAddress, context.RequestAborted);
        if (arrival is null)
        {
            return (null, ComeAgain(context));
        }

        arrival.Source.CancelAfter(BodyPatience);
        try
        {
            return await ReadAsync(context, large, arrival.Source.Token) is { } body ? (body, null) : (null, TooLarge(context));
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return (null, Refused(context, StatusCodes.Status408RequestTimeout));
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return (null, Refused(context, StatusCodes.Status408RequestTimeout));
        }
    }

    /// <summary>The body's bytes, read once; null when they are too many.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext context, LargeBodies large, CancellationToken cancel)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = ReceiveWebhook.LargestBody;
        }

        // Of HTTP/2 the server watches the rate of a connection, not of a request.
        if (HttpProtocol.IsHttp11(context.Request.Protocol) && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = LeastRate;
        }

        RateLimitLease? place = null;
        try
        {
            using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 4096, WebhookArrivals.SmallBody));
            var chunk = new byte[8192];
            int read;
            while ((read = await context.Request.Body.ReadAsync(chunk, cancel)) > 0)
            {
                if (body.Length + read > ReceiveWebhook.LargestBody)
                {
                    return null;
                }

                if (place is null && body.Length + read > WebhookArrivals.SmallBody)
                {
                    place = await large.EnterAsync(cancel);
                }

                body.Write(chunk, 0, read);
            }

            return body.ToArray();
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
        finally
        {
            place?.Dispose();
        }
    }

    private static IResult TooLarge(HttpContext context) => Refused(context, StatusCodes.Status413PayloadTooLarge);

    /// <summary>What is left of the body is not read; the connection ends here.</summary>
    private static IResult Refused(HttpContext context, int status)
    {
        context.Response.Headers.Connection = "close";
        return Results.StatusCode(status);
    }

    private static IResult ComeAgain(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfter;
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>How many deliveries, whose bodies are here, are looked at and stored at once.</summary>
internal sealed class WebhookGate : IDisposable
{
    public const int AtOnce = 128;

    /// <summary>Deliveries that wait; beyond, the sender is asked to come again.</summary>
    public const int Waiting = 1024;

    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = AtOnce,
        QueueLimit = Waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public ValueTask<RateLimitLease> EnterAsync(CancellationToken cancel) => limiter.AcquireAsync(1, cancel);

    public void Dispose() => limiter.Dispose();
}

/// <summary>Places for the few bodies beyond <see cref="WebhookArrivals.SmallBody"/>: at most 32 MB of them.</summary>
internal sealed class LargeBodies : IDisposable
{
    private const int AtOnce = 64;

    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = AtOnce,
        QueueLimit = WebhookArrivals.Most,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public ValueTask<RateLimitLease> EnterAsync(CancellationToken cancel) => limiter.AcquireAsync(1, cancel);

    public void Dispose() => limiter.Dispose();
}
