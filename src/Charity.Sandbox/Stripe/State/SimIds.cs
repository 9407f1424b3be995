namespace Charity.Sandbox.Stripe.State;

/// <summary>
/// Ids such as <c>ch_sim_…</c>: a one-to-one scramble of the seed and a counter for each prefix, written in base 62.
/// They look random, never repeat, and are the same for the same seed and calls.
/// </summary>
internal sealed class SimIds(long seed)
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Length = 11;

    private readonly Dictionary<string, long> counters = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, long> Counters => counters;

    internal long Count(string prefix) => counters[prefix] = counters.GetValueOrDefault(prefix) + 1;

    internal string Next(string prefix) => $"{prefix}_sim_{Scramble(Seed(prefix), Count(prefix))}";

    /// <summary>A stable id for something that is configured, such as a bank account; takes no number.</summary>
    internal string Fixed(string prefix, string name) => $"{prefix}_sim_{Scramble(Seed(prefix), Hash(name))}";

    internal void Restore(string prefix, long value)
    {
        if (value == 0)
        {
            counters.Remove(prefix);
        }
        else
        {
            counters[prefix] = value;
        }
    }

    internal void Clear() => counters.Clear();

    private ulong Seed(string prefix) => (ulong)seed ^ (ulong)Hash(prefix);

    /// <summary>SplitMix64: a bijection of its input, so that counters never collide within a prefix.</summary>
    private static string Scramble(ulong seed, long counter)
    {
        unchecked
        {
            var z = seed + ((ulong)counter * 0x9E3779B97F4A7C15UL);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            z ^= z >> 31;
            return string.Create(Length, z, static (span, value) =>
            {
                for (var i = span.Length - 1; i >= 0; i--)
                {
                    span[i] = Digits[(int)(value % 62)];
                    value /= 62;
                }
            });
        }
    }

    /// <summary>FNV-1a; string.GetHashCode differs from process to process.</summary>
    private static long Hash(string text)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var c in text)
            {
                hash = (hash ^ c) * 1099511628211UL;
            }

            return (long)hash;
        }
    }
}
