using System.Text.RegularExpressions;
using Charity.Languages;

namespace Charity.Tests.Languages;

/// <summary>Finds what a reader of one language would miss or stumble over in a text.</summary>
internal static partial class TextProblems
{
    public static IEnumerable<string> In(TextEntry entry)
    {
        foreach (var language in Language.All)
        {
            var problems = entry.IsPlural(language) ? InPlural(entry, language) : InPlain(entry, language);
            foreach (var problem in problems)
            {
                yield return $"{entry.Source}: '{entry.Key}' in {language}: {problem}";
            }
        }

        foreach (var language in new[] { Language.Uk, Language.Bg, Language.Mk })
        {
            if (entry.Plain(Language.En) is { } english && entry.Plain(language) is { } text
                && Written(english) == Written(text) && SeveralWords().IsMatch(Written(english)))
            {
                yield return $"{entry.Source}: '{entry.Key}' in {language} is the English text";
            }
        }
    }

    private static IEnumerable<string> InPlain(TextEntry entry, Language language) =>
        entry.Plain(language) is { } text ? InTemplate(entry, language, text, mayLackCount: false) : ["is missing"];

    private static IEnumerable<string> InPlural(TextEntry entry, Language language)
    {
        if (entry.Plain(language) is not null)
        {
            yield return "is plain and plural at once";
        }

        var needed = Plurals.Needed(language);
        foreach (var category in Enum.GetValues<PluralCategory>())
        {
            var form = entry.Form(language, category);
            if (form is null && needed.Contains(category))
            {
                yield return $"lacks the form '{category}'";
            }
            else if (form is not null && !needed.Contains(category) && category != PluralCategory.Other)
            {
                yield return $"has the form '{category}', which the language does not have";
            }
            else if (form is not null)
            {
                // "one" is exactly 1 in Bulgarian and English and may say so in a word; elsewhere it is 21 and 101 too.
                var exactlyOne = category == PluralCategory.One && (language == Language.Bg || language == Language.En);
                foreach (var problem in InTemplate(entry, language, form, exactlyOne))
                {
                    yield return problem;
                }
            }
        }
    }

    private static IEnumerable<string> InTemplate(TextEntry entry, Language language, TextTemplate template, bool mayLackCount)
    {
        foreach (var name in entry.Names)
        {
            if (!template.Names.Contains(name) && !(mayLackCount && name == TextEntry.CountName))
            {
                yield return $"has no place for '{name}', which other forms or languages have";
            }
        }

        var text = Written(template);
        if (MixedWord().Match(text) is { Success: true } mixed)
        {
            yield return $"mixes Latin and Cyrillic letters in '{mixed.Value}'";
        }

        foreach (var letter in text.Where(letter => ForeignLetters[language.Index].Contains(letter)))
        {
            yield return $"has the letter '{letter}', which the language does not have";
        }

        if (text.Trim() != text || text.Contains("  ", StringComparison.Ordinal))
        {
            yield return "begins, ends or is doubled with a space";
        }
    }

    /// <summary>The text with its places as "{}".</summary>
    private static string Written(TextTemplate template)
    {
        var text = new System.Text.StringBuilder();
        foreach (var piece in template.Pieces)
        {
            text.Append(piece.IsName ? "{}" : piece.Text);
        }

        return text.ToString();
    }

    private static readonly string[] ForeignLetters =
    [
        "ыэёъЫЭЁЪѓќѕјљњџЃЌЅЈЉЊЏ",
        "ыэёіїєґЫЭЁІЇЄҐѓќѕјљњџЃЌЅЈЉЊЏ",
        "йъьщюяыэёіїєґЙЪЬЩЮЯЫЭЁІЇЄҐ",
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґѓќѕјљњџ",
    ];

    [GeneratedRegex(@"[A-Za-z][\u0400-\u04FF]|[\u0400-\u04FF][A-Za-z]")]
    private static partial Regex MixedWord();

    [GeneratedRegex(@"[a-z]{3,}[^a-zA-Z]+[a-z]{3,}")]
    private static partial Regex SeveralWords();
}
