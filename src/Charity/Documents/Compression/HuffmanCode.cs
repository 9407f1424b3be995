namespace Charity.Documents.Compression;

/// <summary>Makes the shortest prefix code of counted symbols under a limit of length (RFC 1951, 3.2.2).</summary>
internal static class HuffmanCode
{
    /// <summary>
    /// Lengths of the codes by how often each symbol occurs; 0 for those that never do. At least two symbols get a code,
    /// as some readers refuse a tree of one.
    /// </summary>
    public static void Lengths(ReadOnlySpan<int> counts, int limit, Span<byte> lengths)
    {
        lengths.Clear();
        Span<long> leaves = stackalloc long[counts.Length];
        var used = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                leaves[used++] = ((long)counts[i] << 16) | (uint)i;
            }
        }

        for (var i = 0; used < 2; i++)
        {
            if (counts[i] == 0)
            {
                leaves[used++] = (1L << 16) | (uint)i;
            }
        }

        leaves = leaves[..used];
        leaves.Sort();
        Span<int> depths = stackalloc int[used];
        Depths(leaves, depths);
        Shorten(depths, limit);
        for (var i = 0; i < used; i++)
        {
            lengths[(int)(leaves[i] & 0xFFFF)] = (byte)depths[i];
        }
    }

    /// <summary>Codes from their lengths, with their bits turned round, as deflate writes codes from the highest bit.</summary>
    public static void Codes(ReadOnlySpan<byte> lengths, Span<ushort> codes)
    {
        Span<int> next = stackalloc int[17];
        foreach (var length in lengths)
        {
            next[length + 1] += length == 0 ? 0 : 1;
        }

        for (var i = 1; i < next.Length; i++)
        {
            next[i] = (next[i - 1] + next[i]) << 1;
        }

        // next[n] is now the first code of length n.
        for (var i = 0; i < lengths.Length; i++)
        {
            codes[i] = lengths[i] == 0 ? (ushort)0 : Turned(next[lengths[i]]++, lengths[i]);
        }
    }

    /// <summary>Depth of each leaf, deepest first, by merging the two lightest nodes again and again.</summary>
    private static void Depths(ReadOnlySpan<long> leaves, Span<int> depths)
    {
        var used = leaves.Length;
        Span<long> weights = stackalloc long[used];
        Span<int> parents = stackalloc int[(2 * used) - 1];
        int leaf = 0, node = 0;
        for (var made = 0; made < used - 1; made++)
        {
            long sum = 0;
            for (var half = 0; half < 2; half++)
            {
                var takeLeaf = leaf < used && (node >= made || leaves[leaf] >> 16 <= weights[node]);
                sum += takeLeaf ? leaves[leaf] >> 16 : weights[node];
                parents[takeLeaf ? leaf++ : used + node++] = used + made;
            }

            weights[made] = sum;
        }

        Span<int> levels = stackalloc int[used];
        for (var i = used - 3; i >= 0; i--)
        {
            levels[i] = levels[parents[used + i] - used] + 1;
        }

        for (var i = 0; i < used; i++)
        {
            depths[i] = levels[parents[i] - used] + 1;
        }
    }

    /// <summary>
    /// Cuts codes to the limit, lengthens others until all have room again, and gives away what room is then left:
    /// readers take only a code that uses its room to the last bit (Kraft's sum is one).
    /// </summary>
    private static void Shorten(Span<int> depths, int limit)
    {
        long room = 1L << limit;
        foreach (ref var depth in depths)
        {
            depth = Math.Min(depth, limit);
            room -= 1L << (limit - depth);
        }

        // The rarest symbols stand first; the deepest that may still grow pays least.
        while (room < 0)
        {
            var i = 0;
            while (depths[i] == limit)
            {
                i++;
            }

            room += 1L << (limit - depths[i] - 1);
            depths[i]++;
        }

        for (var i = depths.Length - 1; room > 0; i = i == 0 ? depths.Length - 1 : i - 1)
        {
            var price = 1L << (limit - depths[i]);
            if (price <= room)
            {
                room -= price;
                depths[i]--;
            }
        }
    }

    private static ushort Turned(int code, int length)
    {
        var turned = 0;
        for (; length > 0; length--)
        {
            turned = (turned << 1) | (code & 1);
            code >>= 1;
        }

        return (ushort)turned;
    }
}
