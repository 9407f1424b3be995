using System.Globalization;
using Charity.Accounting;
using Charity.Languages.Words;

namespace Charity.Languages;

/// <summary>
/// Amounts in words for receipts: major units in words, minor units in figures, each with its name in the right gender
/// and form: "двадцять п’ять євро 00 центів", "двадесет и пет евро и 00 цента", "дваесет и пет евра и 00 центи",
/// "twenty-five euros and 00 cents".
/// </summary>
public static class AmountInWords
{
    /// <exception cref="ArgumentException">The currency is neither in use nor the Bulgarian lev.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More than 999,999,999,999,999 major units.</exception>
    public static string Of(Money money, Language language)
    {
        var names = CurrencyNames.Of(money.Currency, language);
        var amount = money.Abs();
        var major = amount.Minor / amount.Currency.MinorPerMajor;
        var minor = amount.Minor % amount.Currency.MinorPerMajor;
        var numbers = Numbers[language.Index];

        var sign = money.IsNegative ? numbers.Minus + " " : "";
        var whole = $"{numbers.Of(major, names.Major.Gender)} {names.Major.After(major, language)}";
        var figures = minor.ToString(CultureInfo.InvariantCulture).PadLeft(amount.Currency.Scale, '0');
        return $"{sign}{whole}{Joint[language.Index]}{figures} {names.Minor.After(minor, language)}";
    }

    /// <summary>The currency's name on its own, as in a list: "гривня", "euro".</summary>
    /// <exception cref="ArgumentException">The currency is neither in use nor the Bulgarian lev.</exception>
    public static string NameOf(Currency currency, Language language) => CurrencyNames.Of(currency, language).Major.One;

    private static readonly NumberWords[] Numbers = [new UkrainianNumbers(), new BulgarianNumbers(), new MacedonianNumbers(), new EnglishNumbers()];

    /// <summary>Between the major and the minor units.</summary>
    private static readonly string[] Joint = [" ", " и ", " и ", " and "];
}
