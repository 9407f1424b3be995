namespace Charity.Donations;

/// <summary>What a gift must do beyond its new state.</summary>
public enum GiftEffect
{
    None,

    /// <summary>It is paid: count it, thank for it, write its receipt.</summary>
    Settled,

    /// <summary>As <see cref="Settled"/>, after we had given it up.</summary>
    SettledLate,

    /// <summary>Another amount was taken than the gift says: no receipt, a person looks.</summary>
    AmountMismatch,

    CurrencyMismatch,

    /// <summary>A second charge for one gift: a person refunds it or takes it as a second gift.</summary>
    SecondPayment,

    /// <summary>A fact that cannot be true of this gift; nothing changes and a person looks.</summary>
    Illegal,
}

/// <summary>What the state machine knows of a gift.</summary>
/// <param name="SessionAttempt">How many sessions it had, the current one included.</param>
public readonly record struct StoredGift(
    DonationStatus Status, DonationChannel Channel, long AmountMinor, string Currency, string? SessionId, int SessionAttempt,
    string? PaymentIntentId, string? ChargeId);

/// <summary>The answer of the state machine.</summary>
public readonly record struct Transition(DonationStatus Status, GiftEffect Effect);

/// <summary>
/// The state machine of a gift: a pure function of what is stored and what was just fetched. States only ever rise
/// (Created, CheckoutOpen or Unknown, Processing, Expired or Failed, Succeeded), so facts may come late, twice, or in
/// any order and the end is the same.
/// </summary>
public static class DonationTransitions
{
    public static Transition Next(in StoredGift stored, GiftFact fact)
    {
        if (stored.Channel != DonationChannel.Stripe)
        {
            return new(stored.Status, GiftEffect.Illegal);
        }

        return fact.Meaning switch
        {
            PaymentMeaning.Paid => Paid(stored, fact),
            PaymentMeaning.Open => Rise(stored, IsAwaited(stored, fact), DonationStatus.CheckoutOpen),
            // Money on its way counts whichever session it came from; after the end of the session it is waited for as late.
            PaymentMeaning.Processing => Rise(stored, RankOf(stored.Status) <= 1, DonationStatus.Processing),
            // The session is the better witness of why nothing was paid: its end stands over a called-off payment, so
            // that the two facts leave the same state in either order.
            PaymentMeaning.Expired => Rise(
                stored, Concerns(stored, fact) && (RankOf(stored.Status) <= 2 || stored.Status == DonationStatus.Failed), DonationStatus.Expired),
            PaymentMeaning.Failed => Rise(stored, stored.Status == DonationStatus.Processing, DonationStatus.Failed),
            PaymentMeaning.Canceled => Canceled(stored, fact),
            PaymentMeaning.Nothing => new(stored.Status, GiftEffect.None),
            _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.Meaning, null),
        };
    }

    /// <summary>How far a gift has come; a fact never takes it back.</summary>
    public static int RankOf(DonationStatus status) => status switch
    {
        DonationStatus.Created => 0,
        DonationStatus.CheckoutUnknown or DonationStatus.CheckoutOpen => 1,
        DonationStatus.Processing => 2,
        DonationStatus.Expired or DonationStatus.Failed => 3,
        DonationStatus.Succeeded => 4,
        DonationStatus.Expected => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    private static Transition Paid(in StoredGift stored, GiftFact fact)
    {
        if (stored.Status == DonationStatus.Succeeded && stored.ChargeId == fact.ChargeId)
        {
            return new(stored.Status, GiftEffect.None);
        }

        // What is wrong with the charge itself comes first, so that it is found the same before and after the gift is paid.
        if (!string.Equals(stored.Currency, fact.Currency, StringComparison.OrdinalIgnoreCase))
        {
            return new(stored.Status, GiftEffect.CurrencyMismatch);
        }

        if (stored.AmountMinor != fact.AmountMinor)
        {
            return new(stored.Status, GiftEffect.AmountMismatch);
        }

        if (stored.Status == DonationStatus.Succeeded)
        {
            return new(stored.Status, GiftEffect.SecondPayment);
        }

        var late = stored.Status is DonationStatus.Expired or DonationStatus.Failed;
        return new(DonationStatus.Succeeded, late ? GiftEffect.SettledLate : GiftEffect.Settled);
    }

    private static Transition Canceled(in StoredGift stored, GiftFact fact)
    {
        if (stored.Status == DonationStatus.Succeeded)
        {
            // A payment that succeeded cannot be called off; another payment of the same gift may be.
            return new(stored.Status, stored.PaymentIntentId == fact.PaymentIntentId ? GiftEffect.Illegal : GiftEffect.None);
        }

        var isCurrent = fact.SessionId is not null
            ? Concerns(stored, fact)
            : stored.PaymentIntentId == fact.PaymentIntentId || (stored.PaymentIntentId is null && stored.SessionAttempt <= 1);
        return Rise(stored, isCurrent && RankOf(stored.Status) <= 2, DonationStatus.Failed);
    }

    /// <summary>
    /// True when the fact is of the gift's current session. A gift that had one session only and does not know its id
    /// yet can mean no other; the end of an earlier session says nothing of a later one.
    /// </summary>
    private static bool Concerns(in StoredGift stored, GiftFact fact)
        => stored.SessionId == fact.SessionId || (stored.SessionId is null && stored.SessionAttempt <= 1);

    /// <summary>True when the gift waits for its session, and this is one.</summary>
    private static bool IsAwaited(in StoredGift stored, GiftFact fact)
        => stored.Status is DonationStatus.Created or DonationStatus.CheckoutUnknown
           && (stored.SessionId is null || stored.SessionId == fact.SessionId);

    private static Transition Rise(in StoredGift stored, bool allowed, DonationStatus to)
        => new(allowed ? to : stored.Status, GiftEffect.None);
}
