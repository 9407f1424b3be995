using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>How many forms one address may send. Reading is never limited here.</summary>
internal static class RateLimits
{
    /// <summary>Policy of the give form.</summary>
    public const string Give = "give";

    /// <summary>Policy of the staff sign-in: each account has its lockout, this slows guessing across accounts.</summary>
    public const string SignIn = "sign-in";

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddSingleton<TokenGuesses>();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (context, _) =>
            {
                if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
                {
                    context.HttpContext.Response.Headers.RetryAfter =
                        ((int)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                }

                return ValueTask.CompletedTask;
            };
            limiter.AddPolicy(Give, http => HttpMethods.IsPost(http.Request.Method)
                ? RateLimitPartition.GetTokenBucketLimiter(ClientAddress.Of(http), _ => PerMinute(
                    http.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value.GiftsPerMinute))
                : RateLimitPartition.GetNoLimiter("reading"));
            limiter.AddPolicy(SignIn, http => HttpMethods.IsPost(http.Request.Method)
                ? RateLimitPartition.GetTokenBucketLimiter(ClientAddress.Of(http), _ => PerMinute(
                    http.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value.SignInsPerMinute))
                : RateLimitPartition.GetNoLimiter("reading"));
        });
        return services;
    }

    /// <summary>A bucket that fills evenly: a burst of a minute's worth, then a steady flow.</summary>
    public static TokenBucketRateLimiterOptions PerMinute(int permits) => new()
    {
        TokenLimit = permits,
        TokensPerPeriod = permits,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    };
}
