using System.Text;
using Charity.Languages;

namespace Charity.Documents;

/// <summary>Brings text into the form that documents set: composed letters, one kind of line end, nothing invisible.</summary>
internal static class TextNormaliser
{
    public const char SoftHyphen = '\u00AD';
    public const char ZeroWidthSpace = '\u200B';

    public static string Normalise(string text)
    {
        // Most text is plain Latin and Cyrillic and comes back as it is.
        foreach (var c in text)
        {
            if (c < ' ' ? c != '\n' : IsUnsettled(c) || CombiningMarks.Is(c))
            {
                return Settle(Letters.Compose(text));
            }
        }

        return text;
    }

    private static string Settle(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\r' or '\u0085' or '\u2028' or '\u2029')
            {
                i += c == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
                result.Append('\n');
            }
            else if (!IsInvisible(c))
            {
                result.Append(c == '\t' ? ' ' : c);
            }
        }

        return result.ToString();
    }

    private static bool IsUnsettled(char c) => c is '\u0085' or '\u2028' or '\u2029' || IsInvisible(c);

    // Joiners, byte order mark and variation selectors show nothing of their own beside Latin and Cyrillic letters.
    // Marks that turn the direction of text are not among them: they could make a name read as another.
    private static bool IsInvisible(char c) => c is '\u200C' or '\u200D' or '\u2060' or '\uFEFF' or (>= '\uFE00' and <= '\uFE0F');
}
