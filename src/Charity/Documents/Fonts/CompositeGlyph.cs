using System.Buffers.Binary;

namespace Charity.Documents.Fonts;

/// <summary>A glyph made of others, such as й of и and a breve: which ones, moved and scaled how (TrueType, table glyf).</summary>
internal static class CompositeGlyph
{
    private const int HeaderLength = 10;
    private const int WordArguments = 0x0001;
    private const int ArgumentsAreOffsets = 0x0002;
    private const int OneScale = 0x0008;
    private const int MoreParts = 0x0020;
    private const int TwoScales = 0x0040;
    private const int FourScales = 0x0080;

    /// <summary>True where the outline is made of other glyphs.</summary>
    public static bool Is(ReadOnlySpan<byte> outline) => !outline.IsEmpty && S16(outline, 0) < 0;

    /// <summary>The parts, none for a simple outline.</summary>
    /// <exception cref="InvalidDataException">A part is placed by matching points, which our fonts never do.</exception>
    public static List<GlyphPart> PartsOf(ReadOnlySpan<byte> outline)
    {
        var parts = new List<GlyphPart>();
        if (!Is(outline))
        {
            return parts;
        }

        var at = HeaderLength;
        int flags;
        do
        {
            flags = U16(outline, at);
            var glyph = U16(outline, at + 2);
            if ((flags & ArgumentsAreOffsets) == 0)
            {
                throw new InvalidDataException("A composite glyph is placed by points.");
            }

            at += 4;
            var words = (flags & WordArguments) != 0;
            double x = words ? S16(outline, at) : (sbyte)outline[at];
            double y = words ? S16(outline, at + 2) : (sbyte)outline[at + 1];
            at += words ? 4 : 2;
            double xx = 1, xy = 0, yx = 0, yy = 1;
            if ((flags & OneScale) != 0)
            {
                xx = yy = Fraction(outline, ref at);
            }
            else if ((flags & TwoScales) != 0)
            {
                xx = Fraction(outline, ref at);
                yy = Fraction(outline, ref at);
            }
            else if ((flags & FourScales) != 0)
            {
                xx = Fraction(outline, ref at);
                xy = Fraction(outline, ref at);
                yx = Fraction(outline, ref at);
                yy = Fraction(outline, ref at);
            }

            parts.Add(new GlyphPart(glyph, xx, xy, yx, yy, x, y));
        }
        while ((flags & MoreParts) != 0);
        return parts;
    }

    private static double Fraction(ReadOnlySpan<byte> data, ref int at)
    {
        var value = S16(data, at) / 16384.0;
        at += 2;
        return value;
    }

    private static ushort U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);

    private static short S16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt16BigEndian(data[at..]);
}

/// <summary>A part of a composite glyph: x' = xx·x + yx·y + dx, y' = xy·x + yy·y + dy.</summary>
internal readonly record struct GlyphPart(ushort Glyph, double XX, double XY, double YX, double YY, double Dx, double Dy);
