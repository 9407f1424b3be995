using System.Collections.Frozen;

namespace Charity.Sandbox.Stripe.Amounts;

/// <summary>
/// What Stripe accepts in each currency, from its page "Supported currencies": number of decimals, smallest charge,
/// and amounts that must be multiples. The simulator keeps its own table, apart from the application's, so that a
/// mistake in one shows against the other.
/// </summary>
internal static class CurrencyRules
{
    private static readonly FrozenSet<string> ZeroDecimal = FrozenSet.ToFrozenSet(
        ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"]);

    private static readonly FrozenSet<string> ThreeDecimal = FrozenSet.ToFrozenSet(["bhd", "jod", "kwd", "omr", "tnd"]);

    /// <summary>Charged as two-decimal currencies although they have no decimals: the amount must end in 00.</summary>
    private static readonly FrozenSet<string> WholeOnly = FrozenSet.ToFrozenSet(["isk", "ugx"]);

    private static readonly FrozenDictionary<string, long> Minimum = new Dictionary<string, long>
    {
        ["usd"] = 50,
        ["aed"] = 200,
        ["aud"] = 50,
        ["bgn"] = 100,
        ["brl"] = 50,
        ["cad"] = 50,
        ["chf"] = 50,
        ["czk"] = 1500,
        ["dkk"] = 250,
        ["eur"] = 50,
        ["gbp"] = 30,
        ["hkd"] = 400,
        ["huf"] = 17500,
        ["inr"] = 50,
        ["jpy"] = 50,
        ["mxn"] = 1000,
        ["myr"] = 200,
        ["nok"] = 300,
        ["nzd"] = 50,
        ["pln"] = 200,
        ["ron"] = 200,
        ["sek"] = 300,
        ["sgd"] = 50,
        ["thb"] = 1000,
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> TwoDecimal = FrozenSet.ToFrozenSet(
        ["uah", "mkd", "all", "rsd", "bam", "try", "gel", "mdl", "amd", "azn", "kzt", "ils", "zar", "cny", "twd", "php",
         "idr", "egp", "mad", "ars", "cop", "pen", "sar", "qar", "isk", "ugx"]);

    internal static bool IsSupported(string currency) =>
        Minimum.ContainsKey(currency) || TwoDecimal.Contains(currency) || ZeroDecimal.Contains(currency) || ThreeDecimal.Contains(currency);

    /// <summary>Decimals between the API's minor unit and the major unit.</summary>
    internal static int Scale(string currency) => ZeroDecimal.Contains(currency) ? 0 : ThreeDecimal.Contains(currency) ? 3 : 2;

    /// <summary>Smallest charge that settles in <paramref name="settlement"/>, in its minor units.</summary>
    internal static long MinimumFor(string settlement) => Minimum.GetValueOrDefault(settlement, 50);

    internal static bool HasMinimum(string currency) => Minimum.ContainsKey(currency);

    /// <summary>Largest amount: eight digits, twelve for Indonesian rupiah.</summary>
    internal static long MaximumFor(string currency) => currency == "idr" ? 999_999_999_999 : 99_999_999;

    /// <summary>The number that an amount must be a multiple of.</summary>
    internal static long MultipleFor(string currency) => WholeOnly.Contains(currency) ? 100 : ThreeDecimal.Contains(currency) ? 10 : 1;
}
