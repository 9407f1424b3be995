using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charity.Data.Work.Running;

/// <summary>
/// Empties one kind's queue: claims a batch, gathers, applies it in one commit, and gathers the next batch meanwhile. One
/// run at a time in a process.
/// </summary>
/// <param name="run">What the steps share.</param>
/// <param name="applySlots">How many kinds may apply at once.</param>
/// <param name="turn">Taken by kinds that write the same rows, one after another; null for a kind that has rows of its own.</param>
internal sealed class KindWorker(RunContext run, SemaphoreSlim applySlots, SemaphoreSlim? turn) : IDisposable
{
    /// <summary>Business time that a claim holds its rows.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Fresh batches between two looks at rows that failed before, so that neither starves the other.</summary>
    private const int FreshInARow = 4;

    private readonly SemaphoreSlim one = new(1);
    private readonly BatchPace pace = new();
    private readonly Gathering gathering = new(run);
    private readonly Applying applying = new(run);

    public string Kind => run.Kind.Kind;

    /// <summary>True when a row of the kind could be claimed now.</summary>
    public Task<bool> IsDueAsync(CharityDb db, CancellationToken cancel) => run.Queue.AnyDueAsync(db, run.Kind.Kind, run.Now, cancel);

    /// <summary>Works until nothing of the kind is due; returns the rows worked on. Cancelled, it hands back what it holds.</summary>
    public async Task<int> DrainAsync(CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            var (handled, number) = (0, 0);
            var next = NextAsync(number, cancel);
            while (await next is { } batch)
            {
                // The next batch gathers while this one commits.
                next = NextAsync(++number, cancel);
                try
                {
                    await ApplyAsync(batch, cancel);
                }
                catch
                {
                    await run.HandBackAsync(batch.Claim);
                    await HandBackAsync(next);
                    throw;
                }

                handled += batch.Claim.Rows.Count;
            }

            return handled;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task<Batch?> NextAsync(int number, CancellationToken cancel)
    {
        Claim? claim;
        await using (var scope = run.Scopes.CreateAsyncScope())
        {
            claim = await ClaimAsync(scope.ServiceProvider, number % (FreshInARow + 1) == FreshInARow, cancel);
        }

        if (claim is null)
        {
            return null;
        }

        var began = Stopwatch.GetTimestamp();
        var batch = await gathering.GatherAsync(claim, cancel);
        pace.Took(claim.Rows.Count, Stopwatch.GetElapsedTime(began));
        return batch;
    }

    private async Task<Claim?> ClaimAsync(IServiceProvider services, bool triedFirst, CancellationToken cancel)
    {
        var db = services.GetRequiredService<CharityDb>();
        if (!await run.Queue.AnyDueAsync(db, run.Kind.Kind, run.Now, cancel))
        {
            return null;
        }

        return triedFirst
            ? await TriedAsync() ?? await FreshAsync()
            : await FreshAsync() ?? await TriedAsync();

        Task<Claim?> FreshAsync() => StateAsync(WorkState.Pending, BatchSize(services), false);

        // Rows that were tried before are applied one by one. Those with few tries gather side by side; the others are
        // claimed alone too, so that a row which ends the process takes no other with it.
        async Task<Claim?> TriedAsync()
            => await StateAsync(WorkState.Started, run.Kind.Runner.GatherWidth(services), true)
               ?? await StateAsync(WorkState.Started, 1, false);

        Task<Claim?> StateAsync(WorkState state, int limit, bool calmOnly)
            => run.Queue.ClaimAsync(db, run.Kind.Kind, state, run.Now, limit, calmOnly, cancel);
    }

    private int BatchSize(IServiceProvider services)
    {
        var (runner, most) = (run.Kind.Runner, run.Kind.Runner.BatchSize(services));
        return runner.Gathers ? pace.Next(runner.GatherWidth(services), most) : most;
    }

    private async Task ApplyAsync(Batch batch, CancellationToken cancel)
    {
        using var trace = Measures.Traces.StartActivity("work " + Kind, ActivityKind.Consumer);
        trace?.SetTag("charity.rows", batch.Claim.Rows.Count);
        // The turn first: whoever waits for it must not hold a slot.
        await (turn?.WaitAsync(cancel) ?? Task.CompletedTask);
        try
        {
            await applySlots.WaitAsync(cancel);
            try
            {
                await applying.ApplyAsync(batch, cancel);
            }
            finally
            {
                applySlots.Release();
            }
        }
        finally
        {
            turn?.Release();
        }
    }

    private async Task HandBackAsync(Task<Batch?> next)
    {
        try
        {
            if (await next is { } batch)
            {
                await run.HandBackAsync(batch.Claim);
            }
        }
        catch (Exception error)
        {
            // It handed its own claim back; the first error is the one that is reported.
            run.Log.LogDebug("{Queue} {Kind}: the batch ahead ended too: {Error}", run.Queue.Name, Kind, Redaction.Describe(error));
        }
    }
}
