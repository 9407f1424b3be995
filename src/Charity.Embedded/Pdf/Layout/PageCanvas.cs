using Charity.Documents;
using Charity.Documents.Compression;
using Charity.Embedded.Pdf.Files;
using Charity.Embedded.Pdf.Images;

namespace Charity.Embedded.Pdf.Layout;

/// <summary>
/// One page being drawn. Places are measured from the page's top left corner, downward. All that is drawn is marked:
/// either as content of a tag or as decoration, which screen readers pass over.
/// </summary>
internal sealed partial class PageCanvas(int page, FontUse fonts, ImageUse images) : IDisposable
{
    private Tag? _tag;
    private bool _marked;
    private int _colour = -1;
    private TextStyle? _font;

    public int Page => page;

    /// <summary>What draws the page, in PDF's operators.</summary>
    public ByteSink Content { get; } = new(16 * 1024);

    /// <summary>The tag of each marked content, by its number.</summary>
    public List<Tag> Marks { get; } = [];

    public List<LinkArea> Links { get; } = [];

    /// <summary>While true, whatever is drawn is decoration, such as the head of a table repeated on a later page.</summary>
    public bool Repeating { get; set; }

    /// <summary>What follows belongs to a tag.</summary>
    public void Mark(Tag tag)
    {
        if (Repeating)
        {
            Decoration();
            return;
        }

        if (_tag == tag)
        {
            return;
        }

        CloseMark();
        tag.Place();
        tag.Kids.Add(new TagKid { Page = page, Mark = Marks.Count });
        Content.Write((byte)'/');
        Content.Ascii(tag.Type);
        Content.Write("<</MCID "u8);
        Content.Number(Marks.Count);
        Content.Write(">>BDC\n"u8);
        Marks.Add(tag);
        (_tag, _marked) = (tag, true);
    }

    /// <summary>What follows belongs to a figure, which fills this place.</summary>
    public void Mark(Tag figure, double left, double top, double width, double height)
    {
        Mark(figure);
        if (!Repeating)
        {
            figure.Grow(new TagBox(page, left, Look.PageHeight - top - height, left + width, Look.PageHeight - top));
        }
    }

    /// <summary>What follows is decoration.</summary>
    public void Decoration()
    {
        if (_marked && _tag is null)
        {
            return;
        }

        CloseMark();
        Content.Write("/Artifact BMC\n"u8);
        (_tag, _marked) = (null, true);
    }

    /// <summary>What follows is a running head or foot.</summary>
    public void Running(ReadOnlySpan<byte> subtype)
    {
        CloseMark();
        Content.Write("/Artifact<</Type/Pagination/Subtype/"u8);
        Content.Write(subtype);
        Content.Write(">>BDC\n"u8);
        (_tag, _marked) = (null, true);
    }

    public void CloseMark()
    {
        if (_marked)
        {
            Content.Write("EMC\n"u8);
            (_tag, _marked) = (null, false);
        }
    }

    /// <summary>A filled rectangle.</summary>
    public void Rectangle(double left, double top, double width, double height, int colour)
    {
        Fill(colour);
        Content.Reals(left, Look.PageHeight - top - height, width, height);
        Content.Write("re f\n"u8);
    }

    /// <summary>A line across, drawn as a thin rectangle beneath its top.</summary>
    public void Across(double left, double top, double width, double thickness, int colour)
    {
        Decoration();
        Rectangle(left, top, width, thickness, colour);
    }

    /// <summary>A line through points, with round joins.</summary>
    public void Path(ReadOnlySpan<(double X, double Y)> points, double thickness, int colour)
    {
        Colour(colour, "RG\n"u8);
        Content.Real(thickness);
        Content.Write(" w 1 J 1 j\n"u8);
        for (var i = 0; i < points.Length; i++)
        {
            Content.Reals(points[i].X, Look.PageHeight - points[i].Y);
            Content.Write(i == 0 ? "m\n"u8 : "l\n"u8);
        }

        Content.Write("S\n"u8);
    }

    /// <summary>A filled circle, of four curves.</summary>
    public void Dot(double x, double y, double radius, int colour)
    {
        // The distance of a curve's handles that comes closest to a quarter circle.
        const double Handle = 0.5523;
        Fill(colour);
        var (r, h, cy) = (radius, radius * Handle, Look.PageHeight - y);
        Content.Reals(x + r, cy);
        Content.Write("m "u8);
        foreach (var (x1, y1, x2, y2, x3, y3) in (ReadOnlySpan<(double, double, double, double, double, double)>)
            [(r, h, h, r, 0, r), (-h, r, -r, h, -r, 0), (-r, -h, -h, -r, 0, -r), (h, -r, r, -h, r, 0)])
        {
            Content.Reals(x + x1, cy + y1, x + x2, cy + y2, x + x3, cy + y3);
            Content.Write("c "u8);
        }

        Content.Write("f\n"u8);
    }

    /// <summary>The dark squares of a QR code, neighbours in a row as one rectangle.</summary>
    public void Squares(QrMatrix matrix, double left, double top, double size)
    {
        Fill(0);
        Content.Write("q "u8);
        var side = size / matrix.Size;
        // Squares have whole coordinates under a scale of their own; two decimals would let them drift apart.
        Scale(side, -side);
        Content.Reals(left, Look.PageHeight - top);
        Content.Write("cm\n"u8);
        for (var y = 0; y < matrix.Size; y++)
        {
            for (var x = 0; x < matrix.Size; x++)
            {
                var start = x;
                while (x < matrix.Size && matrix[x, y])
                {
                    x++;
                }

                if (x > start)
                {
                    Content.Number(start);
                    Content.Write((byte)' ');
                    Content.Number(y);
                    Content.Write((byte)' ');
                    Content.Number(x - start);
                    Content.Write(" 1 re\n"u8);
                }
            }
        }

        Content.Write("f Q\n"u8);
    }

    public void Image(PdfImage image, double left, double top, double width, double height)
    {
        Content.Write("q "u8);
        Content.Reals(width, 0, 0, height, left, Look.PageHeight - top - height);
        Content.Write("cm /I"u8);
        Content.Number(images.NumberOf(image));
        Content.Write(" Do Q\n"u8);
    }

    public void Dispose() => Content.Dispose();

    private void Scale(double x, double y)
    {
        Content.Ascii(FormattableString.Invariant($"{x:0.######} 0 0 {y:0.######} "));
    }

    private void Fill(int colour)
    {
        if (_colour != colour)
        {
            Colour(colour, "rg\n"u8);
            _colour = colour;
        }
    }

    private void Colour(int colour, ReadOnlySpan<byte> op)
    {
        for (var shift = 16; shift >= 0; shift -= 8)
        {
            // Thousandths tell all 256 steps apart.
            var thousandths = (((colour >> shift) & 255) * 1000 + 127) / 255;
            if (thousandths is 0 or 1000)
            {
                Content.Write(thousandths == 0 ? "0 "u8 : "1 "u8);
                continue;
            }

            Content.Write([(byte)'.', (byte)('0' + (thousandths / 100)), (byte)('0' + (thousandths / 10 % 10)), (byte)('0' + (thousandths % 10)), (byte)' ']);
        }

        Content.Write(op);
    }
}

/// <summary>Which letters of which face a document uses.</summary>
internal sealed class FontUse
{
    public int Regular { get; set; }

    public int Bold { get; set; }
}

/// <summary>The pictures of a document, each once.</summary>
internal sealed class ImageUse
{
    public List<PdfImage> Images { get; } = [];

    public int NumberOf(PdfImage image)
    {
        var number = Images.IndexOf(image);
        if (number < 0)
        {
            number = Images.Count;
            Images.Add(image);
        }

        return number;
    }
}
