using System.Buffers;
using System.Buffers.Binary;

namespace Charity.Documents.Compression;

/// <summary>
/// Packs bytes in the zlib format (RFC 1950 and 1951). An own encoder, since a document must have the same bytes on every
/// machine and in every later version of .NET, and the library's packer promises neither: its output varies with the
/// processor. It also needs no state to set up, which for the small streams of a receipt is most of the work.
/// </summary>
internal static class Zlib
{
    private const int Modulus = 65521;

    /// <summary>Most bytes that can be summed before the sums must be reduced.</summary>
    private const int AdlerRun = 5552;

    public static void Pack(ReadOnlySpan<byte> data, ByteSink output)
    {
        // 0x78 0x9C: window of 32 KiB, default level; the two bytes are a multiple of 31, as the format asks.
        output.Write([0x78, 0x9C]);
        Pack(data, new BitSink(output));
        BinaryPrimitives.WriteUInt32BigEndian(output.Room(4), Adler(data));
        output.Advance(4);
    }

    private static void Pack(ReadOnlySpan<byte> data, BitSink bits)
    {
        var tokens = ArrayPool<int>.Shared.Rent(Matcher.BlockTokens);
        using var matcher = new Matcher(data.Length);
        var position = 0;
        do
        {
            var count = matcher.Read(data, ref position, tokens);
            DeflateBlock.Write(tokens.AsSpan(0, count), last: position >= data.Length, bits);
        }
        while (position < data.Length);
        bits.Finish();
        ArrayPool<int>.Shared.Return(tokens);
    }

    private static uint Adler(ReadOnlySpan<byte> data)
    {
        uint a = 1, b = 0;
        while (!data.IsEmpty)
        {
            var run = data[..Math.Min(AdlerRun, data.Length)];
            foreach (var value in run)
            {
                a += value;
                b += a;
            }

            a %= Modulus;
            b %= Modulus;
            data = data[run.Length..];
        }

        return (b << 16) | a;
    }
}
