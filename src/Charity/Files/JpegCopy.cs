using System.Buffers.Binary;

namespace Charity.Files;

/// <summary>
/// Copies a JPEG without its metadata (ITU T.81 annex B). Kept: frame, tables, restart interval, scans, and the Adobe
/// marker that says how colours are coded; of Exif only which way up the picture is. Dropped: all other APPn segments
/// (Exif, XMP, ICC, thumbnails), comments, and whatever else a file may carry along.
/// </summary>
internal static class JpegCopy
{
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte App14 = 0xEE;
    private const byte LastFrame = 0xCF;
    private const byte JpegExtension = 0xC8;
    private const byte DefineTables = 0xDB;
    private const byte RestartInterval = 0xDD;

    public static ImageFault Copy(ReadOnlySpan<byte> source, out CleanImage? image)
    {
        image = null;
        using var target = new MemoryStream(source.Length);
        target.Write([0xFF, StartOfImage]);
        int width = 0, height = 0, at = 2;
        var scans = 0;
        var orientation = 1;
        while (true)
        {
            if (!TryReadMarker(source, ref at, out var marker))
            {
                return ImageFault.Broken;
            }

            if (marker == EndOfImage)
            {
                break;
            }

            if (at + 2 > source.Length)
            {
                return ImageFault.Broken;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(source[at..]);
            if (length < 2 || at + length > source.Length)
            {
                return ImageFault.Broken;
            }

            var segment = source.Slice(at, length);
            if (IsFrame(marker))
            {
                if (length < 8 || width != 0)
                {
                    return ImageFault.Broken;
                }

                height = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
                width = BinaryPrimitives.ReadUInt16BigEndian(segment[5..]);
            }

            if (marker == ExifOrientation.Marker && orientation == 1 && width == 0 && ExifOrientation.Read(segment) is > 1 and var turned)
            {
                orientation = turned;
                target.Write(ExifOrientation.Write(turned));
            }

            if (Draws(marker, segment))
            {
                target.Write([0xFF, marker]);
                target.Write(segment);
            }

            at += length;
            if (marker == StartOfScan)
            {
                scans++;
                var end = EndOfScan(source, at);
                target.Write(source[at..end]);
                at = end;
            }
        }

        if (scans == 0 || width == 0 || height == 0)
        {
            return ImageFault.Broken;
        }

        target.Write([0xFF, EndOfImage]);
        image = ExifOrientation.Turns(orientation)
            ? new CleanImage(target.ToArray(), "image/jpeg", height, width)
            : new CleanImage(target.ToArray(), "image/jpeg", width, height);
        return ImageFault.None;
    }

    private static bool TryReadMarker(ReadOnlySpan<byte> source, ref int at, out byte marker)
    {
        marker = 0;
        if (at >= source.Length || source[at] != 0xFF)
        {
            return false;
        }

        // Any number of fill bytes may stand before a marker.
        while (at < source.Length && source[at] == 0xFF)
        {
            at++;
        }

        if (at >= source.Length || source[at] is 0 or StartOfImage)
        {
            return false;
        }

        marker = source[at++];
        return true;
    }

    /// <summary>The entropy-coded data ends before a marker that is neither a stuffed zero nor a restart.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> source, int at)
    {
        while (at + 1 < source.Length)
        {
            if (source[at] == 0xFF && source[at + 1] is not (0 or (>= 0xD0 and <= 0xD7) or 0xFF))
            {
                return at;
            }

            at++;
        }

        return source.Length;
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= LastFrame and not (0xC4 or JpegExtension or 0xCC);

    /// <summary>Frames, code and quantisation tables, line counts, restart intervals, scans; nothing that only rides along.</summary>
    private static bool Draws(byte marker, ReadOnlySpan<byte> segment)
        => marker == App14
            ? segment.Length == 14 && segment[2..7].SequenceEqual("Adobe"u8)
            : marker is (>= 0xC0 and <= LastFrame and not JpegExtension) or (>= DefineTables and <= RestartInterval) or StartOfScan;
}
