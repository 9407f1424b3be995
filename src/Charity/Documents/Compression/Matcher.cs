using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace Charity.Documents.Compression;

/// <summary>
/// Finds repetitions within the last 32 KiB. A token is a byte as it is, or <c>length &lt;&lt; 16 | distance</c>.
/// </summary>
internal sealed class Matcher : IDisposable
{
    /// <summary>Most tokens of a block; then the codes are made anew.</summary>
    public const int BlockTokens = 1 << 15;

    private const int MinMatch = 4;
    private const int MaxMatch = 258;
    private const int Window = 1 << 15;
    private const int HashBits = 13;

    /// <summary>How many earlier places are tried; more packs little better and takes longer.</summary>
    private const int Tries = 6;

    // Place of the last occurrence plus one by hash, and of the one before by place.
    private readonly int[] _heads = ArrayPool<int>.Shared.Rent(1 << HashBits);
    private readonly int[] _before;

    public Matcher(int length)
    {
        _heads.AsSpan(0, 1 << HashBits).Clear();
        _before = ArrayPool<int>.Shared.Rent((int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(length, 1, Window)));
    }

    /// <summary>Fills the tokens of one block and moves the position past what they stand for.</summary>
    public int Read(ReadOnlySpan<byte> data, ref int position, int[] tokens)
    {
        var count = 0;
        var last = data.Length - MinMatch;
        while (position < data.Length && count < BlockTokens)
        {
            var (length, distance) = position <= last ? Longest(data, position) : default;
            if (length < MinMatch)
            {
                tokens[count++] = data[position++];
                continue;
            }

            tokens[count++] = (length << 16) | distance;
            var end = position + length;
            for (position++; position < end; position++)
            {
                if (position <= last)
                {
                    Remember(data, position);
                }
            }
        }

        return count;
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_heads);
        ArrayPool<int>.Shared.Return(_before);
    }

    private (int Length, int Distance) Longest(ReadOnlySpan<byte> data, int at)
    {
        var candidate = Remember(data, at);
        int best = 0, where = 0;
        var most = Math.Min(MaxMatch, data.Length - at);
        var here = data.Slice(at, most);
        for (var tries = Tries; candidate >= 0 && at - candidate < Window && tries > 0; tries--)
        {
            if (best == 0 || data[candidate + best] == here[best])
            {
                var length = here.CommonPrefixLength(data.Slice(candidate, most));
                if (length > best)
                {
                    (best, where) = (length, at - candidate);
                    if (best == most)
                    {
                        break;
                    }
                }
            }

            candidate = _before[candidate & (Window - 1)] - 1;
        }

        return (best, where);
    }

    private int Remember(ReadOnlySpan<byte> data, int at)
    {
        var hash = (int)((BinaryPrimitives.ReadUInt32LittleEndian(data[at..]) * 2654435761u) >> (32 - HashBits));
        var earlier = _heads[hash];
        _before[at & (Window - 1)] = earlier;
        _heads[hash] = at + 1;
        return earlier - 1;
    }
}
