using System.Collections.Frozen;
using Charity.Accounting;

namespace Charity.Payments;

/// <summary>Whether Stripe can charge an amount.</summary>
public enum ChargeLimit
{
    Accepted,
    TooSmall,
    TooLarge,

    /// <summary>Such as the third decimal of a dinar, which Stripe takes as 0 only.</summary>
    TooFine,

    /// <summary>Stripe counts this currency in another unit than ISO 4217; we do not offer it by card.</summary>
    NotOffered,
}

/// <summary>
/// Limits of a single charge, from Stripe's page "Supported currencies". Stripe applies the minimum of the settlement
/// currency after conversion; where presentment has no minimum of its own, the caller's own minimum must cover that.
/// </summary>
public static class StripeAmounts
{
    /// <summary>Eight digits.</summary>
    public const long Maximum = 99_999_999;

    /// <summary>Minor units of the three-decimal currencies must end in 0.</summary>
    private const int ThreeDecimalStep = 10;

    /// <summary>ISO 4217 gives these no decimals, Stripe two; one unit of confusion would be a hundredfold charge.</summary>
    private static readonly FrozenSet<string> OtherUnit = FrozenSet.ToFrozenSet(["ISK", "UGX"], StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, long> Minimums = new Dictionary<string, long>(StringComparer.Ordinal)
    {
        ["AED"] = 200, ["AUD"] = 50, ["BRL"] = 50, ["CAD"] = 50, ["CHF"] = 50, ["CZK"] = 1500, ["DKK"] = 250, ["EUR"] = 50,
        ["GBP"] = 30, ["HKD"] = 400, ["HUF"] = 17500, ["INR"] = 50, ["JPY"] = 50, ["MXN"] = 1000, ["MYR"] = 200, ["NOK"] = 300,
        ["NZD"] = 50, ["PLN"] = 200, ["RON"] = 200, ["SEK"] = 300, ["SGD"] = 50, ["THB"] = 1000, ["USD"] = 50,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Smallest charge in that currency in minor units, or null where Stripe names none of its own.</summary>
    public static long? MinimumOf(Currency currency) => Minimums.TryGetValue(currency.Code, out var minimum) ? minimum : null;

    public static ChargeLimit Check(Money amount)
    {
        if (OtherUnit.Contains(amount.Currency.Code))
        {
            return ChargeLimit.NotOffered;
        }

        if (amount.Minor < (MinimumOf(amount.Currency) ?? 1))
        {
            return ChargeLimit.TooSmall;
        }

        if (amount.Minor > Maximum)
        {
            return ChargeLimit.TooLarge;
        }

        return amount.Currency.Scale == 3 && amount.Minor % ThreeDecimalStep != 0 ? ChargeLimit.TooFine : ChargeLimit.Accepted;
    }

    /// <summary>The number that Stripe is sent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Stripe cannot charge this; the caller has not asked <see cref="Check"/>.</exception>
    internal static long ToStripe(Money amount)
        => Check(amount) == ChargeLimit.Accepted
            ? amount.Minor
            : throw new ArgumentOutOfRangeException(nameof(amount), amount, $"Stripe cannot charge this: {Check(amount)}.");
}
