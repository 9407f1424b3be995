using System.Buffers.Binary;

namespace Charity.Files;

/// <summary>
/// Which way up a photograph was taken: the one fact of a camera's metadata (Exif 2.3, tag 0112) that draws the picture.
/// Phones store portraits lying on their side; without it they would be shown so.
/// </summary>
internal static class ExifOrientation
{
    public const byte Marker = 0xE1;

    private const ushort Tag = 0x0112;
    private const ushort Short = 3;
    private const int EntryBytes = 12;

    /// <summary>2 to 8; 1, upright, for anything that says nothing else. Never throws.</summary>
    /// <param name="segment">The APP1 segment from its length on.</param>
    public static int Read(ReadOnlySpan<byte> segment)
    {
        const int upright = 1;
        if (segment.Length < 16 || !segment[2..8].SequenceEqual("Exif\0\0"u8))
        {
            return upright;
        }

        var tiff = segment[8..];
        bool? big = tiff[..4] switch
        {
            [(byte)'M', (byte)'M', 0, 42] => true,
            [(byte)'I', (byte)'I', 42, 0] => false,
            _ => null,
        };
        if (big is not { } isBig)
        {
            return upright;
        }

        var at = isBig ? BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]);
        if (at > tiff.Length - 2)
        {
            return upright;
        }

        var entries = tiff[((int)at + 2)..];
        for (var left = U16(tiff[(int)at..], isBig); left > 0 && entries.Length >= EntryBytes; left--, entries = entries[EntryBytes..])
        {
            if (U16(entries, isBig) == Tag && U16(entries[2..], isBig) == Short)
            {
                var value = U16(entries[8..], isBig);
                return value is >= 1 and <= 8 ? value : upright;
            }
        }

        return upright;
    }

    /// <summary>An APP1 segment, marker and all, that says this and nothing more.</summary>
    public static byte[] Write(int orientation) =>
    [
        0xFF, Marker, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8,
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0,
    ];

    /// <summary>The picture is turned by a quarter, so that its width is its height.</summary>
    public static bool Turns(int orientation) => orientation >= 5;

    private static ushort U16(ReadOnlySpan<byte> at, bool big) => big ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);
}
