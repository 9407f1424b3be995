using System.Buffers.Binary;
using System.IO.Compression;

namespace Charity.Files;

/// <summary>
/// Whether the compressed data of a PNG unpack to exactly the pixels that its header promises: neither a bomb that swells
/// in every reader's memory, nor a picture that is cut short. Unpacks piece by piece and stops at the first byte too many.
/// </summary>
internal static class PngPixels
{
    private const int Piece = 64 * 1024;

    /// <summary>Bytes that unpacked data have for this header (ISO/IEC 15948, 11.2.2 and 8.1), or null for a header of no valid kind.</summary>
    /// <param name="header">The 13 bytes of IHDR.</param>
    public static long? Length(ReadOnlySpan<byte> header)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]));
        var (depth, colour, interlaced) = (header[8], header[9], header[12]);
        int? channels = (colour, depth) switch
        {
            (0, 1 or 2 or 4 or 8 or 16) => 1,
            (2, 8 or 16) => 3,
            (3, 1 or 2 or 4 or 8) => 1,
            (4, 8 or 16) => 2,
            (6, 8 or 16) => 4,
            _ => null,
        };
        if (channels is not { } each || header[10] != 0 || header[11] != 0 || interlaced > 1)
        {
            return null;
        }

        var bits = each * depth;
        return interlaced == 0 ? Rows(width, height, bits) : Adam7.Sum(pass => Rows(Part(width, pass.X, pass.DX), Part(height, pass.Y, pass.DY), bits));
    }

    /// <param name="data">Contents of all IDAT chunks, one after another.</param>
    public static bool Unpack(Stream data, long length)
    {
        try
        {
            using var zlib = new ZLibStream(data, CompressionMode.Decompress);
            var piece = new byte[Piece];
            long total = 0;
            int read;
            while ((read = zlib.Read(piece, 0, piece.Length)) > 0)
            {
                total += read;
                if (total > length)
                {
                    return false;
                }
            }

            return total == length;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static readonly (uint X, uint Y, uint DX, uint DY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static uint Part(uint all, uint first, uint step) => all <= first ? 0 : (all - first + step - 1) / step;

    /// <summary>Each row begins with a byte that names its filter; a pass without pixels has no rows.</summary>
    private static long Rows(uint width, uint height, int bits) => width == 0 ? 0 : height * ((((long)width * bits) + 7) / 8 + 1);
}
