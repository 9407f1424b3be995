using Charity.Data.Work;
using Charity.Testing;
using Charity.Tests.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Tests.Data.Work;

/// <summary>
/// A node that does nothing but relay work, as a process of its own, so that a test can end it at any point. It says
/// "ready" and works until it is ended or its input is.
/// </summary>
internal static class NodeProgram
{
    public const string Verb = "relay-node";

    /// <summary>How much faster than real time the nodes' business clock goes: a lease of two minutes ends in 1.2 seconds.</summary>
    private const int Speed = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<int> Main(string[] args)
    {
        if (args is [WebNode.Verb, var port, var speed])
        {
            return await WebNode.RunAsync(port, speed);
        }

        if (args is not [Verb, var database])
        {
            return 2;
        }

        // Slow enough that a node is often ended in the middle of its work.
        var script = new ProbeScript { SendsFollowUp = true, Gather = _ => Task.Delay(Random.Shared.Next(40)) };
        await using var host = await StartAsync(script, TestDatabase.Attach(database));
        var relay = host.Services.GetRequiredService<Relay>();
        using var stop = new CancellationTokenSource();
        var ended = Task.Run(async () =>
        {
            await Console.In.ReadToEndAsync();
            await stop.CancelAsync();
        });
        Console.WriteLine("ready");
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await relay.RunAsync(stop.Token);
                await Task.Delay(Pause, stop.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await ended;
        return 0;
    }

    /// <summary>A host under the nodes' common clock.</summary>
    public static Task<CharityHost> StartAsync(ProbeScript script, TestDatabase database)
        => Probe.StartAsync(script, database, configure: services => services.AddSingleton<TimeProvider>(new FastClock()));

    /// <summary>The same time in every process.</summary>
    private sealed class FastClock : TimeProvider
    {
        private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Start + ((System.GetUtcNow() - Start) * Speed);
    }
}
