using System.Globalization;
using System.Text;

namespace Charity.Languages;

/// <summary>
/// Cleans what people type before it is stored: letters composed, invisible and control characters gone, and anything
/// that looks like a card number masked, so that none ever rests here or in a log.
/// </summary>
public static class TypedText
{
    private const char Mask = '•';
    private const int MinCardDigits = 13;
    private const int MaxCardDigits = 19;

    /// <summary>Digits left readable at the end, as on a card slip.</summary>
    private const int ShownDigits = 4;

    /// <summary>One line: every run of white space becomes one space. Null when nothing is left.</summary>
    public static string? Line(string? text) => Clean(text, false);

    /// <summary>Several lines, for a message; at most one empty line between two.</summary>
    public static string? Lines(string? text) => Clean(text, true);

    /// <summary>The text with every card number in it masked: 13 to 19 digits, spaces or dashes between, whose Luhn sum is right.</summary>
    public static string MaskCardNumbers(string text)
    {
        StringBuilder? masked = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i]) || (i > 0 && char.IsAsciiDigit(text[i - 1])))
            {
                continue;
            }

            var digits = DigitsFrom(text, i);
            if (LongestCard(text, digits) is not { } length)
            {
                continue;
            }

            masked ??= new StringBuilder(text);
            foreach (var at in digits.Take(length - ShownDigits))
            {
                masked[at] = Mask;
            }

            i = digits[length - 1];
        }

        return masked?.ToString() ?? text;
    }

    private static string? Clean(string? text, bool lines)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in Letters.Compose(text.Replace("\r\n", "\n", StringComparison.Ordinal)).EnumerateRunes())
        {
            Append(result, rune, lines);
        }

        var clean = MaskCardNumbers(result.ToString().Trim());
        return clean.Length == 0 ? null : clean;
    }

    private static void Append(StringBuilder result, Rune rune, bool lines)
    {
        if (lines && rune.Value is '\n' or '\r')
        {
            TrimSpaces(result);
            if (result.Length > 0 && !EndsWithEmptyLine(result))
            {
                result.Append('\n');
            }
        }
        else if (Rune.IsWhiteSpace(rune))
        {
            if (result.Length > 0 && result[^1] is not (' ' or '\n'))
            {
                result.Append(' ');
            }
        }
        // A lone half of a surrogate pair reads as the replacement character.
        else if (rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
            or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
        {
            result.Append(rune);
        }
        // Joiners make emoji and some scripts what they are; they change no reading direction.
        else if (rune.Value is '\u200C' or '\u200D')
        {
            result.Append(rune);
        }
    }

    private static void TrimSpaces(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }
    }

    private static bool EndsWithEmptyLine(StringBuilder text) => text.Length > 1 && text[^1] == '\n' && text[^2] == '\n';

    /// <summary>Places of the digits of one number, from its first on; single spaces and dashes may stand between.</summary>
    private static List<int> DigitsFrom(string text, int first)
    {
        var digits = new List<int>(MaxCardDigits);
        for (var i = first; i < text.Length && digits.Count < MaxCardDigits; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                digits.Add(i);
            }
            else if (text[i] is not (' ' or '-' or '–' or '‑' or '\u00A0' or '.') || (i > 0 && !char.IsAsciiDigit(text[i - 1])))
            {
                break;
            }
        }

        return digits;
    }

    private static int? LongestCard(string text, List<int> digits)
    {
        for (var length = digits.Count; length >= MinCardDigits; length--)
        {
            var next = digits[length - 1] + 1;
            var endsHere = next == text.Length || !char.IsAsciiDigit(text[next]);
            if (endsHere && PassesLuhn(text, digits, length))
            {
                return length;
            }
        }

        return null;
    }

    private static bool PassesLuhn(string text, List<int> digits, int length)
    {
        var sum = 0;
        for (var i = 0; i < length; i++)
        {
            var digit = text[digits[length - 1 - i]] - '0';
            var weighted = i % 2 == 1 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        // All zeros pass the sum and are no card.
        return sum > 0 && sum % 10 == 0;
    }
}
