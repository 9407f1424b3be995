using System.Diagnostics;
using System.Globalization;
using Charity.Data;
using Charity.Payments;
using Charity.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Benchmarks.Intake;

/// <summary>Medians of the rounds, in events a second; <see cref="Ratio"/> is the figure with the aim.</summary>
public sealed record IntakeFigures(double SyncsPerSecond, double OneRowPerCommit, double InProcess, double OverHttp, double P50, double P99)
{
    /// <summary>Accepted over HTTP against one row per commit.</summary>
    public double Ratio => OverHttp / OneRowPerCommit;
}

/// <summary>
/// Webhooks taken in a second: signature checked, row on the disk, 200. Sixty-four connections against Kestrel and the
/// real pipeline, beside sixty-four callers that commit one row each to the same file through one gated connection, both
/// at <c>synchronous=FULL</c>. Each round measures both, so that other load on the machine falls on both.
/// </summary>
public static class WebhookIntake
{
    private const int Connections = 64;
    private const int Rounds = 3;
    private const int EventsPerRound = 40_000;

    private static readonly TimeSpan BaselineTime = TimeSpan.FromSeconds(3);

    public static async Task<IntakeFigures> RunAsync(TextWriter output, CancellationToken cancel)
    {
        await using var database = new BenchDatabase();
        await using var host = await WebHost.StartAsync(database: database, kestrel: true);
        host.Inner.SkipChecks();
        await using (var db = host.Inner.Db())
        {
            await host.Services.GetRequiredService<IDatabaseEngine>().MigrateAsync(db, cancel);
        }

        var sample = SampleEvents.Make();
        var receive = host.Services.GetRequiredService<ReceiveWebhook>();
        await using var single = await SingleRowCommits.OpenAsync(database, host.Inner.Db, cancel);
        var syncs = DiskSyncs.PerSecond(database.Folder);
        output.WriteLine(FormattableString.Invariant(
            $"{Connections} connections, events of {sample.Size:N0} bytes, synchronous=FULL; this disk: {syncs:N0} fsync a second"));

        var (baseline, inProcess, http, latencies) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var number = 0;
        for (var round = 0; round <= Rounds; round++)
        {
            var committed = await single.RunAsync(Connections, BaselineTime, n => Row(host, sample, ref number), cancel);
            var direct = await InProcessAsync(host, receive, sample, number, cancel);
            var (accepted, times) = await LoadGenerator.RunAsync(
                host.Address, Connections, sample.Requests(host.Clock.GetUtcNow(), number + EventsPerRound, EventsPerRound), cancel);
            number += 2 * EventsPerRound;
            if (round == 0)
            {
                // The compiler is still at work in the first.
                continue;
            }

            baseline.Add(committed);
            inProcess.Add(direct);
            http.Add(accepted);
            latencies.AddRange(times);
            output.WriteLine(FormattableString.Invariant(
                $"round {round}: one row per commit {committed,7:N0}/s   in process {direct,7:N0}/s   over HTTP {accepted,7:N0}/s"));
        }

        latencies.Sort();
        var figures = new IntakeFigures(
            syncs, Median(baseline), Median(inProcess), Median(http), latencies[latencies.Count / 2], latencies[(int)(latencies.Count * 0.99)]);
        output.WriteLine(FormattableString.Invariant(
            $"accepted over HTTP {figures.OverHttp:N0}/s, p50 {figures.P50:0.0} ms, p99 {figures.P99:0.0} ms; baseline {figures.OneRowPerCommit:N0}/s; ratio {figures.Ratio:0.0}, aim 5"));
        return figures;
    }

    private static Charity.Data.Work.InboxEvent Row(WebHost host, SampleEvents sample, ref int number)
        => sample.Row(host.Services.GetRequiredService<EventFiling>(), Interlocked.Increment(ref number) + 100_000_000);

    /// <summary>Without HTTP: what checking and storing alone give.</summary>
    private static async Task<double> InProcessAsync(WebHost host, ReceiveWebhook receive, SampleEvents sample, int first, CancellationToken cancel)
    {
        var at = host.Clock.GetUtcNow();
        var events = Enumerable.Range(first, EventsPerRound).Select(n => sample.Signed(at, n)).ToArray();
        var next = -1;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < events.Length)
            {
                var (answer, _) = await receive.RunAsync(events[i].Header, events[i].Body, cancel);
                if (answer != WebhookAnswer.Kept)
                {
                    throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Event {i} was not kept: {answer}."));
                }
            }
        }, cancel)));
        return events.Length / clock.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
