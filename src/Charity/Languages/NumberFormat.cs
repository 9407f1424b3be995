using System.Globalization;

namespace Charity.Languages;

/// <summary>Whole numbers as each language writes them, from our own table.</summary>
public static class NumberFormat
{
    /// <summary>Between thousands in Ukrainian and Bulgarian, and before a currency sign: a space that never breaks a line.</summary>
    public const char NarrowSpace = '\u202F';

    public const char Minus = '\u2212';

    /// <summary>"12 345" in Ukrainian and Bulgarian, "12.345" in Macedonian, "12,345" in English.</summary>
    public static string Whole(long number, Language language)
    {
        // As ulong, since long.MinValue has no positive twin.
        var digits = (number < 0 ? (ulong)-(number + 1) + 1 : (ulong)number).ToString(CultureInfo.InvariantCulture);
        return (number < 0 ? Minus.ToString() : "") + Grouped(digits, language);
    }

    internal static char GroupSeparator(Language language) => language.Code switch
    {
        "uk" or "bg" => NarrowSpace,
        "mk" => '.',
        _ => ',',
    };

    internal static char DecimalSeparator(Language language) => language == Language.En ? '.' : ',';

    internal static string Grouped(string digits, Language language)
    {
        if (digits.Length <= 3)
        {
            return digits;
        }

        var groups = (digits.Length - 1) / 3;
        return string.Create(digits.Length + groups, (digits, Separator: GroupSeparator(language)), static (span, from) =>
        {
            var to = span.Length;
            for (int i = from.digits.Length - 1, inGroup = 0; i >= 0; i--, inGroup++)
            {
                if (inGroup == 3)
                {
                    span[--to] = from.Separator;
                    inGroup = 0;
                }

                span[--to] = from.digits[i];
            }
        });
    }
}
