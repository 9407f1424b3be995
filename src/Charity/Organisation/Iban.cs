namespace Charity.Organisation;

/// <summary>International bank account numbers (ISO 13616) and bank codes (ISO 9362), as far as their form can be checked.</summary>
public static class Iban
{
    private const int MinLength = 15;
    private const int MaxLength = 34;

    /// <summary>Lengths by country where we expect accounts; others are only held to the general limits. Source: SWIFT IBAN registry.</summary>
    private static readonly Dictionary<string, int> Lengths = new(StringComparer.Ordinal)
    {
        ["BG"] = 22,
        ["MK"] = 19,
        ["UA"] = 29,
        ["AT"] = 20,
        ["BE"] = 16,
        ["CH"] = 21,
        ["CZ"] = 24,
        ["DE"] = 22,
        ["ES"] = 24,
        ["FR"] = 27,
        ["GB"] = 22,
        ["GR"] = 27,
        ["IE"] = 22,
        ["IT"] = 27,
        ["LT"] = 20,
        ["NL"] = 18,
        ["PL"] = 28,
        ["RO"] = 24,
        ["SE"] = 24,
    };

    /// <summary>Without spaces and in upper case, when length and check digits are right.</summary>
    public static bool TryNormalise(string? text, out string iban)
    {
        iban = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        return iban.Length is >= MinLength and <= MaxLength
               && iban.All(char.IsAsciiLetterOrDigit)
               && char.IsAsciiLetter(iban[0]) && char.IsAsciiLetter(iban[1]) && char.IsAsciiDigit(iban[2]) && char.IsAsciiDigit(iban[3])
               && (!Lengths.TryGetValue(iban[..2], out var length) || iban.Length == length)
               && Mod97(iban[4..] + iban[..4]) == 1;
    }

    /// <summary>In groups of four, as people read it.</summary>
    public static string Grouped(string iban) => string.Join(' ', iban.Chunk(4).Select(group => new string(group)));

    public static bool IsBic(string bic)
        => bic.Length is 8 or 11 && bic.All(char.IsAsciiLetterOrDigit) && bic[..6].All(char.IsAsciiLetterUpper);

    /// <summary>Remainder by 97 of digits and letters (A is 10), as ISO 7064 MOD 97-10 has it.</summary>
    private static int Mod97(string text)
    {
        var remainder = 0;
        foreach (var c in text)
        {
            var value = char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10;
            remainder = ((value > 9 ? remainder * 100 : remainder * 10) + value) % 97;
        }

        return remainder;
    }
}
