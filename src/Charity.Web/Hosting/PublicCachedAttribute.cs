using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Primitives;

namespace Charity.Web.Hosting;

/// <summary>
/// A page that is the same for everyone who reads its language: it never looks at a cookie, the query, the reader's
/// address or who is signed in, and shows no token. It is made at most once in <see cref="Seconds"/> seconds and served whole,
/// headers included, right after routing. A page with a form that posts may not carry this.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class PublicCachedAttribute : Attribute, IOutputCachePolicy
{
    /// <summary>A confirmed gift shows within five seconds: twice this, and the time to make the page.</summary>
    public const int DefaultSeconds = 2;

    /// <summary>How long one rendering is served.</summary>
    public int Seconds { get; init; } = DefaultSeconds;

    internal string CacheControl => field ??= FormattableString.Invariant($"public, max-age={Seconds}");

    ValueTask IOutputCachePolicy.CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var method = context.HttpContext.Request.Method;
        var possible = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        context.EnableOutputCaching = true;
        context.AllowCacheLookup = possible;
        context.AllowCacheStorage = possible;
        // A hundred readers who come at once wait for one rendering.
        context.AllowLocking = true;
        context.ResponseExpirationTimeSpan = TimeSpan.FromSeconds(Seconds);
        // The path holds the language. Anything else in the key would let a stranger fill the cache.
        context.CacheVaryByRules.QueryKeys = StringValues.Empty;
        context.CacheVaryByRules.VaryByHost = false;
        return ValueTask.CompletedTask;
    }

    ValueTask IOutputCachePolicy.ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) =>
        ValueTask.CompletedTask;

    ValueTask IOutputCachePolicy.ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        if (response.StatusCode != StatusCodes.Status200OK || !StringValues.IsNullOrEmpty(response.Headers.SetCookie))
        {
            context.AllowCacheStorage = false;
        }

        return ValueTask.CompletedTask;
    }
}
