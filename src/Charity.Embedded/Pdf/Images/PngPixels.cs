using Charity.Documents.Compression;

namespace Charity.Embedded.Pdf.Images;

/// <summary>Unpacks the rows of a PNG, interlaced or not, into 8-bit colours and opacity.</summary>
internal sealed class PngPixels(PngHeader header, byte[] palette, byte[]? transparency)
{
    private readonly byte[] _colours = new byte[header.Width * header.Height * (header.IsGrey ? 1 : 3)];
    private readonly byte[]? _opacity = header.ColourType is PngHeader.GreyAlpha or PngHeader.ColourAlpha || transparency is not null
        ? new byte[header.Width * header.Height]
        : null;

    public PdfImage Read(Stream rows)
    {
        if (header.Interlaced)
        {
            // Adam7: seven pictures of ever more pixels; start and step of each, across and down.
            foreach (var (x, y, dx, dy) in (ReadOnlySpan<(int, int, int, int)>)
                [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)])
            {
                ReadPass(rows, x, y, dx, dy);
            }
        }
        else
        {
            ReadPass(rows, 0, 0, 1, 1);
        }

        return Image(header.IsGrey ? 1 : 3, _colours) with { Mask = _opacity is null ? null : Image(1, _opacity) };
    }

    private PdfImage Image(int samples, byte[] pixels)
    {
        // Each byte as the difference from the one to its left (PNG's Sub) packs drawings and photographs alike.
        var stride = header.Width * samples;
        var rows = new byte[(stride + 1) * header.Height];
        for (var y = 0; y < header.Height; y++)
        {
            var from = pixels.AsSpan(y * stride, stride);
            var to = rows.AsSpan(y * (stride + 1), stride + 1);
            to[0] = 1;
            for (var x = 0; x < stride; x++)
            {
                to[x + 1] = (byte)(from[x] - (x < samples ? 0 : from[x - samples]));
            }
        }

        using var packed = new ByteSink(rows.Length / 2);
        Zlib.Pack(rows, packed);
        var entries = FormattableString.Invariant(
            $"/ColorSpace/{(samples == 1 ? "DeviceGray" : "DeviceRGB")}/BitsPerComponent 8/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors {samples}/Columns {header.Width}>>");
        return new PdfImage(header.Width, header.Height, entries, packed.ToArray());
    }

    private void ReadPass(Stream rows, int x0, int y0, int dx, int dy)
    {
        var width = (header.Width - x0 + dx - 1) / dx;
        if (width <= 0 || y0 >= header.Height)
        {
            return;
        }

        var bitsPerPixel = header.Bits * header.Samples;
        var back = Math.Max(1, bitsPerPixel / 8);
        var row = new byte[((width * bitsPerPixel) + 7) / 8];
        var above = new byte[row.Length];
        for (var y = y0; y < header.Height; y += dy)
        {
            var filter = rows.ReadByte();
            rows.ReadExactly(row);
            Unfilter(filter, row, above, back);
            for (var x = 0; x < width; x++)
            {
                Store(row, x, (y * header.Width) + x0 + (x * dx));
            }

            (row, above) = (above, row);
        }
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int back)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < back ? 0 : row[i - back], up = above[i], corner = i < back ? 0 : above[i - back];
            row[i] += filter switch
            {
                0 => 0,
                1 => (byte)left,
                2 => (byte)up,
                3 => (byte)((left + up) / 2),
                4 => (byte)Paeth(left, up, corner),
                _ => throw new InvalidDataException("a PNG row has no known filter"),
            };
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        int toLeft = Math.Abs(guess - left), toUp = Math.Abs(guess - up), toCorner = Math.Abs(guess - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private void Store(byte[] row, int x, int pixel)
    {
        switch (header.ColourType)
        {
            case PngHeader.Palette:
                var index = Sample(row, x);
                palette.AsSpan(3 * index, 3).CopyTo(_colours.AsSpan(3 * pixel));
                SetOpacity(pixel, index < transparency?.Length ? transparency[index] : byte.MaxValue);
                break;
            case PngHeader.Grey or PngHeader.GreyAlpha:
                var grey = Sample(row, x * header.Samples);
                _colours[pixel] = Scaled(grey);
                SetOpacity(pixel, header.Samples == 2 ? Scaled(Sample(row, (2 * x) + 1)) : Solid(grey == Named(0)));
                break;
            default:
                int first = x * header.Samples, r = Sample(row, first), g = Sample(row, first + 1), b = Sample(row, first + 2);
                _colours[3 * pixel] = Scaled(r);
                _colours[(3 * pixel) + 1] = Scaled(g);
                _colours[(3 * pixel) + 2] = Scaled(b);
                SetOpacity(pixel, header.Samples == 4 ? Scaled(Sample(row, first + 3)) : Solid(r == Named(0) && g == Named(1) && b == Named(2)));
                break;
        }
    }

    private void SetOpacity(int pixel, byte value)
    {
        if (_opacity is not null)
        {
            _opacity[pixel] = value;
        }
    }

    private static byte Solid(bool isTransparentColour) => isTransparentColour ? (byte)0 : byte.MaxValue;

    /// <summary>A sample of the one colour that chunk tRNS names transparent.</summary>
    private int Named(int sample) => transparency is null ? -1 : (transparency[2 * sample] << 8) | transparency[(2 * sample) + 1];

    private int Sample(byte[] row, int sample)
    {
        if (header.Bits >= 8)
        {
            return header.Bits == 8 ? row[sample] : (row[2 * sample] << 8) | row[(2 * sample) + 1];
        }

        var bit = sample * header.Bits;
        return (row[bit / 8] >> (8 - header.Bits - (bit % 8))) & ((1 << header.Bits) - 1);
    }

    private byte Scaled(int sample) => header.Bits == 16 ? (byte)(sample >> 8) : (byte)(sample * byte.MaxValue / ((1 << header.Bits) - 1));
}
