using System.Collections.Frozen;

namespace Charity.Accounting;

/// <summary>The signs and words that people type beside an amount, and the currencies that each may mean.</summary>
internal static class CurrencySigns
{
    private static readonly FrozenDictionary<string, string[]> Meanings = new Dictionary<string, string[]>
    {
        ["€"] = ["EUR"],
        ["euro"] = ["EUR"],
        ["euros"] = ["EUR"],
        ["євро"] = ["EUR"],
        ["евро"] = ["EUR"],
        ["евра"] = ["EUR"],
        ["₴"] = ["UAH"],
        ["грн"] = ["UAH"],
        ["грн."] = ["UAH"],
        ["гривня"] = ["UAH"],
        ["гривні"] = ["UAH"],
        ["гривень"] = ["UAH"],
        ["ден"] = ["MKD"],
        ["ден."] = ["MKD"],
        ["денар"] = ["MKD"],
        ["денари"] = ["MKD"],
        ["$"] = ["USD", "CAD", "AUD"],
        ["US$"] = ["USD"],
        ["C$"] = ["CAD"],
        ["CA$"] = ["CAD"],
        ["A$"] = ["AUD"],
        ["AU$"] = ["AUD"],
        ["£"] = ["GBP"],
        ["zł"] = ["PLN"],
        ["zl"] = ["PLN"],
        ["Fr"] = ["CHF"],
        ["Fr."] = ["CHF"],
        ["SFr."] = ["CHF"],
        ["Kč"] = ["CZK"],
        ["Kc"] = ["CZK"],
        ["kr"] = ["SEK"],
        ["kr."] = ["SEK"],
        ["лв"] = ["BGN"],
        ["лв."] = ["BGN"],
        ["¥"] = ["JPY"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the word means this currency; null when it is no currency's code, sign or name.</summary>
    internal static bool? Means(ReadOnlySpan<char> word, Currency currency)
    {
        var text = word.ToString();
        if (Currency.TryOf(text, out var named))
        {
            return named == currency;
        }

        return Meanings.TryGetValue(text, out var codes) ? Array.IndexOf(codes, currency.Code) >= 0 : null;
    }
}
