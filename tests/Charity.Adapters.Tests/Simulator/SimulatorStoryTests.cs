using System.Globalization;
using Charity.Sandbox.Stripe.Flow;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>Seeded random years: whatever happens, the simulator's own books add up, and replay to the same.</summary>
public sealed class SimulatorStoryTests : IDisposable
{
    private static readonly string[] Cards =
    [
        "4242424242424242", "5555555555554444", "4000000000000002", "4000000000009995", "4000002760003184", "4000008400001629",
        "4000000000000259", "4000000000001976", "4000000000005423", "4000000000007726", "4000000000005126", "4000000000000077",
    ];

    private static readonly string[] Currencies = ["eur", "eur", "eur", "usd", "uah", "gbp", "jpy"];

    private readonly string folder = Directory.CreateTempSubdirectory("simulator").FullName;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Charges_refunds_disputes_and_payouts_add_up_to_the_cent(int seed)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{seed}.journal"));
        string before;
        using (var bench = new SimulatorBench(o => o.JournalPath = path))
        {
            await LiveAsync(bench, new Random(seed), steps: 250);
            Check(bench, seed);
            before = System.Text.Json.JsonSerializer.Serialize(bench.Simulator.Totals());
        }

        using var replayed = new SimulatorBench(o => o.JournalPath = path);
        Assert.Equal(before, System.Text.Json.JsonSerializer.Serialize(replayed.Simulator.Totals()));

        // Left alone, everything runs out: the last cent reaches the bank, nothing stays pending.
        await replayed.Simulator.AdvanceAsync(TimeSpan.FromDays(200));
        Check(replayed, seed);
        Assert.All(replayed.Simulator.Totals().Settled, s => Assert.True(s.Value.Balance == 0, $"seed {seed}: {s.Key} keeps {s.Value.Balance}"));
        Assert.All(replayed.Simulator.Totals().Presented, p => Assert.True(p.Value is { RefundsPending: 0, DisputedOpen: 0 }, $"seed {seed}: {p}"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task LiveAsync(SimulatorBench bench, Random random, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            var payments = bench.Simulator.Payments();
            var charge = payments.Count == 0 ? null : payments[random.Next(payments.Count)] is { Status: "complete" } p ? p.Charge : null;
            try
            {
                switch (random.Next(14))
                {
                    case < 7:
                        var currency = Currencies[random.Next(Currencies.Length)];
                        var form = SimulatorBench.SessionForm(random.Next(3_000, 500_000), currency);
                        var session = (await (random.Next(4) == 0 ? bench.OtherApi : bench.Api).PostAsync("/v1/checkout/sessions", form)).Id;
                        var outcome = await bench.Simulator.PayAsync(session, Cards[random.Next(Cards.Length)]);
                        if (outcome.Status == PayStatus.ChallengeRequired && random.Next(3) > 0)
                        {
                            await bench.Simulator.AnswerChallengeAsync(outcome.PaymentIntentId!, random.Next(4) > 0);
                        }

                        break;
                    case 7 when charge is not null:
                        await bench.Simulator.RefundAsync(charge, random.Next(2) == 0 ? null : random.Next(1, 3_000));
                        break;
                    case 8 when charge is not null:
                        await bench.Simulator.DecideDisputeAsync(await bench.Simulator.OpenDisputeAsync(charge), random.Next(2) == 0);
                        break;
                    case 9 when bench.Simulator.Events.LastOrDefault(e => e.Type == "payout.paid") is { } paid && random.Next(5) == 0:
                        await bench.Simulator.FailPayoutAsync(paid.ObjectId);
                        break;
                    case 10:
                        bench.Simulator.SetExchangeRate("usd", "eur", random.Next(800, 1_100) / 1_000m);
                        break;
                    default:
                        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(random.Next(1, 3_000)));
                        break;
                }
            }
            catch (InvalidOperationException)
            {
                // Stripe would refuse it; the story goes on.
            }
        }
    }

    private static void Check(SimulatorBench bench, int seed)
    {
        var totals = bench.Simulator.Totals();
        Assert.All(totals.Settled, s => Assert.True(
            s.Value.Gross - s.Value.Fees - s.Value.Refunded - s.Value.Disputed - s.Value.DisputeFees + s.Value.Other - s.Value.PaidOut == s.Value.Balance,
            $"seed {seed}: {s}"));

        var statement = bench.Simulator.BankStatement(SimulatorBench.Account, "eur", DateOnly.MinValue, DateOnly.MaxValue);
        var arrived = bench.Simulator.Events.Where(e => e.Account == SimulatorBench.Account && e.Type == "payout.paid")
            .Where(e => e.Json["data"]!["object"]!["currency"]!.GetValue<string>() == "eur")
            .Sum(e => e.Json["data"]!["object"]!["amount"]!.GetValue<long>());
        Assert.Equal(arrived, statement.Lines.Where(l => !l.Text.Contains("RETURNED", StringComparison.Ordinal)).Sum(l => l.AmountMinor));
    }
}
