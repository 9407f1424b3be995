using System.Diagnostics;

namespace Charity.Benchmarks.Settling;

/// <summary>
/// Gifts settled in a second: from the event in the inbox to the paid gift, the campaign's total, the journal entry with
/// its postings and the numbered receipt with its waiting mail, through the real relay, at <c>synchronous=FULL</c>. With a
/// thousand gifts stored and with a million.
/// </summary>
public static class SettlingLoad
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;
    private const int GiftsPerRound = 10_000;
    private const int Rounds = 3;

    /// <summary>Rounds on another file first, until the compiler is done with the code that runs all the time.</summary>
    private const int WarmUps = 5;

    /// <summary>Gifts a second, from the issue.</summary>
    private const double Aim = 5_000;

    internal static async Task<IReadOnlyList<Figure>> RunAsync(TextWriter output, CancellationToken cancel)
    {
        await using (var other = await SettlingBench.StartAsync(cancel))
        {
            for (var round = 1; round <= WarmUps; round++)
            {
                await other.SettleAsync(GiftsPerRound, cancel);
            }
        }

        await using var bench = await SettlingBench.StartAsync(cancel);
        await bench.SettleAsync(Few, cancel);
        var atFew = await MeasureAsync($"{Few:N0} gifts stored");
        // The rounds added to them; what is copied is the whole.
        var stored = Few + (Rounds * GiftsPerRound);
        var target = (Many + stored - 1) / stored * stored;
        var copying = Stopwatch.StartNew();
        await bench.MultiplyAsync(target, cancel);
        output.WriteLine(FormattableString.Invariant($"{target:N0} gifts stored, the rest by copying in {copying.Elapsed.TotalSeconds:0} s"));
        // A file of gigabytes that was just written is not yet in the memory that a running installation has it in.
        await bench.SettleAsync(GiftsPerRound, cancel);
        var atMany = await MeasureAsync($"{Many:N0} gifts stored");
        return
        [
            new("gifts settled, 1,000 stored", FigureTable.PerSecond(atFew), "the aim named in the issue: " + FigureTable.PerSecond(Aim), atFew / Aim, 1),
            new("gifts settled, 1,000,000 stored", FigureTable.PerSecond(atMany), "with 1,000 stored: " + FigureTable.PerSecond(atFew), atMany / atFew, 1),
        ];

        async Task<double> MeasureAsync(string where)
        {
            var rates = new List<double>();
            for (var round = 1; round <= Rounds; round++)
            {
                var before = Environment.CpuUsage.TotalTime;
                var rate = GiftsPerRound / (await bench.SettleAsync(GiftsPerRound, cancel)).TotalSeconds;
                var cost = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / GiftsPerRound;
                rates.Add(rate);
                output.WriteLine(FormattableString.Invariant(
                    $"{where}, round {round}: {rate,7:N0} gifts a second ({cost:0} µs of processor time each, their preparation included)"));
            }

            return rates.Order().ElementAt(Rounds / 2);
        }
    }
}
