using System.Buffers.Binary;

namespace Charity.Files;

/// <summary>
/// Copies a PNG without its metadata (ISO/IEC 15948). Kept: the chunks that draw the picture; dropped: texts, times,
/// Exif, profiles and unknown chunks, and everything behind the end chunk. Every checksum is
/// verified, and that the data unpack to the pixels that the header promises.
/// </summary>
internal static class PngCopy
{
    private const int ChunkOverhead = 12;

    public static ImageFault Copy(ReadOnlySpan<byte> source, out CleanImage? image)
    {
        image = null;
        using var target = new MemoryStream(source.Length);
        target.Write(source[..8]);
        int at = 8, width = 0, height = 0;
        long? unpacked = null;
        using var data = new MemoryStream();
        while (true)
        {
            if (at + ChunkOverhead > source.Length)
            {
                return ImageFault.Broken;
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(source[at..]);
            if (length > int.MaxValue || at + ChunkOverhead + (long)length > source.Length)
            {
                return ImageFault.Broken;
            }

            var chunk = source.Slice(at, ChunkOverhead + (int)length);
            var type = chunk.Slice(4, 4);
            if (Crc32.Of(chunk[4..^4]) != BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]))
            {
                return ImageFault.Broken;
            }

            if (type.SequenceEqual("IHDR"u8))
            {
                if (at != 8 || length != 13)
                {
                    return ImageFault.Broken;
                }

                var (wide, high) = (BinaryPrimitives.ReadUInt32BigEndian(chunk[8..]), BinaryPrimitives.ReadUInt32BigEndian(chunk[12..]));
                if (wide is 0 or > int.MaxValue || high is 0 or > int.MaxValue)
                {
                    return ImageFault.Broken;
                }

                (width, height) = ((int)wide, (int)high);
                unpacked = PngPixels.Length(chunk.Slice(8, 13));
            }
            else if (width == 0)
            {
                return ImageFault.Broken;
            }

            if (type.SequenceEqual("IDAT"u8))
            {
                data.Write(chunk[8..^4]);
            }

            if (Draws(type))
            {
                target.Write(chunk);
            }

            at += chunk.Length;
            if (type.SequenceEqual("IEND"u8))
            {
                break;
            }
        }

        // Too large a picture is refused by its header; unpacking it would be the harm itself.
        if (ImageCheck.CheckSize(width, height) is var size && size != ImageFault.None)
        {
            return size;
        }

        data.Position = 0;
        if (unpacked is not { } promised || !PngPixels.Unpack(data, promised))
        {
            return ImageFault.Broken;
        }

        image = new CleanImage(target.ToArray(), "image/png", width, height);
        return ImageFault.None;
    }

    private static bool Draws(ReadOnlySpan<byte> type)
        => type.SequenceEqual("IHDR"u8) || type.SequenceEqual("PLTE"u8) || type.SequenceEqual("tRNS"u8)
           || type.SequenceEqual("gAMA"u8) || type.SequenceEqual("sRGB"u8) || type.SequenceEqual("IDAT"u8) || type.SequenceEqual("IEND"u8);
}
