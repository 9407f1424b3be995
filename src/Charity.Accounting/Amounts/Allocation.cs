namespace Charity.Accounting;

/// <summary>Division of a whole number by weights, by the method of largest remainders.</summary>
internal static class Allocation
{
    internal static long[] LargestRemainder(long amount, ReadOnlySpan<long> weights)
    {
        Int128 total = 0;
        foreach (var weight in weights)
        {
            if (weight < 0)
            {
                throw new ArgumentException("A weight is negative.", nameof(weights));
            }

            total += weight;
        }

        if (total == 0)
        {
            throw new ArgumentException("No weight is positive.", nameof(weights));
        }

        // 2^63 * 2^63 stays below 2^127, so the products are exact.
        var magnitude = Int128.Abs(amount);
        var parts = new long[weights.Length];
        var remainders = new Int128[weights.Length];
        var left = magnitude;
        for (var i = 0; i < weights.Length; i++)
        {
            var (share, remainder) = Int128.DivRem(magnitude * weights[i], total);
            parts[i] = Signed(share, amount);
            remainders[i] = remainder;
            left -= share;
        }

        for (; left > 0; left--)
        {
            var next = 0;
            for (var i = 1; i < remainders.Length; i++)
            {
                if (remainders[i] > remainders[next])
                {
                    next = i;
                }
            }

            parts[next] += amount < 0 ? -1 : 1;
            remainders[next] = -1;
        }

        return parts;
    }

    private static long Signed(Int128 share, long amount) => checked((long)(amount < 0 ? -share : share));
}
