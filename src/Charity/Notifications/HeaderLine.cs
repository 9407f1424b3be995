using System.Globalization;
using System.Text;

namespace Charity.Notifications;

/// <summary>
/// Text that goes into a mail's head. A line break there would begin a header of someone else's choosing, so every
/// control character becomes a space, and marks that turn the direction of text are left out. Adapters encode the rest.
/// </summary>
internal static class HeaderLine
{
    /// <summary>Longest value: mail programs show far less, and servers refuse very long heads.</summary>
    private const int MaxLength = 200;

    public static string Of(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= MaxLength)
            {
                line.Append('…');
                break;
            }

            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format)
            {
                line.Append(rune);
            }
        }

        return line.ToString().Trim();
    }
}
