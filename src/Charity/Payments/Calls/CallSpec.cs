namespace Charity.Payments;

/// <summary>A writing call as it is meant.</summary>
/// <param name="Key">
/// Idempotency key, made from our row before the call and different for each attempt: <c>don-{id}-cs-{n}</c>. At most 255 characters.
/// </param>
/// <param name="Purpose">One of <see cref="CallPurpose"/>.</param>
/// <param name="TargetId">The row of ours that it is made for.</param>
/// <param name="Body">
/// Encoded form body. Where the key is known already, the stored body is sent instead, to the letter: so what must not
/// change under one key (amount, currency) must not change on the row the key is made from either.
/// </param>
public sealed record CallSpec(string Key, string Account, string Purpose, Guid TargetId, string Body)
{
    /// <summary>Characters of a key that Stripe takes.</summary>
    public const int LongestKey = 255;
}

/// <summary>What writing calls are for.</summary>
public static class CallPurpose
{
    public const string CreateSession = "checkout.session.create";
    public const string CreateRefund = "refund.create";
}

public enum CallResult
{
    /// <summary>The provider did it, now or on an earlier sending; the fact says how its object stands.</summary>
    Done,

    /// <summary>Definitely refused; nothing happened. Another try needs another key: raise the attempt number.</summary>
    Refused,

    /// <summary>The provider is too busy; nothing happened. The same key may be tried again: "busy, try again".</summary>
    Busy,

    /// <summary>It may or may not have happened. Nothing is lost: the same key asks again, later.</summary>
    Unknown,

    /// <summary>
    /// It may or may not have happened, and the key tells no more. Search for what it may have made
    /// (<see cref="CallOnce.SearchSessionAsync"/>) before anything else is tried.
    /// </summary>
    MustSearch,

    /// <summary>A fault of ours or of the settings (same key with another body, wrong key, missing permission); staff have been told.</summary>
    Faulty,
}

/// <summary>How a call ended.</summary>
/// <param name="Fact">Set when <see cref="Result"/> is <see cref="CallResult.Done"/>.</param>
/// <param name="ErrorCode">The provider's code, such as <c>amount_too_small</c>; null when done.</param>
public sealed record CallOutcome<TFact>(CallResult Result, TFact? Fact = null, string? ErrorCode = null)
    where TFact : class;
