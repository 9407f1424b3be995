namespace Charity.Payments;

/// <summary>
/// The last delivery that this process refused for its signature, for whoever sets the endpoint up and wonders why
/// nothing arrives. Anyone may send such a thing, so it is a hint and proves nothing.
/// </summary>
public sealed class WebhookRefusals(TimeProvider time)
{
    private volatile Refusal? last;

    /// <summary>What was wrong with the last refused signature since <paramref name="since"/> (UTC); null when none was refused.</summary>
    public SignatureResult? Since(DateTime since) => last is { } refusal && refusal.At >= since ? refusal.Why : null;

    /// <summary>A request without a signature comes from no webhook endpoint and says nothing.</summary>
    internal void Note(SignatureResult why)
    {
        if (why is SignatureResult.Wrong or SignatureResult.Expired)
        {
            last = new Refusal(time.GetUtcNow().UtcDateTime, why);
        }
    }

    private sealed record Refusal(DateTime At, SignatureResult Why);
}
