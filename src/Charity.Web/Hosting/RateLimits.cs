using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Charity.Data.Limits;
using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>
/// How many forms one address, account or member of staff may send. A page names its policy by
/// <c>[EnableRateLimiting(RateLimits.…)]</c>. Each is counted twice: here in the process, which costs nothing and stops a
/// flood, and by <see cref="CountedForms"/> in the database, where all nodes count together. Reading is never limited,
/// but for searches.
/// </summary>
public static class RateLimits
{
    /// <summary>The give form. Its page counts by itself, so that what was typed is shown again.</summary>
    public const string Give = "give";

    /// <summary>The staff sign-in: each account has its lockout, this slows guessing across accounts.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Asking for a new password.</summary>
    public const string Reset = "reset";

    /// <summary>Files that staff send.</summary>
    public const string Upload = "upload";

    /// <summary>Files that staff have made of many rows.</summary>
    public const string Export = "export";

    /// <summary>Reading that costs much; only in the process.</summary>
    public const string Search = "search";

    /// <summary>Any other public form.</summary>
    public const string Form = "form";

    /// <summary>Of what the shared limit allows, a process alone looks at this many times as much: it must not be the one that decides.</summary>
    private const int Room = 3;

    internal static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddSingleton<TokenGuesses>();
        services.AddSingleton<GiveLimits>();
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
            limiter.AddPolicy(Give, Policy(ClientAddress.Of, o => o.GiftsPerMinute * Room));
            limiter.AddPolicy(SignIn, Policy(ClientAddress.Of, o => o.SignInsPerMinute * Room));
            limiter.AddPolicy(Reset, Policy(ClientAddress.Of, o => o.ResetsPerHour * Room));
            limiter.AddPolicy(Upload, Policy(PersonOf, o => o.UploadsPerMinute * Room));
            limiter.AddPolicy(Export, Policy(PersonOf, o => o.ExportsPerHour * Room));
            limiter.AddPolicy(Search, Policy(PersonOf, o => o.SearchesPerMinute, alsoReading: true));
            limiter.AddPolicy(Form, Policy(ClientAddress.Of, o => o.FormsPerMinute * Room));
        });
        return services;
    }

    /// <summary>The shared limits of a policy for this request, narrow ones first; none for a policy that counts by itself.</summary>
    /// <param name="account">The mail address in the form that was sent, or null.</param>
    internal static IReadOnlyList<LimitTry> Shared(string policy, HttpContext http, string? account)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value;
        var keys = http.RequestServices.GetRequiredService<LimitKeys>();
        return policy switch
        {
            SignIn => [Address(LimitRule.PerMinute("sign-in.address", options.SignInsPerMinute)), .. Account(LimitRule.PerHour("sign-in.account", options.SignInsPerAccountPerHour))],
            Reset => [Address(LimitRule.PerHour("reset.address", options.ResetsPerHour)), .. Account(LimitRule.PerHour("reset.account", options.ResetsPerAccountPerHour))],
            Upload => [Person(LimitRule.PerMinute("upload.person", options.UploadsPerMinute))],
            Export => [Person(LimitRule.PerHour("export.person", options.ExportsPerHour))],
            Form => [Address(LimitRule.PerMinute("form.address", options.FormsPerMinute))],
            _ => [],
        };

        LimitTry Address(LimitRule rule) => new(rule, keys.Of(rule.Policy, ClientAddress.Of(http)));

        LimitTry Person(LimitRule rule) => new(rule, keys.Of(rule.Policy, PersonOf(http)));

        IEnumerable<LimitTry> Account(LimitRule rule) =>
            account is { Length: > 0 } name ? [new(rule, keys.Of(rule.Policy, name.Trim().ToUpperInvariant()))] : [];
    }

    /// <summary>A signed-in member of staff wherever they sit; else the address.</summary>
    private static string PersonOf(HttpContext http) => http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? ClientAddress.Of(http);

    private static Func<HttpContext, RateLimitPartition<string>> Policy(Func<HttpContext, string> key, Func<LimitOptions, int> permits, bool alsoReading = false)
        => http => alsoReading || HttpMethods.IsPost(http.Request.Method)
            ? RateLimitPartition.GetTokenBucketLimiter(key(http), _ => PerMinute(permits(http.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value)))
            : RateLimitPartition.GetNoLimiter("reading");

    /// <summary>A bucket that fills evenly: a burst of a minute's worth, then a steady flow.</summary>
    private static TokenBucketRateLimiterOptions PerMinute(int permits) => new()
    {
        TokenLimit = permits,
        TokensPerPeriod = permits,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    };
}
