using System.Buffers.Binary;
using Charity.Documents.Compression;

namespace Charity.Documents.Raster;

/// <summary>Writes a picture as PNG, 8 bits a colour. The same picture gives the same bytes.</summary>
internal static class PngWriter
{
    private const byte Colour = 2;
    private const byte Up = 2;

    private static readonly uint[] Remainders = MakeRemainders();

    public static byte[] Write(RasterCanvas canvas)
    {
        var stride = canvas.Width * 3;
        var rows = new byte[(stride + 1) * canvas.Height];
        for (var y = 0; y < canvas.Height; y++)
        {
            var row = rows.AsSpan(y * (stride + 1), stride + 1);
            var pixels = canvas.Pixels.Slice(y * stride, stride);
            // The difference from the row above: in flat pictures mostly zeros.
            row[0] = Up;
            for (var x = 0; x < stride; x++)
            {
                row[x + 1] = (byte)(pixels[x] - (y == 0 ? 0 : canvas.Pixels[((y - 1) * stride) + x]));
            }
        }

        using var packed = new ByteSink(64 * 1024);
        Zlib.Pack(rows, packed);
        using var png = new ByteSink(packed.Length + 64);
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, canvas.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], canvas.Height);
        header[8] = 8;
        header[9] = Colour;
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "IDAT"u8, packed.Written);
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(ByteSink png, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content)
    {
        BinaryPrimitives.WriteInt32BigEndian(png.Room(4), content.Length);
        png.Advance(4);
        var start = png.Length;
        png.Write(kind);
        png.Write(content);
        var checksum = Checksum(png.From(start));
        BinaryPrimitives.WriteUInt32BigEndian(png.Room(4), checksum);
        png.Advance(4);
    }

    /// <summary>CRC-32 as PNG's specification defines it.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ Remainders[(byte)(crc ^ value)];
        }

        return ~crc;
    }

    private static uint[] MakeRemainders()
    {
        var remainders = new uint[256];
        for (uint i = 0; i < remainders.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & 1) * 0xEDB88320u);
            }

            remainders[i] = value;
        }

        return remainders;
    }
}
