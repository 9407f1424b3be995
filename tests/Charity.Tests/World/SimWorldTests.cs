using System.Collections.Concurrent;
using System.Globalization;
using Xunit;

namespace Charity.Tests.World;

/// <summary>
/// Random worlds. <c>CHARITY_WORLD_SEEDS</c> raises how many are lived through (25 by default); <c>CHARITY_WORLD_SEED</c>
/// lives through a single one again, as a failure names it.
/// </summary>
public sealed class SimWorldTests
{
    private const int DefaultSeeds = 25;
    private const int Steps = 60;

    [Fact]
    [Trait("Case", "W25")]
    [Trait("Case", "W28")]
    public async Task Whatever_happens_in_the_end_every_cent_is_a_gift_or_a_finding_and_the_books_hold()
    {
        var failures = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Seeds(), async (seed, _) =>
        {
            await using var world = await SimWorld.StartAsync(seed);
            try
            {
                await world.LiveAsync(Steps);
                await world.ComeToRestAsync();
                var disagreements = await world.DisagreementsAsync();
                if (disagreements.Count > 0)
                {
                    failures.Add($"Seed {seed}:\n{string.Join('\n', disagreements)}\n{world.Story}");
                }
            }
            catch (Exception error)
            {
                failures.Add($"Seed {seed} broke off: {error}\n{world.Story}");
            }
        });
        Assert.True(failures.IsEmpty, $"{failures.Count} worlds failed; live one again with CHARITY_WORLD_SEED.\n" + string.Join("\n\n", failures));
    }

    private static IEnumerable<int> Seeds()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("CHARITY_WORLD_SEED"), CultureInfo.InvariantCulture, out var one))
        {
            return [one];
        }

        return Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("CHARITY_WORLD_SEEDS"), CultureInfo.InvariantCulture, out var many) ? many : DefaultSeeds);
    }
}
