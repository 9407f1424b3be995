using Charity.Documents.Fonts;

namespace Charity.Embedded.Pdf.Fonts;

/// <summary>
/// Fonts are embedded by groups of letters: a document takes the groups it uses a letter of. Each mixture of groups is
/// cut out of the font and packed once for the life of the process, instead of anew for every name on a receipt.
/// </summary>
internal static class LetterGroups
{
    private const int Groups = 6;

    private static readonly byte[] ByCharacter = Sort();

    /// <summary>The group of a character as a bit of a mask.</summary>
    public static int MaskOf(char c) => 1 << ByCharacter[c];

    /// <summary>The characters a font can show that belong to any group of the mask.</summary>
    public static IEnumerable<char> Characters(FontFace face, int mask)
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            if ((mask & MaskOf((char)c)) != 0 && face.GlyphOf((char)c) != 0)
            {
                yield return (char)c;
            }
        }
    }

    private static byte[] Sort()
    {
        var groups = new byte[char.MaxValue + 1];
        for (var c = 0; c < groups.Length; c++)
        {
            groups[c] = (char)c switch
            {
                // Plain Latin, the punctuation and the signs that the four languages use.
                < '\u007F' or '\u00A0' or '\u00A7' or '\u00AB' or '\u00BB' or '\u00B0' or '\u00B7' => 0,
                (>= '\u2009' and <= '\u2026') or '\u202F' or '\u20AC' or '\u20B4' or '\u2116' or '\u2212' => 0,
                // Ukrainian, Bulgarian, Macedonian, with stress mark and apostrophe.
                (>= '\u0400' and <= '\u045F') or '\u0490' or '\u0491' or FontFace.LocalBe or '\u0301' or '\u02BC' => 1,
                < '\u0180' => 2,
                < '\u0250' or (>= '\u1E00' and <= '\u1EFF') => 3,
                >= '\u0460' and <= '\u052F' => 4,
                _ => Groups - 1,
            };
        }

        return groups;
    }
}
