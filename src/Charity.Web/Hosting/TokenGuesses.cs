using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>
/// Slows down who tries out addresses with invented tokens. Only misses count, so that someone who holds a right
/// address is never held up; after too many, every answer is the same refusal, right token or not.
/// </summary>
public sealed class TokenGuesses : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<string> _misses;

    public TokenGuesses(IOptions<LimitOptions> options)
    {
        var permits = options.Value.WrongTokensPerMinute;
        _misses = PartitionedRateLimiter.Create<string, string>(
            sender => RateLimitPartition.GetTokenBucketLimiter(sender, _ => RateLimits.PerMinute(permits)));
    }

    /// <summary>True when this sender has missed too often: answer 429 before looking anything up.</summary>
    public bool TooMany(HttpContext http) => _misses.GetStatistics(ClientAddress.Of(http)) is { CurrentAvailablePermits: <= 0 };

    /// <summary>Counts a token that does not exist.</summary>
    public void Missed(HttpContext http)
    {
        using var lease = _misses.AttemptAcquire(ClientAddress.Of(http));
    }

    public ValueTask DisposeAsync() => _misses.DisposeAsync();
}
