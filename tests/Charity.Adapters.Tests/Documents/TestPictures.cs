using System.Buffers.Binary;
using System.IO.Compression;

namespace Charity.Adapters.Tests.Documents;

/// <summary>Small pictures of every kind, made here.</summary>
internal static class TestPictures
{
    /// <summary>A baseline JPEG of 48 by 32 pixels, a gradient.</summary>
    public static byte[] Jpeg { get; } = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT0"
        + "9PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAgADADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAUE/8QAFhAAAwAAAAAAAAAAAAAAAAAAABNh"
        + "/8QAFwEBAQEBAAAAAAAAAAAAAAAAAAQCBf/EABYRAQEBAAAAAAAAAAAAAAAAAAATFP/aAAwDAQACEQMRAD8AkJgTCgmBMNUQZ09MCYUEwJgoZ09MCYUEwJgoZ1FMCYb0wJhDR287AmBMN6YEwUM7Am"
        + "BMN6YEwUM7/9k=");

    /// <summary>A logo with transparent corners.</summary>
    public static byte[] Logo { get; } = Png(64, 64, colourType: 6, bits: 8, (x, y) =>
    {
        var inside = ((x - 32) * (x - 32)) + ((y - 32) * (y - 32)) < 900;
        return [11, 110, 105, inside ? 255 : 0];
    });

    /// <summary>A PNG of any kind: <paramref name="sample"/> gives the samples of a pixel; each row has another of the five filters.</summary>
    public static byte[] Png(int width, int height, int colourType, int bits, Func<int, int, int[]> sample, bool interlaced = false, byte[]? palette = null, byte[]? transparency = null)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)bits, (byte)colourType, (byte)(interlaced ? 1 : 0));
        Chunk(png, "IHDR", header);
        if (palette is not null)
        {
            Chunk(png, "PLTE", palette);
        }

        if (transparency is not null)
        {
            Chunk(png, "tRNS", transparency);
        }

        using var rows = new MemoryStream();
        using (var packing = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            (int X, int Y, int Dx, int Dy)[] passes = interlaced
                ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
                : [(0, 0, 1, 1)];
            foreach (var pass in passes)
            {
                WritePass(packing, width, height, colourType, bits, sample, pass);
            }
        }

        // Two chunks, as long pictures have.
        var packed = rows.ToArray();
        Chunk(png, "IDAT", packed[..(packed.Length / 2)]);
        Chunk(png, "IDAT", packed[(packed.Length / 2)..]);
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void WritePass(Stream packing, int width, int height, int colourType, int bits, Func<int, int, int[]> sample, (int X, int Y, int Dx, int Dy) pass)
    {
        var across = (width - pass.X + pass.Dx - 1) / pass.Dx;
        if (across <= 0)
        {
            return;
        }

        var samples = colourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var row = new byte[((across * samples * bits) + 7) / 8];
        var above = new byte[row.Length];
        var back = Math.Max(1, samples * bits / 8);
        var filter = 0;
        for (var y = pass.Y; y < height; y += pass.Dy)
        {
            Array.Clear(row);
            for (var x = 0; x < across; x++)
            {
                var values = sample(pass.X + (x * pass.Dx), y);
                for (var s = 0; s < samples; s++)
                {
                    Put(row, (x * samples) + s, bits, values[s]);
                }
            }

            packing.WriteByte((byte)filter);
            packing.Write(Filtered(filter, row, above, back));
            (row, above) = (above, row);
            filter = (filter + 1) % 5;
        }
    }

    private static byte[] Filtered(int filter, byte[] row, byte[] above, int back) => [.. row.Select((value, i) =>
    {
        int left = i < back ? 0 : row[i - back], up = above[i], corner = i < back ? 0 : above[i - back];
        var paeth = new[] { left, up, corner }.MinBy(c => Math.Abs(left + up - corner - c));
        return (byte)(value - filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => paeth, _ => 0 });
    })];

    private static void Put(byte[] row, int index, int bits, int value)
    {
        if (bits == 16)
        {
            BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(2 * index), (ushort)value);
        }
        else
        {
            var bit = index * bits;
            row[bit / 8] |= (byte)(value << (8 - bits - (bit % 8)));
        }
    }

    private static void Chunk(Stream png, string kind, byte[] content)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(kind), .. content];
        png.Write(length);
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(length, Crc(body));
        png.Write(length);
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
            }
        }

        return ~crc;
    }
}
