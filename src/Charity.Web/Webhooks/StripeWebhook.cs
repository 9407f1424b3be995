using System.Threading.RateLimiting;
using Charity.Data;
using Charity.Payments;
using Microsoft.AspNetCore.Http.Features;

namespace Charity.Web.Webhooks;

/// <summary>
/// <c>POST /webhooks/stripe</c>: takes Stripe's events in. No cookie, no sign-in, no antiforgery token: the signature is
/// the proof. Every answer but 2xx makes Stripe send again for three days, so 2xx is given only for what is on disk.
/// </summary>
public static class StripeWebhook
{
    /// <summary>The address; it must be exempt from redirects, since Stripe counts a redirect as a failure.</summary>
    public const string Path = "/webhooks/stripe";

    /// <summary>Real time for a body to arrive.</summary>
    private static readonly TimeSpan BodyPatience = TimeSpan.FromSeconds(15);

    /// <summary>Seconds after which a sender may come again.</summary>
    private const string RetryAfter = "10";

    public static IServiceCollection AddStripeWebhook(this IServiceCollection services)
        => services.AddSingleton<WebhookGate>().AddSingleton<RefusalLog>();

    public static IEndpointConventionBuilder MapStripeWebhook(this IEndpointRouteBuilder routes)
        // The general limit is one for each address, and all of Stripe may seem to come from one proxy: the gate is ours.
        => routes.MapPost(Path, CountedAsync).AllowAnonymous().DisableAntiforgery().DisableRateLimiting();

    private static async Task<IResult> CountedAsync(
        HttpContext context, ReceiveWebhook receive, WebhookGate gate, RefusalLog refusals, Measures measures)
    {
        var answer = await HandleAsync(context, receive, gate, refusals);
        measures.WebhookAnswered((answer as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK);
        return answer;
    }

    private static async Task<IResult> HandleAsync(
        HttpContext context, ReceiveWebhook receive, WebhookGate gate, RefusalLog refusals)
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

        using var place = await gate.EnterAsync(context.RequestAborted);
        if (!place.IsAcquired)
        {
            return ComeAgain(context);
        }

        byte[]? body;
        try
        {
            body = await ReadAsync(context);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Refused(context, StatusCodes.Status408RequestTimeout);
        }

        if (body is null)
        {
            return TooLarge(context);
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

    /// <summary>The body's bytes, read once; null when they are too many.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = ReceiveWebhook.LargestBody;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(BodyPatience);
        try
        {
            using var body = new MemoryStream((int)(context.Request.ContentLength ?? 4096));
            var chunk = new byte[8192];
            int read;
            while ((read = await context.Request.Body.ReadAsync(chunk, patience.Token)) > 0)
            {
                if (body.Length + read > ReceiveWebhook.LargestBody)
                {
                    return null;
                }

                body.Write(chunk, 0, read);
            }

            return body.ToArray();
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
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

/// <summary>How many deliveries are taken at once: bounds the memory that bodies of strangers may hold.</summary>
internal sealed class WebhookGate : IDisposable
{
    /// <summary>Deliveries whose body is in memory: at most 64 MB together.</summary>
    public const int AtOnce = 128;

    /// <summary>Deliveries that wait with their body unread; beyond, the sender is asked to come again.</summary>
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
