namespace Charity.Accounting;

/// <summary>
/// What a card processor takes of a gift, as an estimate: a share in parts per 10,000 (150 is 1.5 %) and a fixed
/// amount. The card is not known beforehand, so the real fee may differ.
/// </summary>
public readonly record struct FeeModel
{
    private const int Whole = 10_000;

    /// <summary>Largest share: half of the gift. Real ones are below 5 %.</summary>
    public const int MaxPartsPerTenThousand = 5_000;

    /// <param name="partsPerTenThousand">From 0 to 5,000.</param>
    /// <param name="fixedPart">Zero or more, in the currency of the gifts.</param>
    public FeeModel(int partsPerTenThousand, Money fixedPart)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partsPerTenThousand);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(partsPerTenThousand, MaxPartsPerTenThousand);
        if (fixedPart.Currency is null || fixedPart.IsNegative)
        {
            throw new ArgumentOutOfRangeException(nameof(fixedPart), "The fixed part is zero or more of a currency.");
        }

        PartsPerTenThousand = partsPerTenThousand;
        Fixed = fixedPart;
    }

    public int PartsPerTenThousand { get; }

    public Money Fixed { get; }

    /// <summary>The fee on a gross amount: the share, rounded half up to a minor unit, and the fixed part.</summary>
    /// <exception cref="OverflowException">The fee does not fit.</exception>
    public Money FeeFor(Money gross)
    {
        RequireAmount(gross);
        var share = (((Int128)gross.Minor * PartsPerTenThousand) + (Whole / 2)) / Whole;
        return new Money(checked((long)(share + Fixed.Minor)), gross.Currency);
    }

    /// <summary>What is left of a gross amount after the fee; negative when the fee is larger.</summary>
    public Money NetOf(Money gross) => gross - FeeFor(gross);

    /// <summary>
    /// The smallest amount to charge so that at least <paramref name="intended"/> is left after the fee. As the share
    /// is at most half, each further unit charged adds none or one to what is left: the result leaves exactly the
    /// intended amount.
    /// </summary>
    /// <exception cref="OverflowException">The gross amount does not fit.</exception>
    public Money GrossUp(Money intended)
    {
        RequireAmount(intended);
        if (intended.IsZero)
        {
            return intended;
        }

        // net(g) >= n  <=>  g * (W - p) > (n + f) * W - W/2, where the fee is floor((g * p + W/2) / W) + f.
        var bound = (((Int128)intended.Minor + Fixed.Minor) * Whole) - (Whole / 2);
        var gross = (bound / (Whole - PartsPerTenThousand)) + 1;
        return new Money(checked((long)gross), intended.Currency);
    }

    private void RequireAmount(Money amount)
    {
        if (amount.Currency != Fixed.Currency)
        {
            throw new CurrencyMismatchException(amount.Currency, Fixed.Currency);
        }

        ArgumentOutOfRangeException.ThrowIfNegative(amount.Minor, nameof(amount));
    }
}
