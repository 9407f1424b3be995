using System.Globalization;
using Charity.Data.Limits;
using Microsoft.AspNetCore.RateLimiting;

namespace Charity.Web.Hosting;

/// <summary>
/// Counts forms by their policy in the database, for all nodes together, and answers 429 with the seconds to wait. Stands
/// behind the process's own limiter and reads the same attribute.
/// </summary>
internal sealed class CountedForms(RequestDelegate next, SharedLimits limits)
{
    /// <summary>Sign-in and reset name their account so, whatever stands before the dot.</summary>
    private const string AccountField = "Email";

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName is { } policy
            && HttpMethods.IsPost(http.Request.Method))
        {
            var account = policy is RateLimits.SignIn or RateLimits.Reset ? await AccountAsync(http) : null;
            if (RateLimits.Shared(policy, http, account) is { Count: > 0 } tries && await limits.TakeAsync(tries, http.RequestAborted) is { Allowed: false } refused)
            {
                Refuse(http, refused);
                return;
            }
        }

        await next(http);
    }

    /// <summary>The error page says the rest, in the reader's language.</summary>
    internal static void Refuse(HttpContext http, LimitAnswer refused)
    {
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = refused.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<string?> AccountAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            return null;
        }

        // Kept by the framework for the page that binds it.
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return form.Keys.FirstOrDefault(name => name == AccountField || name.EndsWith("." + AccountField, StringComparison.Ordinal)) is { } field
            ? form[field].ToString()
            : null;
    }
}
