using System.Globalization;
using Charity.Data.Limits;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Primitives;

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
            var accounts = policy is RateLimits.SignIn or RateLimits.Reset ? await AccountsAsync(http) : [];
            if (accounts.Count > 1)
            {
                // No form of ours: one would be counted and another tried.
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            if (RateLimits.Shared(policy, http, accounts.Count == 1 ? accounts[0] : null) is { Count: > 0 } tries && await limits.TakeAsync(tries, http.RequestAborted) is { Allowed: false } refused)
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

    /// <summary>
    /// Whatever the page could bind as its account: from the form or the query, in whatever letters the field is written.
    /// </summary>
    private static async Task<IReadOnlyList<string>> AccountsAsync(HttpContext http)
    {
        // Kept by the framework for the page that binds it.
        IEnumerable<KeyValuePair<string, StringValues>> form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : [];
        return [.. form.Concat(http.Request.Query).Where(field => IsAccount(field.Key)).SelectMany(field => field.Value).OfType<string>()];
    }

    private static bool IsAccount(string field)
        => field.Equals(AccountField, StringComparison.OrdinalIgnoreCase) || field.EndsWith("." + AccountField, StringComparison.OrdinalIgnoreCase);
}
