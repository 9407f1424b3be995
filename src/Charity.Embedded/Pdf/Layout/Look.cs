using Charity.Documents.Fonts;

namespace Charity.Embedded.Pdf.Layout;

/// <summary>How documents look: one quiet voice, one large number. Lengths in points (1/72 inch), colours as 0xRRGGBB.</summary>
internal static class Look
{
    public const double Millimetre = 72 / 25.4;
    public const double PageWidth = 210 * Millimetre;
    public const double PageHeight = 297 * Millimetre;
    public const double Margin = 20 * Millimetre;
    public const double ColumnWidth = PageWidth - (2 * Margin);

    /// <summary>Base line of the foot's last line, from the page's bottom.</summary>
    public const double FootLine = 11 * Millimetre;

    /// <summary>Least white between the text and the foot.</summary>
    public const double FootGap = 7 * Millimetre;

    /// <summary>Base line of the running head on later pages, from the page's top.</summary>
    public const double RunningHeadLine = 12 * Millimetre;

    public const int Ink = 0x1B2430;
    public const int InkSoft = 0x4F5B6A;
    public const int Line = 0xDDD7CC;
    public const int LineStrong = 0x4F5B6A;
    public const int Accent = 0x0B6E69;
    public const int Warm = 0xB4532A;
    public const int Card = 0xF6F3EC;
    public const int Against = 0xA9B1BA;

    public static readonly TextStyle Body = new(bold: false, 10, 14.5, Ink);
    public static readonly TextStyle Lead = new(bold: false, 11.5, 17, Ink);
    public static readonly TextStyle Quiet = new(bold: false, 8.5, 12, InkSoft);
    public static readonly TextStyle Title = new(bold: true, 19, 25, Ink);
    public static readonly TextStyle Section = new(bold: true, 13, 18, Ink);
    public static readonly TextStyle Subsection = new(bold: true, 10.5, 15, Ink);
    public static readonly TextStyle Minor = new(bold: true, 9, 13, InkSoft);
    public static readonly TextStyle Amount = new(bold: true, 34, 40, Ink);
    public static readonly TextStyle AmountLabel = new(bold: false, 10, 14, InkSoft);
    public static readonly TextStyle AmountWords = new(bold: false, 11, 16, InkSoft);
    public static readonly TextStyle FactName = new(bold: false, 9, 13.5, InkSoft);
    public static readonly TextStyle FactValue = new(bold: false, 9.5, 13.5, Ink);
    public static readonly TextStyle TableHead = new(bold: true, 8.5, 12, InkSoft);
    public static readonly TextStyle TableCell = new(bold: false, 9, 13, Ink);
    public static readonly TextStyle ChartText = new(bold: false, 8.5, 12, Ink);
    public static readonly TextStyle Foot = new(bold: false, 8, 11, InkSoft);
    public static readonly TextStyle HeadName = new(bold: true, 12, 16, Ink);
    public static readonly TextStyle HeadLine = new(bold: false, 8.5, 12, InkSoft);
    public static readonly TextStyle HeadNumber = new(bold: true, 10.5, 16, Ink);

    /// <summary>A colour from <c>#RRGGBB</c>; the accent where it is none.</summary>
    public static int Colour(string hue) =>
        hue.Length == 7 && hue[0] == '#' && int.TryParse(hue.AsSpan(1), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out var colour)
            ? colour
            : Accent;
}

/// <summary>Face, size, height of a line and colour of text.</summary>
internal sealed class TextStyle(bool bold, double size, double leading, int colour)
{
    private TextStyle? _strong;

    public bool Bold { get; } = bold;
    public double Size { get; } = size;
    public double Leading { get; } = leading;
    public int Colour { get; } = colour;
    public FontFace Face { get; } = FontFace.Of(bold);

    /// <summary>Where the base line stands below the top of its line.</summary>
    public double Baseline { get; } = ((leading - size) / 2) + (size * 0.86);

    /// <summary>The same in the bold face.</summary>
    public TextStyle Strong => Bold ? this : _strong ??= new TextStyle(true, Size, Leading, Colour);

    public TextStyle In(int colour) => colour == Colour ? this : new TextStyle(Bold, Size, Leading, colour);

    /// <summary>The same letters, smaller, so that a text fits its width on one line.</summary>
    public TextStyle Fitted(string text, double width)
    {
        var natural = LineBreaker.Width(text, this);
        return natural <= width ? this : new TextStyle(Bold, Math.Floor(Size * width / natural * 4) / 4, Leading * width / natural, Colour);
    }
}
