using System.Buffers.Binary;
using Charity.Documents.Fonts;

namespace Charity.Documents.Raster;

/// <summary>Reads the outline of a glyph (TrueType, table glyf) into a path.</summary>
internal static class GlyphOutline
{
    private const int HeaderLength = 10;
    private const int OnCurve = 0x01;
    private const int ShortX = 0x02;
    private const int ShortY = 0x04;
    private const int Repeats = 0x08;
    private const int SameOrPositiveX = 0x10;
    private const int SameOrPositiveY = 0x20;

    /// <summary>Adds a glyph whose origin stands at a place on its base line.</summary>
    /// <param name="scale">Pixels to a font unit.</param>
    public static void Add(OutlinePath path, FontFace face, ushort glyph, double x, double baseline, double scale) =>
        Add(path, face, glyph, new Placement(scale, 0, 0, -scale, x, baseline));

    private static void Add(OutlinePath path, FontFace face, ushort glyph, Placement placement)
    {
        var outline = face.OutlineOf(glyph);
        if (CompositeGlyph.Is(outline))
        {
            foreach (var part in CompositeGlyph.PartsOf(outline))
            {
                Add(path, face, part.Glyph, placement.After(part));
            }
        }
        else if (!outline.IsEmpty)
        {
            AddContours(path, outline, placement);
        }
    }

    private static void AddContours(OutlinePath path, ReadOnlySpan<byte> outline, Placement placement)
    {
        var contours = U16(outline, 0);
        var count = U16(outline, HeaderLength + (2 * (contours - 1))) + 1;
        var at = HeaderLength + (2 * contours);
        at += 2 + U16(outline, at);
        var flags = Flags(outline, ref at, count);
        var xs = Coordinates(outline, ref at, flags, ShortX, SameOrPositiveX);
        var ys = Coordinates(outline, ref at, flags, ShortY, SameOrPositiveY);
        var points = new Point[count];
        for (var i = 0; i < count; i++)
        {
            var (x, y) = placement.Of(xs[i], ys[i]);
            points[i] = new Point(x, y, (flags[i] & OnCurve) != 0);
        }

        var first = 0;
        for (var contour = 0; contour < contours; contour++)
        {
            var last = U16(outline, HeaderLength + (2 * contour));
            AddContour(path, points.AsSpan(first, last - first + 1));
            first = last + 1;
        }
    }

    /// <summary>Between two points off the curve lies one on it, half way, that the font leaves out.</summary>
    private static void AddContour(OutlinePath path, ReadOnlySpan<Point> points)
    {
        if (points.Length < 2)
        {
            return;
        }

        var start = points[0].IsOn ? points[0] : points[^1].IsOn ? points[^1] : Point.Middle(points[0], points[^1]);
        path.MoveTo(start.X, start.Y);
        Point? control = null;
        for (var i = points[0].IsOn ? 1 : 0; i < points.Length; i++)
        {
            var point = points[i];
            if (control is { } c)
            {
                var end = point.IsOn ? point : Point.Middle(c, point);
                path.QuadraticTo(c.X, c.Y, end.X, end.Y);
                control = point.IsOn ? null : point;
            }
            else if (point.IsOn)
            {
                path.LineTo(point.X, point.Y);
            }
            else
            {
                control = point;
            }
        }

        if (control is { } open)
        {
            path.QuadraticTo(open.X, open.Y, start.X, start.Y);
        }

        path.Close();
    }

    private static byte[] Flags(ReadOnlySpan<byte> outline, ref int at, int count)
    {
        var flags = new byte[count];
        for (var i = 0; i < count;)
        {
            var flag = outline[at++];
            var times = (flag & Repeats) == 0 ? 1 : 1 + outline[at++];
            for (; times > 0; times--)
            {
                flags[i++] = flag;
            }
        }

        return flags;
    }

    private static int[] Coordinates(ReadOnlySpan<byte> outline, ref int at, byte[] flags, int isShort, int sameOrPositive)
    {
        var values = new int[flags.Length];
        var value = 0;
        for (var i = 0; i < flags.Length; i++)
        {
            var same = (flags[i] & sameOrPositive) != 0;
            if ((flags[i] & isShort) != 0)
            {
                value += same ? outline[at] : -outline[at];
                at++;
            }
            else if (!same)
            {
                value += BinaryPrimitives.ReadInt16BigEndian(outline[at..]);
                at += 2;
            }

            values[i] = value;
        }

        return values;
    }

    private static int U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);

    private readonly record struct Point(double X, double Y, bool IsOn)
    {
        public static Point Middle(Point a, Point b) => new((a.X + b.X) / 2, (a.Y + b.Y) / 2, true);
    }

    /// <summary>x' = xx·x + yx·y + dx, y' = xy·x + yy·y + dy.</summary>
    private readonly record struct Placement(double XX, double XY, double YX, double YY, double Dx, double Dy)
    {
        public (double X, double Y) Of(double x, double y) => ((XX * x) + (YX * y) + Dx, (XY * x) + (YY * y) + Dy);

        public Placement After(GlyphPart part)
        {
            var (dx, dy) = Of(part.Dx, part.Dy);
            return new Placement(
                (XX * part.XX) + (YX * part.XY), (XY * part.XX) + (YY * part.XY), (XX * part.YX) + (YX * part.YY), (XY * part.YX) + (YY * part.YY), dx, dy);
        }
    }
}
