using System.Collections.Frozen;
using Charity.Accounting;

namespace Charity.Languages;

/// <summary>
/// Amounts as readers of each language expect them, from our own tables: "1 234,50 €" in Ukrainian and Bulgarian,
/// "1.234,50 ден." in Macedonian, "€1,234.50" in English. Spaces inside never break a line; no character needs
/// encoding in html. What <see cref="Full"/>, <see cref="Brief"/> and <see cref="Input"/> write,
/// <see cref="AmountText"/> reads back. Files and logs take <see cref="Money.ToString"/> instead.
/// </summary>
public static class AmountFormat
{
    /// <summary>The whole amount with its minor units and its sign: receipts, mails, pages.</summary>
    public static string Full(Money money, Language language) => WithSign(money, language, Figures(money, language, dropEmptyMinor: false));

    /// <summary>As <see cref="Full"/>, without minor units when there are none: "25 €", but "25,50 €". For chips and goals.</summary>
    public static string Brief(Money money, Language language) => WithSign(money, language, Figures(money, language, dropEmptyMinor: true));

    /// <summary>
    /// The figures alone, always with minor units, for a column whose head names the currency: aligned right in tabular
    /// figures, the decimals stand below each other.
    /// </summary>
    public static string Column(Money money, Language language) => Minus(money) + Figures(money, language, dropEmptyMinor: false);

    /// <summary>What stands in an input field: no sign, no grouping, no empty minor units: "1234,50", "25".</summary>
    public static string Input(Money money, Language language)
    {
        var plain = money.ToPlainText();
        if (money.Minor % money.Currency.MinorPerMajor == 0 && plain.IndexOf('.') is > 0 and var point)
        {
            plain = plain[..point];
        }

        return plain.Replace('.', NumberFormat.DecimalSeparator(language));
    }

    /// <summary>The currency's sign beside an amount in this language; its code where a sign would be unknown or mean several.</summary>
    public static string Sign(Currency currency, Language language) =>
        OwnSigns[language.Index].GetValueOrDefault(currency.Code)
        ?? SharedSigns.GetValueOrDefault(currency.Code, currency.Code);

    private static string WithSign(Money money, Language language, string figures)
    {
        var sign = Sign(money.Currency, language);
        if (language != Language.En)
        {
            return $"{Minus(money)}{figures}{NumberFormat.NarrowSpace}{sign}";
        }

        // "€25" but "PLN 25": letters would run into the figures.
        var space = char.IsLetter(sign[^1]) ? NumberFormat.NarrowSpace.ToString() : "";
        return $"{Minus(money)}{sign}{space}{figures}";
    }

    private static string Minus(Money money) => money.IsNegative ? NumberFormat.Minus.ToString() : "";

    /// <summary>The figures without the minus.</summary>
    private static string Figures(Money money, Language language, bool dropEmptyMinor)
    {
        var plain = money.ToPlainText().AsSpan();
        if (money.IsNegative)
        {
            plain = plain[1..];
        }

        var point = plain.IndexOf('.');
        if (point < 0)
        {
            return NumberFormat.Grouped(plain.ToString(), language);
        }

        var whole = NumberFormat.Grouped(plain[..point].ToString(), language);
        var minor = plain[(point + 1)..];
        return dropEmptyMinor && minor.Trim('0').IsEmpty
            ? whole
            : $"{whole}{NumberFormat.DecimalSeparator(language)}{minor}";
    }

    /// <summary>Signs understood in all four countries. CAD, AUD and SEK keep their codes: "$" and "kr" would mean several.</summary>
    private static readonly FrozenDictionary<string, string> SharedSigns = new Dictionary<string, string>
    {
        ["EUR"] = "€",
        ["USD"] = "$",
        ["GBP"] = "£",
        ["PLN"] = "zł",
        ["CZK"] = "Kč",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string>[] OwnSigns =
    [
        new Dictionary<string, string> { ["UAH"] = "₴" }.ToFrozenDictionary(StringComparer.Ordinal),
        new Dictionary<string, string> { ["BGN"] = "лв." }.ToFrozenDictionary(StringComparer.Ordinal),
        new Dictionary<string, string> { ["MKD"] = "ден." }.ToFrozenDictionary(StringComparer.Ordinal),
        new Dictionary<string, string> { ["UAH"] = "₴", ["USD"] = "US$", ["CAD"] = "CA$", ["AUD"] = "A$", ["PLN"] = "PLN", ["CZK"] = "CZK" }
            .ToFrozenDictionary(StringComparer.Ordinal),
    ];
}
