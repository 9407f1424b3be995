using System.Diagnostics;
using Charity.Data.Work;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Data.Work;

public sealed class TwoNodesTests
{
    private const int Kills = 20;
    private const int RowsPerKill = 60;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    [Trait("Case", "X12")]
    [Trait("Case", "W25")]
    [Trait("Case", "X01")]
    public async Task Two_processes_on_one_database_one_of_them_killed_again_and_again_do_everything_once()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        using var limit = new CancellationTokenSource(Limit);
        await using var host = await NodeProgram.StartAsync(new ProbeScript(), await TestDatabase.CreateAsync());
        var database = host.Database.Name;
        var nodes = new[] { await StartNodeAsync(database, limit.Token), await StartNodeAsync(database, limit.Token) };
        var sent = new List<string>();
        try
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                List<string> more = [.. Probe.Names(RowsPerKill).Select(name => FormattableString.Invariant($"{kill:D2}-{name}"))];
                await Probe.SendAsync(host, more);
                sent.AddRange(more);
                await UntilInWorkAsync(host, limit.Token);
                await Task.Delay(random.Next(60), limit.Token);
                var victim = random.Next(2);
                nodes[victim].Kill();
                await nodes[victim].WaitForExitAsync(limit.Token);
                nodes[victim].Dispose();
                nodes[victim] = await StartNodeAsync(database, limit.Token);
            }

            await UntilAllDoneAsync(host, sent.Count * 2, limit.Token);
        }
        finally
        {
            foreach (var node in nodes)
            {
                node.Kill();
                node.Dispose();
            }
        }

        List<string> expected = [.. sent, .. sent.Select(name => "follow-up " + name)];
        expected.Sort(StringComparer.Ordinal);
        Assert.True(expected.SequenceEqual(await Probe.EffectsAsync(host)), $"Effects differ; seed {seed}.");
        await using var db = host.Db();
        Assert.True(await db.Outbox.AnyAsync(m => m.Attempts > 1), $"No claim was ever cut off; seed {seed}.");
    }

    private static async Task UntilInWorkAsync(CharityHost host, CancellationToken cancel)
    {
        await using var db = host.Db();
        while (!await db.Outbox.AnyAsync(m => m.State == WorkState.Started && m.LeaseId != null, cancel))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), cancel);
        }
    }

    private static async Task UntilAllDoneAsync(CharityHost host, int count, CancellationToken cancel)
    {
        await using var db = host.Db();
        while (await db.Outbox.CountAsync(m => m.State == WorkState.Done, cancel) < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancel);
        }
    }

    private static async Task<Process> StartNodeAsync(string file, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(NodeProgram).Assembly.Location);
        start.ArgumentList.Add(NodeProgram.Verb);
        start.ArgumentList.Add(file);
        var node = Process.Start(start)!;
        Assert.Equal("ready", await node.StandardOutput.ReadLineAsync(cancel));
        return node;
    }
}
