using System.Text;

namespace Charity.Languages;

/// <summary>
/// Brings what was stored and what is typed into a search box to one form. SQLite's LIKE and lower() know only ASCII
/// letters, so a <c>search_text</c> column holds this form and is compared with it.
/// </summary>
public static class SearchText
{
    /// <summary>
    /// Lower case; accents taken off Latin and Greek letters ("José" is found by "jose") and stress marks off Cyrillic
    /// ones; й, ї, ё, ґ, ѓ, ќ and ў stay the letters they are; apostrophes, quotation marks, dashes and spaces of every
    /// kind unified; full-width and other compatibility forms resolved; invisible characters dropped.
    /// </summary>
    public static string Normalise(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new StringBuilder(text.Length);
        var parts = new List<char>(4);
        foreach (var c in Letters.Compose(text))
        {
            if (Letters.CompatibilityOf(c) is { } meaning)
            {
                foreach (var one in meaning)
                {
                    Append(one, result, parts);
                }
            }
            else
            {
                Append(c, result, parts);
            }
        }

        if (result.Length > 0 && result[^1] == ' ')
        {
            result.Length--;
        }

        return result.ToString();
    }

    /// <summary>Several values as one search text, blank ones left out.</summary>
    public static string Of(params ReadOnlySpan<string?> values)
    {
        var all = new StringBuilder();
        foreach (var value in values)
        {
            all.Append(value).Append(' ');
        }

        return Normalise(all.ToString());
    }

    private static void Append(char c, StringBuilder result, List<char> parts)
    {
        if (c is >= 'a' and <= 'z' or >= '0' and <= '9')
        {
            result.Append(c);
            return;
        }

        if (char.IsWhiteSpace(c))
        {
            if (result.Length > 0 && result[^1] != ' ')
            {
                result.Append(' ');
            }

            return;
        }

        if (char.IsControl(c) || IsInvisible(c) || Letters.IsMark(c))
        {
            return;
        }

        var lower = char.ToLowerInvariant(c);
        if (Special(lower) is { } replacement)
        {
            result.Append(replacement);
            return;
        }

        if (KeepsItsMark(lower))
        {
            result.Append(lower);
            return;
        }

        parts.Clear();
        Letters.Decompose(lower, parts);
        result.Append(parts[0]);
    }

    /// <summary>Cyrillic letters whose mark makes another letter; the rest (ѐ, ѝ, а́) only carry stress.</summary>
    private static bool KeepsItsMark(char lower) => lower is >= '\u0400' and <= '\u052F' and not ('ѐ' or 'ѝ');

    private static bool IsInvisible(char c) => c is '\u00AD' or '\u061C' or '\uFEFF'
        or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069');

    private static string? Special(char lower) => lower switch
    {
        '’' or '‘' or 'ʼ' or 'ʻ' or '‛' or '`' or '´' or '′' or 'ˈ' => "'",
        '“' or '”' or '„' or '‟' or '«' or '»' => "\"",
        (>= '\u2010' and <= '\u2015') or '\u2212' => "-",
        'ł' => "l",
        'ø' => "o",
        'đ' or 'ð' => "d",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        _ => null,
    };
}
