using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using Charity.Documents;

namespace Charity.Embedded.Pdf.Images;

/// <summary>Reads a PNG of any kind into pixels, and packs those the way PDF wants them, transparency apart.</summary>
internal static class PngReader
{
    /// <summary>Largest picture: past it, unpacking costs more memory than a document is worth.</summary>
    public const long MaxPixels = 40_000_000;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public static bool Is(ReadOnlySpan<byte> content) => content.StartsWith(Signature);

    public static PdfImage Read(byte[] content)
    {
        var header = default(PngHeader);
        var palette = Array.Empty<byte>();
        byte[]? transparency = null;
        using var packed = new MemoryStream();
        var at = Signature.Length;
        while (true)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(at));
            var kind = content.AsSpan(at + 4, 4);
            var chunk = content.AsSpan(at + 8, length);
            if (kind.SequenceEqual("IHDR"u8))
            {
                header = PngHeader.Read(chunk);
            }
            else if (kind.SequenceEqual("PLTE"u8))
            {
                palette = chunk.ToArray();
            }
            else if (kind.SequenceEqual("tRNS"u8))
            {
                transparency = chunk.ToArray();
            }
            else if (kind.SequenceEqual("IDAT"u8))
            {
                packed.Write(chunk);
            }
            else if (kind.SequenceEqual("IEND"u8))
            {
                break;
            }

            at += 12 + length;
        }

        packed.Position = 0;
        using var unpacking = new ZLibStream(packed, CompressionMode.Decompress);
        return new PngPixels(header, palette, transparency).Read(unpacking);
    }
}

/// <summary>The first chunk of a PNG.</summary>
internal readonly record struct PngHeader(int Width, int Height, int Bits, int ColourType, bool Interlaced)
{
    public const int Grey = 0;
    public const int Colour = 2;
    public const int Palette = 3;
    public const int GreyAlpha = 4;
    public const int ColourAlpha = 6;

    public int Samples => ColourType switch { Colour => 3, GreyAlpha => 2, ColourAlpha => 4, _ => 1 };

    public bool IsGrey => ColourType is Grey or GreyAlpha;

    public static PngHeader Read(ReadOnlySpan<byte> chunk)
    {
        var header = new PngHeader(
            BinaryPrimitives.ReadInt32BigEndian(chunk), BinaryPrimitives.ReadInt32BigEndian(chunk[4..]), chunk[8], chunk[9], chunk[12] == 1);
        var bitsAllowed = header.ColourType switch
        {
            Grey => header.Bits is 1 or 2 or 4 or 8 or 16,
            Palette => header.Bits is 1 or 2 or 4 or 8,
            Colour or GreyAlpha or ColourAlpha => header.Bits is 8 or 16,
            _ => false,
        };
        if (!bitsAllowed || chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1 || header.Width <= 0 || header.Height <= 0)
        {
            throw new InvalidDataException("the PNG header is not one");
        }

        return (long)header.Width * header.Height <= PngReader.MaxPixels
            ? header
            : throw new DocumentException(string.Create(CultureInfo.InvariantCulture, $"A picture has more than {PngReader.MaxPixels} pixels."));
    }
}
