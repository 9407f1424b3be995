using Charity.Data.Work.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charity.Data.Work;

/// <summary>
/// Runs what stands in the inbox and the outbox. Rows are the queue: a crash at any point is harmless, as effect and mark
/// are one commit, fenced by the lease under which the row was claimed. Kinds run side by side.
/// </summary>
public sealed class Relay : IDisposable
{
    private readonly IDbContextFactory<CharityDb> contexts;
    private readonly Lane[] lanes;
    private readonly SemaphoreSlim applySlots;
    private readonly Dictionary<string, SemaphoreSlim> turns;

    public Relay(
        WorkMap map, IDbContextFactory<CharityDb> contexts, IServiceScopeFactory scopes, IDatabaseEngine engine, TimeProvider time, Measures measures,
        ILogger<Relay> log)
    {
        this.contexts = contexts;
        // Gathering waits for the world outside and is not counted; applying takes a processor and then the write lock.
        applySlots = new SemaphoreSlim(Math.Max(2, Environment.ProcessorCount));
        turns = map.Kinds.Select(kind => kind.Turn).OfType<string>().Distinct().ToDictionary(turn => turn, _ => new SemaphoreSlim(1));
        lanes = [.. map.Kinds.Select(kind => new Lane(
            new KindWorker(
                new RunContext(kind, WorkQueue.Of(kind), scopes, engine, time, measures, log), applySlots, kind.Turn is { } turn ? turns[turn] : null), log))];
    }

    /// <summary>
    /// Works on every kind until nothing of it is due; returns how many rows were worked on. Work that one kind leaves
    /// for another may need a further run. A kind that fails as a whole (no database) is logged and left to the next run.
    /// </summary>
    public async Task<int> RunAsync(CancellationToken cancel)
        => (await Task.WhenAll(lanes.Select(lane => lane.DrainAsync(cancel)))).Sum();

    /// <summary>The same for these kinds only, for a caller who has seen what is due.</summary>
    public async Task<int> RunAsync(IReadOnlySet<string> kinds, CancellationToken cancel)
        => (await Task.WhenAll(lanes.Where(lane => kinds.Contains(lane.Worker.Kind)).Select(lane => lane.DrainAsync(cancel)))).Sum();

    /// <summary>
    /// Starts every kind that stands still and has the others look once more; returns at once, so that a slow kind holds
    /// up no other.
    /// </summary>
    /// <param name="stop">Ends the work; claimed rows are handed back.</param>
    public void Wake(CancellationToken stop) => RunWokenAsync(stop);

    /// <summary>
    /// The same; ends when those kinds stand still that this call started. Kinds that were at work already look once more
    /// for whoever started them, and are not waited for: so no number of callers can all end up waiting for one slow kind.
    /// </summary>
    public Task RunWokenAsync(CancellationToken stop) => Task.WhenAll(lanes.Select(lane => lane.Wake(stop)).ToList());

    /// <summary>True when some row could be claimed now, for a clock that starts a run elsewhere only when there is work.</summary>
    public async Task<bool> IsAnythingDueAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        foreach (var lane in lanes)
        {
            if (await lane.Worker.IsDueAsync(db, cancel))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends when every kind that was woken stands still.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(lanes.Select(lane => lane.Running));

    public void Dispose()
    {
        foreach (var lane in lanes)
        {
            lane.Worker.Dispose();
        }

        foreach (var turn in turns.Values)
        {
            turn.Dispose();
        }

        applySlots.Dispose();
    }

    private sealed class Lane(KindWorker worker, ILogger log)
    {
        private const int Idle = 0;
        private const int Busy = 1;
        private const int BusyAndAsked = 2;

        private int state;

        public KindWorker Worker => worker;

        public Task Running { get; private set; } = Task.CompletedTask;

        /// <summary>The run that this call started, or one that is over when the kind was at work already.</summary>
        public Task Wake(CancellationToken stop)
            => !stop.IsCancellationRequested
               && Interlocked.CompareExchange(ref state, BusyAndAsked, Busy) == Idle
               && Interlocked.CompareExchange(ref state, Busy, Idle) == Idle
                ? Running = Task.Run(() => RunAsync(stop), CancellationToken.None)
                : Task.CompletedTask;

        public async Task<int> DrainAsync(CancellationToken cancel)
        {
            try
            {
                return await worker.DrainAsync(cancel);
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                log.LogError("{Kind} could not be worked on: {Error}", worker.Kind, Redaction.Describe(error));
                return 0;
            }
        }

        private async Task RunAsync(CancellationToken stop)
        {
            do
            {
                Interlocked.Exchange(ref state, Busy);
                try
                {
                    await DrainAsync(stop);
                }
                catch (OperationCanceledException)
                {
                    // Stopping: what was claimed is handed back.
                }
            }
            while (Interlocked.CompareExchange(ref state, Idle, Busy) != Busy);
        }
    }
}
