using System.Numerics;

namespace Charity.Documents.Compression;

/// <summary>Writes the tokens of one block with codes of its own (RFC 1951, 3.2.7).</summary>
internal static class DeflateBlock
{
    private const int Literals = 286;
    private const int Distances = 30;
    private const int EndOfBlock = 256;
    private const int MaxCode = 15;
    private const int MaxLengthCode = 7;

    private static ReadOnlySpan<byte> LengthCodeOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    public static void Write(ReadOnlySpan<int> tokens, bool last, BitSink bits)
    {
        Span<int> literalCounts = stackalloc int[Literals];
        Span<int> distanceCounts = stackalloc int[Distances];
        literalCounts.Clear();
        distanceCounts.Clear();
        foreach (var token in tokens)
        {
            if (token < EndOfBlock)
            {
                literalCounts[token]++;
            }
            else
            {
                literalCounts[LengthSymbol(token >> 16).Symbol]++;
                distanceCounts[DistanceSymbol(token & 0xFFFF).Symbol]++;
            }
        }

        literalCounts[EndOfBlock] = 1;
        Span<byte> lengths = stackalloc byte[Literals + Distances];
        Span<ushort> codes = stackalloc ushort[Literals + Distances];
        HuffmanCode.Lengths(literalCounts, MaxCode, lengths[..Literals]);
        HuffmanCode.Lengths(distanceCounts, MaxCode, lengths[Literals..]);
        HuffmanCode.Codes(lengths[..Literals], codes[..Literals]);
        HuffmanCode.Codes(lengths[Literals..], codes[Literals..]);

        bits.Write(last ? 1u : 0, 1);
        bits.Write(2, 2);
        WriteLengths(lengths, bits);
        foreach (var token in tokens)
        {
            if (token < EndOfBlock)
            {
                bits.Write(codes[token], lengths[token]);
                continue;
            }

            var (symbol, extraBits, extra) = LengthSymbol(token >> 16);
            bits.Write(codes[symbol], lengths[symbol]);
            bits.Write((uint)extra, extraBits);
            (symbol, extraBits, extra) = DistanceSymbol(token & 0xFFFF);
            bits.Write(codes[Literals + symbol], lengths[Literals + symbol]);
            bits.Write((uint)extra, extraBits);
        }

        bits.Write(codes[EndOfBlock], lengths[EndOfBlock]);
    }

    /// <summary>The two trees, as lengths that are themselves coded, runs of zeros and repetitions shortened.</summary>
    private static void WriteLengths(ReadOnlySpan<byte> lengths, BitSink bits)
    {
        Span<(byte Symbol, byte Extra)> runs = stackalloc (byte, byte)[Literals + Distances];
        var count = Runs(lengths, runs);
        Span<int> counts = stackalloc int[19];
        counts.Clear();
        foreach (var (symbol, _) in runs[..count])
        {
            counts[symbol]++;
        }

        Span<byte> codeLengths = stackalloc byte[19];
        Span<ushort> codes = stackalloc ushort[19];
        HuffmanCode.Lengths(counts, MaxLengthCode, codeLengths);
        HuffmanCode.Codes(codeLengths, codes);
        var sent = 19;
        while (sent > 4 && codeLengths[LengthCodeOrder[sent - 1]] == 0)
        {
            sent--;
        }

        bits.Write(Literals - 257, 5);
        bits.Write(Distances - 1, 5);
        bits.Write((uint)sent - 4, 4);
        foreach (var symbol in LengthCodeOrder[..sent])
        {
            bits.Write(codeLengths[symbol], 3);
        }

        foreach (var (symbol, extra) in runs[..count])
        {
            bits.Write(codes[symbol], codeLengths[symbol]);
            bits.Write(extra, symbol switch { 16 => 2, 17 => 3, 18 => 7, _ => 0 });
        }
    }

    private static int Runs(ReadOnlySpan<byte> lengths, Span<(byte Symbol, byte Extra)> runs)
    {
        var count = 0;
        for (var i = 0; i < lengths.Length;)
        {
            var run = 1;
            while (i + run < lengths.Length && lengths[i + run] == lengths[i])
            {
                run++;
            }

            if (lengths[i] == 0 && run >= 3)
            {
                run = Math.Min(run, 138);
                runs[count++] = run > 10 ? ((byte)18, (byte)(run - 11)) : ((byte)17, (byte)(run - 3));
            }
            else
            {
                runs[count++] = (lengths[i], 0);
                if (run > 3)
                {
                    var repeated = Math.Min(run - 1, 6);
                    runs[count++] = (16, (byte)(repeated - 3));
                    run = repeated + 1;
                }
                else
                {
                    run = 1;
                }
            }

            i += run;
        }

        return count;
    }

    /// <summary>Lengths 3 to 258: eight single ones, then four symbols to each further bit; 258 has its own.</summary>
    private static (int Symbol, int ExtraBits, int Extra) LengthSymbol(int length)
    {
        if (length == 258)
        {
            return (285, 0, 0);
        }

        var value = length - 3;
        if (value < 8)
        {
            return (257 + value, 0, 0);
        }

        var extraBits = BitOperations.Log2((uint)value) - 2;
        return (257 + (4 * extraBits) + (value >> extraBits), extraBits, value & ((1 << extraBits) - 1));
    }

    /// <summary>Distances 1 to 32768: four single ones, then two symbols to each further bit.</summary>
    private static (int Symbol, int ExtraBits, int Extra) DistanceSymbol(int distance)
    {
        var value = distance - 1;
        if (value < 4)
        {
            return (value, 0, 0);
        }

        var extraBits = BitOperations.Log2((uint)value) - 1;
        return ((2 * extraBits) + (value >> extraBits), extraBits, value & ((1 << extraBits) - 1));
    }
}
