using System.Buffers.Binary;
using System.IO.Compression;
using Charity.Files;

namespace Charity.Browser.Tests.Picturing;

/// <summary>
/// Makes a browser's picture small enough to keep in the repository: the 256 colours that stand for most of it, in place
/// of millions. Pages of few flat colours lose nothing that one sees.
/// </summary>
internal static class SmallPng
{
    private const int MostColours = 256;

    internal static byte[] Of(byte[] png)
    {
        var (width, height, pixels) = Read(png);
        var (palette, indexes) = Reduce(pixels);
        using var made = new MemoryStream();
        made.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3);
        Chunk(made, "IHDR"u8, header);
        Chunk(made, "PLTE"u8, palette);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(indexes.AsSpan(y * width, width));
            }
        }

        Chunk(made, "IDAT"u8, packed.ToArray());
        Chunk(made, "IEND"u8, []);
        return made.ToArray();
    }

    /// <summary>The colours that occur most, told apart by their five upper bits, and for each pixel the nearest of them.</summary>
    private static (byte[] Palette, byte[] Indexes) Reduce(int[] pixels)
    {
        var boxes = new Dictionary<int, (long Red, long Green, long Blue, int Count)>();
        foreach (var pixel in pixels)
        {
            var box = boxes.GetValueOrDefault(Box(pixel));
            boxes[Box(pixel)] = (box.Red + (pixel >> 16), box.Green + ((pixel >> 8) & 255), box.Blue + (pixel & 255), box.Count + 1);
        }

        var colours = boxes.OrderByDescending(box => box.Value.Count).Take(MostColours)
            .Select(box => ((int)(box.Value.Red / box.Value.Count), (int)(box.Value.Green / box.Value.Count), (int)(box.Value.Blue / box.Value.Count)))
            .ToArray();
        var nearest = boxes.Keys.ToDictionary(box => box, box => Nearest(colours, boxes[box]));
        return ([.. colours.SelectMany(c => new[] { (byte)c.Item1, (byte)c.Item2, (byte)c.Item3 })], [.. pixels.Select(pixel => nearest[Box(pixel)])]);
    }

    private static int Box(int pixel) => ((pixel >> 19) & 31) << 10 | ((pixel >> 11) & 31) << 5 | ((pixel >> 3) & 31);

    private static byte Nearest((int Red, int Green, int Blue)[] colours, (long Red, long Green, long Blue, int Count) box)
    {
        var (red, green, blue) = ((int)(box.Red / box.Count), (int)(box.Green / box.Count), (int)(box.Blue / box.Count));
        var (best, least) = (0, int.MaxValue);
        for (var i = 0; i < colours.Length; i++)
        {
            var (dr, dg, db) = (colours[i].Red - red, colours[i].Green - green, colours[i].Blue - blue);
            var distance = (dr * dr) + (dg * dg) + (db * db);
            if (distance < least)
            {
                (best, least) = (i, distance);
            }
        }

        return (byte)best;
    }

    /// <summary>Reads what browsers and pdftoppm write: 8 bits a colour, with or without opacity, not interlaced.</summary>
    private static (int Width, int Height, int[] Pixels) Read(byte[] png)
    {
        var (width, height, size) = (0, 0, 0);
        using var packed = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var kind = png.AsSpan(at + 4, 4);
            var chunk = png.AsSpan(at + 8, length);
            if (kind.SequenceEqual("IHDR"u8))
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(chunk), BinaryPrimitives.ReadInt32BigEndian(chunk[4..]));
                size = (chunk[8], chunk[9], chunk[12]) switch
                {
                    (8, 2, 0) => 3,
                    (8, 6, 0) => 4,
                    _ => throw new InvalidDataException("A PNG of another kind."),
                };
            }
            else if (kind.SequenceEqual("IDAT"u8))
            {
                packed.Write(chunk);
            }

            at += 12 + length;
        }

        packed.Position = 0;
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        var pixels = new int[width * height];
        var (above, row) = (new byte[width * size], new byte[width * size]);
        for (var y = 0; y < height; y++)
        {
            var filter = zlib.ReadByte();
            zlib.ReadExactly(row);
            for (var x = 0; x < row.Length; x++)
            {
                int left = x >= size ? row[x - size] : 0, up = above[x], corner = x >= size ? above[x - size] : 0;
                row[x] += (byte)(filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) });
            }

            for (var x = 0; x < width; x++)
            {
                pixels[(y * width) + x] = (row[x * size] << 16) | (row[(x * size) + 1] << 8) | row[(x * size) + 2];
            }

            (above, row) = (row, above);
        }

        return (width, height, pixels);
    }

    /// <summary>The neighbour nearest to left + up − corner, as PNG's specification orders ties.</summary>
    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    private static void Chunk(Stream png, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        kind.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc32.Of(chunk.AsSpan(4, 4 + content.Length)));
        png.Write(chunk);
    }
}
