using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Charity.Documents;
using Charity.Files;

namespace Charity.Web.Look;

/// <summary>A QR code as a picture: dark squares on white in both colour schemes, since many readers need it so.</summary>
public static class QrPicture
{
    /// <summary>Large enough to be read from a screen by another screen's camera.</summary>
    private const int PixelsPerSquare = 10;

    /// <summary>SVG, with the quiet zone. Neighbouring squares of a row are drawn as one.</summary>
    public static string Svg(QrMatrix code)
    {
        ArgumentNullException.ThrowIfNull(code);
        const int quiet = QrMatrix.QuietZone;
        var side = code.Size + (2 * quiet);
        var svg = new StringBuilder(4096);
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">");
        svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"");
        for (var y = 0; y < code.Size; y++)
        {
            for (var x = 0; x < code.Size; x++)
            {
                if (!code[x, y])
                {
                    continue;
                }

                var start = x;
                while (x + 1 < code.Size && code[x + 1, y])
                {
                    x++;
                }

                svg.Append(CultureInfo.InvariantCulture, $"M{start + quiet} {y + quiet}h{x - start + 1}v1h-{x - start + 1}z");
            }
        }

        return svg.Append("\"/></svg>").ToString();
    }

    /// <summary>PNG in black and white, with the quiet zone, for saving to a phone's photos and opening in a bank's app.</summary>
    public static byte[] Png(QrMatrix code)
    {
        ArgumentNullException.ThrowIfNull(code);
        const int quiet = QrMatrix.QuietZone;
        var side = (code.Size + (2 * quiet)) * PixelsPerSquare;
        var row = new byte[((side + 7) / 8) + 1];
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < side; y++)
            {
                // A bit for each pixel, 1 is white; the byte before the row says that it is not filtered.
                row.AsSpan(1).Fill(0xFF);
                for (var x = 0; x < side; x++)
                {
                    var (column, line) = ((x / PixelsPerSquare) - quiet, (y / PixelsPerSquare) - quiet);
                    if (column >= 0 && line >= 0 && column < code.Size && line < code.Size && code[column, line])
                    {
                        row[1 + (x / 8)] &= (byte)~(0x80 >> (x % 8));
                    }
                }

                zlib.Write(row);
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        header[8] = 1;
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, packed.ToArray());
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        var from = (int)png.Length;
        png.Write(kind);
        png.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(png.GetBuffer().AsSpan(from, kind.Length + content.Length)));
        png.Write(number);
    }
}
