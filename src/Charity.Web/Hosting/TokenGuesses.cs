using Charity.Data.Limits;
using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>
/// Slows down who tries out addresses with invented tokens. Only misses count, so that someone who holds a right
/// address is never held up; after too many, every answer is the same refusal, right token or not.
/// </summary>
public sealed class TokenGuesses(SharedLimits limits, LimitKeys keys, IOptions<LimitOptions> options)
{
    private const string Policy = "token.address";

    private LimitRule Rule => LimitRule.PerMinute(Policy, options.Value.WrongTokensPerMinute);

    /// <summary>
    /// True when this sender has missed too often: answer 429 before looking anything up. Asks no database: a node learns
    /// from its own next miss that all nodes together have seen enough.
    /// </summary>
    public bool TooMany(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (limits.Peek(Rule, KeyOf(http)) is not { Allowed: false } refused)
        {
            return false;
        }

        CountedForms.Refuse(http, refused);
        return true;
    }

    /// <summary>Counts a token that does not exist.</summary>
    public Task MissedAsync(HttpContext http, CancellationToken cancel) => limits.TakeAsync(Rule, KeyOf(http), cancel);

    private LimitKey KeyOf(HttpContext http) => keys.Of(Policy, ClientAddress.Of(http));
}
