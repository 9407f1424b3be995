using System.Globalization;
using Xunit.Sdk;

namespace Charity.Accounting.Tests;

/// <summary>
/// Checks a property on many random inputs. Every case has a seed of its own, printed when it fails; setting
/// CHARITY_SEED to that number runs the very case again, first.
/// </summary>
internal static class Property
{
    internal static void Holds(int cases, Action<Random> check)
    {
        var fixedSeed = Environment.GetEnvironmentVariable("CHARITY_SEED");
        var first = fixedSeed is null ? Random.Shared.Next() : int.Parse(fixedSeed, CultureInfo.InvariantCulture);
        for (var i = 0; i < cases; i++)
        {
            var seed = unchecked(first + i);
            try
            {
                check(new Random(seed));
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                throw new XunitException($"CHARITY_SEED={seed} (case {i + 1} of {cases}): {failure.Message}", failure);
            }
        }
    }

    /// <summary>A whole number whose size, not only its value, is random, so that small and huge ones both occur.</summary>
    internal static long AnySize(this Random random, long max)
    {
        var bits = random.Next(1, 64);
        var value = random.NextInt64() & (long)(ulong.MaxValue >> (64 - bits));
        return value % max;
    }

    internal static Currency AnyCurrency(this Random random) => Currency.All[random.Next(Currency.All.Count)];

    internal static Guid AnyFund(this Random random) => Funds.All[random.Next(Funds.All.Count)];
}
