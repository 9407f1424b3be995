using Charity.Payments.Attempts;

namespace Charity.Embedded.Stripe;

/// <summary>One call: <paramref name="Body"/> and <paramref name="IdempotencyKey"/> stand together or not at all.</summary>
/// <param name="PathAndQuery">From <c>/v1/</c> on.</param>
internal sealed record StripeRequest(string Account, string PathAndQuery, string? Body = null, string? IdempotencyKey = null)
{
    public StripeCallLine Line { get; } = new(Account, IdempotencyKey is null ? HttpMethod.Get : HttpMethod.Post, PathAndQuery);
}
