using System.Globalization;
using System.Text;
using Charity.Documents.Fonts;

namespace Charity.Documents;

/// <summary>
/// What documents can show. A form that collects a name to be printed asks <see cref="Missing"/> and, where the answer
/// is not empty, asks the person for a spelling that prints: Latin or Cyrillic letters, no emoji. Documents themselves
/// are drawn with these rules and throw <see cref="UnprintableTextException"/> on the rest.
/// </summary>
public static class PrintableText
{
    /// <summary>Stands in <see cref="Visible"/> for a character that cannot be shown.</summary>
    public const char Replacement = '\uFFFD';

    /// <summary>True where every character of the text can be shown.</summary>
    public static bool IsPrintable(string? text) => Missing(text).Count == 0;

    /// <summary>Each character of the text that the fonts cannot show, once, in the order met; empty where all is well.</summary>
    public static IReadOnlyList<string> Missing(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        List<string>? missing = null;
        var normal = TextNormaliser.Normalise(text);
        for (var i = 0; i < normal.Length; i++)
        {
            var length = LengthAt(normal, i);
            if (length == 1 && CanShow(normal, i))
            {
                continue;
            }

            var character = normal.Substring(i, length);
            missing ??= [];
            if (!missing.Contains(character, StringComparer.Ordinal))
            {
                missing.Add(character);
            }

            i += length - 1;
        }

        return missing ?? (IReadOnlyList<string>)[];
    }

    /// <summary>
    /// The text as documents set it: letters and loose marks composed, tabs as spaces, every line end as <c>\n</c>,
    /// invisible joiners left out.
    /// </summary>
    public static string Normalise(string text) => TextNormaliser.Normalise(text);

    /// <summary>
    /// The text with a visible <see cref="Replacement"/> for each character that cannot be shown. For other people's
    /// words, such as a donor's message in a report; never for the name on a receipt.
    /// </summary>
    public static string Visible(string text)
    {
        var normal = TextNormaliser.Normalise(text);
        StringBuilder? visible = null;
        for (var i = 0; i < normal.Length; i++)
        {
            var length = LengthAt(normal, i);
            if (length == 1 && CanShow(normal, i))
            {
                visible?.Append(normal[i]);
                continue;
            }

            visible ??= new StringBuilder(normal, 0, i, normal.Length);
            visible.Append(Replacement);
            i += length - 1;
        }

        return visible?.ToString() ?? normal;
    }

    /// <summary>A character by its number, for logs and messages: <c>U+1F600</c>.</summary>
    public static string CodePoints(string character) =>
        string.Join('+', character.EnumerateRunes().Select(r => "U+" + r.Value.ToString("X4", CultureInfo.InvariantCulture)));

    /// <summary>True where the character at a place of normalised text can be shown there: a mark needs a letter before it.</summary>
    internal static bool CanShow(string normal, int at)
    {
        var c = normal[at];
        if (c is '\n' or TextNormaliser.SoftHyphen or TextNormaliser.ZeroWidthSpace)
        {
            return true;
        }

        // The private place of the local form of б is the renderer's own; nobody types it.
        if (c is FontFace.LocalBe || FontFace.Regular.GlyphOf(c) == 0 || FontFace.Bold.GlyphOf(c) == 0)
        {
            return false;
        }

        return !CombiningMarks.Is(c) || (at > 0 && FontFace.Regular.GlyphOf(normal[at - 1]) != 0 && normal[at - 1] is not (' ' or '\u00A0'));
    }

    private static int LengthAt(string text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
}
