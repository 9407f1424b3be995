using System.Text;
using Charity.Languages;

namespace Charity.Campaigns.Addresses;

/// <summary>
/// A Latin name for addresses, made from a title: letters as the countries themselves write names in Latin (Ukraine's
/// Cabinet resolution 55 of 2010, Bulgaria's transliteration law of 2009, Macedonian passports).
/// </summary>
public static class Slug
{
    /// <summary>Long enough to be understood, short enough to be read out.</summary>
    private const int MaxLength = 60;

    private static readonly Dictionary<char, string> Shared = new()
    {
        ['а'] = "a", ['б'] = "b", ['в'] = "v", ['д'] = "d", ['е'] = "e", ['ж'] = "zh", ['з'] = "z", ['и'] = "i", ['й'] = "y", ['к'] = "k",
        ['л'] = "l", ['м'] = "m", ['н'] = "n", ['о'] = "o", ['п'] = "p", ['р'] = "r", ['с'] = "s", ['т'] = "t", ['у'] = "u", ['ф'] = "f",
        ['х'] = "h", ['ц'] = "ts", ['ч'] = "ch", ['ш'] = "sh", ['щ'] = "sht", ['ъ'] = "a", ['ь'] = "y", ['ю'] = "yu", ['я'] = "ya", ['г'] = "g",
        ['ѓ'] = "gj", ['ѕ'] = "dz", ['ј'] = "j", ['љ'] = "lj", ['њ'] = "nj", ['ќ'] = "kj", ['џ'] = "dj",
        ['ґ'] = "g", ['є'] = "ie", ['і'] = "i", ['ї'] = "i", ['ё'] = "yo", ['ы'] = "y", ['э'] = "e", ['ў'] = "u",
        ['ß'] = "ss", ['ł'] = "l", ['ø'] = "o", ['đ'] = "d", ['æ'] = "ae", ['œ'] = "oe",
    };

    private static readonly Dictionary<char, string> Ukrainian = new()
    {
        ['г'] = "h", ['и'] = "y", ['й'] = "i", ['х'] = "kh", ['щ'] = "shch", ['ь'] = "", ['ю'] = "iu", ['я'] = "ia",
    };

    private static readonly Dictionary<char, string> UkrainianFirst = new()
    {
        ['є'] = "ye", ['ї'] = "yi", ['й'] = "y", ['ю'] = "yu", ['я'] = "ya",
    };

    private static readonly Dictionary<char, string> Macedonian = new() { ['ц'] = "c", ['х'] = "h" };

    /// <summary>A name for a title in a language; empty when the title has no letter or digit that can be written in Latin.</summary>
    public static string Suggest(string title, Language language)
    {
        var slug = new StringBuilder(MaxLength + 8);
        var atStart = true;
        foreach (var c in SearchText.Normalise(title))
        {
            if (c is '\'' or '’' or 'ʼ')
            {
                continue;
            }

            if (Letters(c, language, atStart) is not { } letters)
            {
                if (slug.Length > 0 && slug[^1] != '-')
                {
                    slug.Append('-');
                }

                atStart = true;
                continue;
            }

            slug.Append(letters);
            atStart = false;
        }

        return Cut(slug.ToString().Trim('-'));
    }

    private static string? Letters(char c, Language language, bool atStart)
    {
        if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
        {
            return c.ToString();
        }

        if (language == Language.Uk && ((atStart && UkrainianFirst.TryGetValue(c, out var own)) || Ukrainian.TryGetValue(c, out own)))
        {
            return own;
        }

        return language == Language.Mk && Macedonian.TryGetValue(c, out var macedonian) ? macedonian : Shared.GetValueOrDefault(c);
    }

    /// <summary>At the end of a word where there is one.</summary>
    private static string Cut(string slug)
    {
        if (slug.Length <= MaxLength)
        {
            return slug;
        }

        var end = slug.LastIndexOf('-', MaxLength);
        return (end > 0 ? slug[..end] : slug[..MaxLength]).Trim('-');
    }
}
