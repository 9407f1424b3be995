using System.Collections.Frozen;
using Charity.Accounting;

namespace Charity.Payments;

/// <summary>Whether Stripe would take an amount by card.</summary>
public enum ChargeOutcome
{
    Allowed,

    /// <summary>Stripe does not charge in this currency, or no longer does.</summary>
    CurrencyNotSupported,

    /// <summary>Zero, negative, or below the minimum of the currency or of the one it settles in.</summary>
    BelowMinimum,

    AboveMaximum,

    /// <summary>The currency is charged in coarser steps: 5.120 KWD but not 5.124, whole ariary.</summary>
    NotAMultiple,
}

/// <summary>What Stripe takes in one currency.</summary>
/// <param name="Minimum">In minor units of the currency; 1 where Stripe publishes none.</param>
/// <param name="Maximum">In minor units of the currency.</param>
/// <param name="Step">Amounts must be multiples of this many minor units.</param>
/// <param name="StripeScale">Decimals of the whole number in Stripe's API, which differs from ISO 4217 for three currencies.</param>
public sealed record ChargeLimit(Currency Currency, long Minimum, long Maximum, long Step, byte StripeScale);

/// <summary>
/// Stripe's smallest and largest charge and its steps, by currency, as data. Source: https://docs.stripe.com/currencies
/// (minimum and maximum charge amounts, zero-decimal, three-decimal and special cases), read in two copies of 2025 and
/// 2026 that agree on these figures. Checked before Stripe is called, so that a donor gets a sentence and not an error.
/// </summary>
public static class ChargeLimits
{
    private const long EightDigits = 99_999_999;

    // Minimum by currency of settlement, in minor units of ISO 4217. Currencies of presentment without a published
    // minimum (hryvnia, denar) only need the equivalent of the settlement currency's: Check(amount, rate).
    private static readonly (string Code, long Minor)[] Minimums =
    [
        ("USD", 50), ("AED", 2_00), ("ARS", 50), ("AUD", 50), ("BRL", 50), ("CAD", 50), ("CHF", 50), ("COP", 50),
        ("CZK", 15_00), ("DKK", 2_50), ("EUR", 50), ("GBP", 30), ("HKD", 4_00), ("HUF", 175_00), ("IDR", 50),
        ("ILS", 50), ("INR", 50), ("JPY", 50), ("KRW", 50), ("MXN", 10_00), ("MYR", 2_00), ("NOK", 3_00), ("NZD", 50),
        ("PHP", 50), ("PLN", 2_00), ("RON", 2_00), ("RUB", 50), ("SEK", 3_00), ("SGD", 50), ("THB", 10_00), ("ZAR", 50),
    ];

    // Maximum as digits of Stripe's amount. Eight is what every way of paying takes; cards may take more, up to the
    // network (American Express 9 digits), but a gift above 999,999.99 goes by bank. Larger where eight digits are little.
    private static readonly (string Code, long StripeAmount)[] Maximums =
    [
        ("IDR", 999_999_999_999), ("INR", 999_999_999), ("COP", 9_999_999_999), ("HUF", 9_999_999_999),
        ("JPY", 9_999_999_999), ("LBP", 99_999_999_999),
    ];

    // Scale of Stripe's amount where it is not that of ISO 4217. ISK and UGX have no minor unit any more, but Stripe
    // keeps two decimals that must be 00: 5 ISK is sent as 500. The ariary divides by five, so Stripe counts it whole.
    private static readonly (string Code, byte StripeScale)[] OtherScales = [("ISK", 2), ("UGX", 2), ("MGA", 0)];

    // Charges in these must end in 0, because card networks carry two decimals: 5.124 KWD becomes 5.120 or 5.130.
    private static readonly string[] ThreeDecimals = ["BHD", "JOD", "KWD", "OMR", "TND"];

    // Presentment currencies. The lev is gone since Bulgaria has the euro.
    private const string Supported =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CLP CNY COP CRC " +
        "CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD JOD JPY " +
        "KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO " +
        "NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE SOS SRD SZL THB TJS TND " +
        "TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW";

    private static readonly FrozenDictionary<Currency, ChargeLimit> Table =
        Supported.Split(' ').Select(Currency.Of).ToFrozenDictionary(c => c, Row);

    /// <summary>Every currency that can be charged.</summary>
    public static IReadOnlyCollection<ChargeLimit> All => Table.Values;

    /// <summary>The limits of a currency; null when Stripe does not charge in it.</summary>
    public static ChargeLimit? For(Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return Table.GetValueOrDefault(currency);
    }

    /// <summary>Whether Stripe takes this amount when it settles in the same currency.</summary>
    public static ChargeOutcome Check(Money amount)
    {
        if (amount.Currency is null || For(amount.Currency) is not { } limit)
        {
            return ChargeOutcome.CurrencyNotSupported;
        }

        return amount.Minor switch
        {
            var minor when minor < limit.Minimum => ChargeOutcome.BelowMinimum,
            var minor when minor > limit.Maximum => ChargeOutcome.AboveMaximum,
            var minor when minor % limit.Step != 0 => ChargeOutcome.NotAMultiple,
            _ => ChargeOutcome.Allowed,
        };
    }

    /// <summary>
    /// Whether Stripe takes this amount when it converts it: then the minimum of the settlement currency counts, on the
    /// converted amount, beside the currency's own.
    /// </summary>
    /// <param name="toSettlement">A recent rate; Stripe's own may differ a little.</param>
    public static ChargeOutcome Check(Money amount, ExchangeRate toSettlement)
    {
        ArgumentNullException.ThrowIfNull(toSettlement);
        var outcome = Check(amount);
        if (outcome != ChargeOutcome.Allowed || For(toSettlement.To) is not { } settlement)
        {
            return outcome;
        }

        return toSettlement.Convert(amount).Minor < settlement.Minimum ? ChargeOutcome.BelowMinimum : ChargeOutcome.Allowed;
    }

    /// <summary>The whole number that Stripe is sent for a charge.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Stripe would not take this; the caller has not asked <see cref="Check(Money)"/>.</exception>
    public static long ToStripeCharge(Money amount) =>
        Check(amount) is var outcome and not ChargeOutcome.Allowed
            ? throw new ArgumentOutOfRangeException(nameof(amount), amount, $"Stripe cannot charge this: {outcome}.")
            : ToStripeAmount(amount);

    /// <summary>The whole number that stands for this amount in Stripe's API.</summary>
    /// <exception cref="ArgumentException">Stripe has no such number: the amount is finer than its steps.</exception>
    /// <exception cref="OverflowException">The number does not fit.</exception>
    public static long ToStripeAmount(Money amount)
    {
        var (up, down) = Factors(amount.Currency);
        return amount.Minor % down == 0
            ? checked(amount.Minor / down * up)
            : throw new ArgumentException($"Stripe cannot express {amount}.", nameof(amount));
    }

    /// <summary>The amount that a whole number of Stripe's API stands for.</summary>
    /// <exception cref="ArgumentException">A fraction of a currency that has none: not an amount of Stripe's.</exception>
    /// <exception cref="OverflowException">The amount does not fit.</exception>
    public static Money FromStripeAmount(long stripeAmount, Currency currency)
    {
        var (up, down) = Factors(currency);
        return stripeAmount % up == 0
            ? new Money(checked(stripeAmount / up * down), currency)
            : throw new ArgumentException($"{stripeAmount} is no whole number of {currency}.", nameof(stripeAmount));
    }

    private static (long Up, long Down) Factors(Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        var digits = (For(currency)?.StripeScale ?? currency.Scale) - currency.Scale;
        return digits switch { 0 => (1, 1), 2 => (100, 1), -2 => (1, 100), _ => throw new InvalidOperationException($"No factor for {currency}.") };
    }

    private static ChargeLimit Row(Currency currency)
    {
        var code = currency.Code;
        var scale = Array.Find(OtherScales, row => row.Code == code) is { Code: not null } other ? other.StripeScale : currency.Scale;
        var maximum = Array.Find(Maximums, row => row.Code == code) is { Code: not null } larger ? larger.StripeAmount : EightDigits;
        var minimum = Array.Find(Minimums, row => row.Code == code) is { Code: not null } published ? published.Minor : 1;
        var step = Array.IndexOf(ThreeDecimals, code) >= 0 ? 10 : 1;
        return (scale - currency.Scale) switch
        {
            0 => new ChargeLimit(currency, minimum, maximum, step, scale),
            2 => new ChargeLimit(currency, minimum, maximum / 100, step, scale),
            _ => new ChargeLimit(currency, minimum, checked(maximum * 100), 100, scale),
        };
    }
}
