using System.Collections.Frozen;

namespace Charity.Accounting;

/// <summary>
/// A currency of ISO 4217. There is one instance per code, so two values are equal exactly when they are the same
/// currency; amounts are counted in its minor unit, of which 10^<see cref="Scale"/> make one major unit.
/// </summary>
public sealed class Currency : IEquatable<Currency>
{
    private static readonly FrozenDictionary<string, Currency> ByCode =
        Iso4217.Table.ToFrozenDictionary(c => c.Code, StringComparer.OrdinalIgnoreCase);

    internal Currency(string code, short numericCode, byte scale, string englishName, bool isHistory = false)
    {
        Code = code;
        NumericCode = numericCode;
        Scale = scale;
        EnglishName = englishName;
        IsHistory = isHistory;
        MinorPerMajor = scale switch { 0 => 1, 1 => 10, 2 => 100, 3 => 1_000, 4 => 10_000, _ => throw new ArgumentOutOfRangeException(nameof(scale)) };
    }

    public static Currency Eur { get; } = Of("EUR");
    public static Currency Uah { get; } = Of("UAH");
    public static Currency Mkd { get; } = Of("MKD");
    public static Currency Usd { get; } = Of("USD");
    public static Currency Gbp { get; } = Of("GBP");
    public static Currency Pln { get; } = Of("PLN");
    public static Currency Chf { get; } = Of("CHF");
    public static Currency Czk { get; } = Of("CZK");
    public static Currency Sek { get; } = Of("SEK");
    public static Currency Cad { get; } = Of("CAD");
    public static Currency Aud { get; } = Of("AUD");

    /// <summary>The Bulgarian lev, replaced by the euro on 1 January 2026: old gifts only. See <see cref="ExchangeRate.BgnToEur"/>.</summary>
    public static Currency Bgn { get; } = Of("BGN");
    public static Currency Jpy { get; } = Of("JPY");
    public static Currency Kwd { get; } = Of("KWD");

    /// <summary>The currencies that a campaign may offer and a bank account may hold, in the order in which lists show them.</summary>
    public static IReadOnlyList<Currency> InUse { get; } = [Eur, Uah, Mkd, Usd, Gbp, Pln, Chf, Czk, Sek, Cad, Aud];

    /// <summary>Every currency that has a minor unit, by code; history included.</summary>
    public static IReadOnlyList<Currency> All { get; } = Array.AsReadOnly(Iso4217.Table);

    /// <summary>Three capital Latin letters.</summary>
    public string Code { get; }

    /// <summary>The digits of ISO 4217, such as 978; written with three digits in files.</summary>
    public short NumericCode { get; }

    /// <summary>Decimal digits of the minor unit: 2 for cents, 0 for yen, 3 for fils.</summary>
    public byte Scale { get; }

    /// <summary>Minor units in one major unit: 100 for cents.</summary>
    public long MinorPerMajor { get; }

    /// <summary>The name in ISO 4217. Names that donors read come from the language tables.</summary>
    public string EnglishName { get; }

    /// <summary>No longer legal tender; no new gift may use it.</summary>
    public bool IsHistory { get; }

    /// <summary>The currency with this code in any letter case.</summary>
    /// <exception cref="ArgumentException">There is no such currency.</exception>
    public static Currency Of(string code) =>
        TryOf(code, out var currency) ? currency : throw new ArgumentException($"'{code}' is no currency of ISO 4217.", nameof(code));

    /// <summary>Finds the currency with this code in any letter case; spaces are not trimmed.</summary>
    public static bool TryOf(string? code, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Currency? currency)
    {
        currency = null;
        return code is not null && ByCode.TryGetValue(code, out currency);
    }

    public bool Equals(Currency? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => NumericCode;

    public static bool operator ==(Currency? left, Currency? right) => ReferenceEquals(left, right);

    public static bool operator !=(Currency? left, Currency? right) => !ReferenceEquals(left, right);

    public override string ToString() => Code;
}
