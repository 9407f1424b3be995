using System.Globalization;
using Charity.Documents.Fonts;

namespace Charity.Documents.Raster;

/// <summary>
/// The picture that a shared link to a campaign shows: title, organisation, amount raised and progress, 1200 by 630
/// pixels, as PNG.
/// </summary>
public static class ShareImage
{
    public const int Width = 1200;
    public const int Height = 630;

    private const int Paper = 0xFBF9F5;
    private const int Ink = 0x1B2430;
    private const int InkSoft = 0x4F5B6A;
    private const int Track = 0xE4DED3;
    private const int Accent = 0x0B6E69;

    private const double Left = 84;
    private const double TextWidth = Width - (2 * Left);
    private const double BarTop = 530;
    private const double BarHeight = 24;
    private const double TitleTop = 148;
    private const double TitleBottom = 410;

    /// <summary>Sizes to try for the title, with how many lines of each the picture holds.</summary>
    private static readonly (double Size, int Lines)[] TitleSizes = [(76, 2), (64, 3), (54, 4), (44, 5)];

    /// <summary>Draws the picture. The same values give the same bytes.</summary>
    /// <param name="title">Wrapped; past what fits it ends with an ellipsis.</param>
    /// <param name="amountText">Formatted by the caller in the language, such as <c>12 350 € of 20 000 €</c>.</param>
    /// <param name="progressFraction">0 to 1; what lies outside is brought to the nearer end. Null for a campaign without a goal: no bar.</param>
    /// <param name="hueHex">The programme's colour as <c>#RRGGBB</c>; the accent colour where it is none.</param>
    /// <param name="language">BCP 47 language of the title, for letters with local forms.</param>
    /// <returns>The bytes of a PNG file. Emoji are left out; letters outside the fonts are shown as U+FFFD.</returns>
    public static byte[] Draw(string title, string organisation, string amountText, double? progressFraction, string hueHex, string language = "en")
    {
        var hue = hueHex.Length == 7 && hueHex[0] == '#' && int.TryParse(hueHex.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var colour)
            ? colour
            : Accent;
        var canvas = new RasterCanvas(Width, Height, Paper);
        DrawGround(canvas, hue);
        DrawOrganisation(canvas, Settled(organisation, language), hue);
        DrawTitle(canvas, Settled(title, language));
        DrawAmount(canvas, Settled(amountText, language), progressFraction, hue, language == "en" ? "%" : "\u00A0%");
        return PngWriter.Write(canvas);
    }

    private static void DrawGround(RasterCanvas canvas, int hue)
    {
        // Rings that open from the corner, as when a drop falls: quiet enough to read over.
        canvas.Fill(OutlinePath.Circle(Width - 40, 30, 330), hue, 0.06);
        canvas.Fill(OutlinePath.Circle(Width - 40, 30, 220), hue, 0.08);
        canvas.Fill(OutlinePath.Circle(Width - 40, 30, 115), hue, 0.12);
        canvas.Fill(OutlinePath.RoundedRectangle(0, 0, 18, Height, 0), hue);
    }

    private static void DrawOrganisation(RasterCanvas canvas, string organisation, int hue)
    {
        var text = new RasterText(FontFace.Bold, 31);
        canvas.Fill(OutlinePath.Circle(Left + 11, 91, 11), hue);
        text.Draw(canvas, text.Cut(organisation, TextWidth - 200), Left + 38, 102, InkSoft);
    }

    private static void DrawTitle(RasterCanvas canvas, string title)
    {
        foreach (var (size, most) in TitleSizes)
        {
            var text = new RasterText(FontFace.Bold, size);
            var lines = text.Lines(title, TextWidth);
            if (lines.Count > most && size != TitleSizes[^1].Size)
            {
                continue;
            }

            if (lines.Count <= most)
            {
                lines = text.EvenLines(title, TextWidth);
            }
            else
            {
                lines[most - 1] = text.Cut(lines[most - 1] + " " + lines[most], TextWidth);
                lines.RemoveRange(most, lines.Count - most);
            }

            var leading = size * 1.2;
            // Between head and amount, a little above the middle, as titles sit on a page.
            var y = TitleTop + ((TitleBottom - TitleTop - (lines.Count * leading)) * 0.42) + (size * 0.94);
            foreach (var line in lines)
            {
                text.Draw(canvas, line, Left, y, Ink);
                y += leading;
            }

            return;
        }
    }

    private static void DrawAmount(RasterCanvas canvas, string amount, double? progress, int hue, string percentSign)
    {
        var size = 46.0;
        while (size > 28 && new RasterText(FontFace.Bold, size).Width(amount) > TextWidth - 150)
        {
            size -= 2;
        }

        var text = new RasterText(FontFace.Bold, size);
        text.Draw(canvas, text.Cut(amount, TextWidth - 150), Left, progress is null ? BarTop + BarHeight : BarTop - 30, hue);
        if (progress is not { } fraction)
        {
            return;
        }

        fraction = fraction > 0 ? Math.Min(1, fraction) : 0;
        canvas.Fill(OutlinePath.RoundedRectangle(Left, BarTop, TextWidth, BarHeight, BarHeight / 2), Track);
        if (fraction > 0)
        {
            canvas.Fill(OutlinePath.RoundedRectangle(Left, BarTop, Math.Max(BarHeight, TextWidth * fraction), BarHeight, BarHeight / 2), hue);
        }

        // Rounded down: a campaign shows 100 % only when it has it.
        var percent = new RasterText(FontFace.Bold, 36);
        var label = ((int)Math.Floor((fraction * 100) + 1e-9)).ToString(CultureInfo.InvariantCulture) + percentSign;
        percent.Draw(canvas, label, Left + TextWidth - percent.Width(label), BarTop - 30, InkSoft);
    }

    private static string Settled(string text, string language)
    {
        // An emoji in a title is decoration and goes; a letter that cannot be shown must be seen to be missing.
        var letters = string.Concat(PrintableText.Normalise(text).EnumerateRunes()
            .Where(r => PrintableText.IsPrintable(r.ToString()) || System.Text.Rune.GetUnicodeCategory(r) is not (UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol)));
        var visible = PrintableText.Visible(letters).Replace('\u00AD', '\u200B').Replace("\u200B", "", StringComparison.Ordinal);
        return language is "mk" or "sr" ? visible.Replace('б', FontFace.LocalBe) : visible;
    }
}
