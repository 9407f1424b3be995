using Charity.Exceptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charity.Data.Work;

/// <summary>
/// Empties one kind's queue: claims a batch, gathers, applies it in one commit, and gathers the next batch meanwhile. One
/// run at a time in a process. What fails is halved until the failing row stands alone.
/// </summary>
internal sealed class KindWorker(
    WorkKind kind, IServiceScopeFactory scopes, IDatabaseEngine engine, TimeProvider time, SemaphoreSlim applySlots,
    SemaphoreSlim? turn, ILogger<Relay> log)
    : IDisposable
{
    /// <summary>Business time that a claim holds its rows.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Real time between two looks at the lease while a batch gathers.</summary>
    private static readonly TimeSpan RenewalLook = TimeSpan.FromSeconds(15);

    /// <summary>Fresh batches between two looks at rows that failed before, so that neither starves the other.</summary>
    private const int FreshInARow = 4;

    /// <summary>Runs of one row's save that another commit or a busy database refused, before it counts as failed.</summary>
    private const int MaxRuns = 5;

    /// <summary>The same for a save of several rows, which is halved afterwards.</summary>
    private const int MaxRunsTogether = 2;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim one = new(1);
    private readonly WorkQueue queue = WorkQueue.Of(kind);

    public WorkKind Kind => kind;

    /// <summary>Works until nothing of the kind is due; returns the rows worked on. Cancelled, it hands back what it holds.</summary>
    public async Task<int> DrainAsync(CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            var handled = 0;
            var turn = 0;
            var next = NextAsync(turn, cancel);
            while (await next is { } batch)
            {
                // The next batch gathers while this one commits.
                next = NextAsync(++turn, cancel);
                try
                {
                    await ApplyAsync(batch, cancel);
                }
                catch
                {
                    await HandBackAsync(batch);
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

    private sealed record Gathered(WorkRow Row, object? Fact, Exception? Error);

    private sealed record Batch(Claim Claim, IReadOnlyList<Gathered> Items);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task<Batch?> NextAsync(int turn, CancellationToken cancel)
    {
        Claim? claim;
        await using (var scope = scopes.CreateAsyncScope())
        {
            claim = await ClaimAsync(scope.ServiceProvider, turn % (FreshInARow + 1) == FreshInARow, cancel);
        }

        return claim is null ? null : await GatherAsync(claim, cancel);
    }

    private async Task<Claim?> ClaimAsync(IServiceProvider services, bool triedFirst, CancellationToken cancel)
    {
        var db = services.GetRequiredService<CharityDb>();
        if (!await queue.AnyDueAsync(db, kind.Kind, Now, cancel))
        {
            return null;
        }

        return triedFirst
            ? await TriedAsync() ?? await FreshAsync()
            : await FreshAsync() ?? await TriedAsync();

        Task<Claim?> FreshAsync() => StateAsync(WorkState.Pending, kind.Runner.BatchSize(services), false);

        // Rows that were tried before are applied one by one. Those with few tries gather side by side; the others are
        // claimed alone too, so that a row which ends the process takes no other with it.
        async Task<Claim?> TriedAsync()
            => await StateAsync(WorkState.Started, kind.Runner.GatherWidth(services), true)
               ?? await StateAsync(WorkState.Started, 1, false);

        Task<Claim?> StateAsync(WorkState state, int limit, bool calmOnly)
        {
            var now = Now;
            return queue.ClaimAsync(db, kind.Kind, state, (Guid.NewGuid(), now + Lease), now, limit, calmOnly, cancel);
        }
    }

    private async Task<Batch> GatherAsync(Claim claim, CancellationToken cancel)
    {
        if (!kind.Runner.Gathers)
        {
            return new Batch(claim, [.. claim.Rows.Select(row => new Gathered(row, default(Nothing), null))]);
        }

        using var looking = new CancellationTokenSource();
        var gathering = GatherAllAsync(claim, cancel);
        try
        {
            while (await Task.WhenAny(gathering, Task.Delay(RenewalLook, looking.Token)) != gathering)
            {
                claim = await RenewedAsync(claim);
            }

            return new Batch(claim, await gathering);
        }
        catch
        {
            await HandBackAsync(claim);
            throw;
        }
        finally
        {
            await looking.CancelAsync();
        }
    }

    private async Task<Gathered[]> GatherAllAsync(Claim claim, CancellationToken cancel)
    {
        int width;
        await using (var scope = scopes.CreateAsyncScope())
        {
            width = kind.Runner.GatherWidth(scope.ServiceProvider);
        }

        var gathered = new Gathered[claim.Rows.Count];
        await Parallel.ForAsync(
            0,
            gathered.Length,
            new ParallelOptions { MaxDegreeOfParallelism = width, CancellationToken = cancel },
            async (i, stop) => gathered[i] = await GatherOneAsync(claim.Rows[i], stop));
        return gathered;
    }

    private async Task<Gathered> GatherOneAsync(WorkRow row, CancellationToken cancel)
    {
        if (row.Attempts - row.Postponed > RetryPolicy.MaxFailures)
        {
            return new Gathered(row, null, new InvalidOperationException("The process ended each time this was tried."));
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return new Gathered(row, await kind.Runner.GatherAsync(scope.ServiceProvider, row, cancel), null);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            return new Gathered(row, null, error);
        }
    }

    /// <summary>A lease that cannot be renewed is left to end: the fence keeps its rows from being done twice.</summary>
    private async Task<Claim> RenewedAsync(Claim claim)
    {
        if (claim.Until - Now > Lease / 2)
        {
            return claim;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var until = Now + Lease;
            await queue.RenewAsync(scope.ServiceProvider.GetRequiredService<CharityDb>(), kind.Kind, claim, until, CancellationToken.None);
            return claim with { Until = until };
        }
        catch (Exception error)
        {
            log.LogWarning("{Queue} {Kind}: a lease was not renewed: {Error}", queue.Name, kind.Kind, Redaction.Describe(error));
            return claim;
        }
    }

    private async Task ApplyAsync(Batch batch, CancellationToken cancel)
    {
        // The turn first: whoever waits for it must not hold a slot.
        await (turn?.WaitAsync(cancel) ?? Task.CompletedTask);
        try
        {
            await ApplyInTurnAsync(batch, cancel);
        }
        finally
        {
            turn?.Release();
        }
    }

    private async Task ApplyInTurnAsync(Batch batch, CancellationToken cancel)
    {
        await applySlots.WaitAsync(cancel);
        try
        {
            foreach (var failed in batch.Items.Where(item => item.Error is not null))
            {
                await FailAsync(batch.Claim, failed.Row, failed.Error!, cancel);
            }

            var items = batch.Items.Where(item => item.Error is null).ToList();
            if (items.TrueForAll(item => item.Row.Attempts == 1))
            {
                await ApplyHalvingAsync(batch.Claim, items, items.Count == batch.Claim.Rows.Count, cancel);
            }
            else
            {
                foreach (var item in items)
                {
                    await ApplyHalvingAsync(batch.Claim, [item], batch.Claim.Rows.Count == 1, cancel);
                }
            }
        }
        finally
        {
            applySlots.Release();
        }
    }

    /// <summary>Applies the rows in one commit; when that fails, each half by itself, down to the row that is at fault.</summary>
    private async Task ApplyHalvingAsync(Claim claim, List<Gathered> items, bool wholeClaim, CancellationToken cancel)
    {
        if (items.Count == 0)
        {
            return;
        }

        try
        {
            await ApplyTogetherAsync(claim, items, wholeClaim, cancel);
        }
        catch (LeaseLostException)
        {
            log.LogInformation("{Queue} {Kind}: another node took over {Count} rows or more; nothing of them was saved.", queue.Name, kind.Kind, items.Count);
            if (items.Count > 1)
            {
                await ApplyHalvesAsync(claim, items, cancel);
            }
        }
        catch (Exception error) when (!cancel.IsCancellationRequested && !IsOutage(error))
        {
            if (items.Count > 1)
            {
                await ApplyHalvesAsync(claim, items, cancel);
            }
            else
            {
                await FailAsync(claim, items[0].Row, error, cancel);
            }
        }
    }

    private async Task ApplyHalvesAsync(Claim claim, List<Gathered> items, CancellationToken cancel)
    {
        var middle = items.Count / 2;
        await ApplyHalvingAsync(claim, items[..middle], false, cancel);
        await ApplyHalvingAsync(claim, items[middle..], false, cancel);
    }

    private async Task ApplyTogetherAsync(Claim claim, List<Gathered> items, bool wholeClaim, CancellationToken cancel)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                await ApplyOnceAsync(claim, items, wholeClaim, cancel);
                return;
            }
            catch (Exception error) when (run < (items.Count == 1 ? MaxRuns : MaxRunsTogether) && !cancel.IsCancellationRequested && engine.MayRunAgain(error))
            {
                await Task.Delay(FirstPause * Math.Pow(2, run - 1), cancel);
            }
        }
    }

    /// <summary>One context, one commit: the handlers' effects and the marks of their rows, or nothing.</summary>
    private async Task ApplyOnceAsync(Claim claim, List<Gathered> items, bool wholeClaim, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        // Looking for changes at every query makes a batch quadratic; once before the save is enough.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.Database.AutoSavepointsEnabled = false;
        var verdicts = await kind.Runner.ApplyAsync(scope.ServiceProvider, [.. items.Select(item => (item.Row, item.Fact!))], cancel);
        db.ChangeTracker.DetectChanges();

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await MarkAsync(scope.ServiceProvider, claim, items, verdicts, wholeClaim, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(CancellationToken.None);
        if (db.ChangeTracker.Entries<OutboxMessage>().Any())
        {
            // The nudge of the save came before the commit, when nobody could see the messages.
            scope.ServiceProvider.GetRequiredService<IWorkClock>().Nudge();
        }
    }

    /// <summary>Marks every row by its verdict, fenced by the lease: a row that another claim took over undoes the whole commit.</summary>
    private async Task MarkAsync(
        IServiceProvider services, Claim claim, List<Gathered> items, IReadOnlyList<WorkVerdict> verdicts, bool wholeClaim, CancellationToken cancel)
    {
        var db = services.GetRequiredService<CharityDb>();
        var now = Now;
        var done = new List<long>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var (id, verdict) = (items[i].Row.Id, verdicts[i]);
            var held = true;
            if (verdict.ParkReason is { } reason)
            {
                var note = Redaction.Clean(reason);
                held = await queue.MarkParkedAsync(db, claim, id, note, cancel);
                await services.GetRequiredService<ExceptionLog>()
                    .RaiseAsync(Poison(items[i].Row, $"{kind.Kind} waits for a person: {note}"), cancel);
            }
            else if (verdict.RetryAfter is { } delay)
            {
                held = await queue.MarkDueAsync(db, claim, id, now + delay, true, verdict.Note is null ? null : Redaction.Clean(verdict.Note), cancel);
            }
            else
            {
                done.Add(id);
            }

            LeaseLostException.ThrowUnless(held);
        }

        if (done.Count == 0)
        {
            return;
        }

        var marked = wholeClaim && done.Count == items.Count
            ? await queue.MarkDoneAsync(db, kind.Kind, claim, now, cancel)
            : await queue.MarkDoneAsync(db, claim, done, now, cancel);
        LeaseLostException.ThrowUnless(marked == done.Count);
    }

    private async Task FailAsync(Claim claim, WorkRow row, Exception error, CancellationToken cancel)
    {
        var failures = row.Attempts - row.Postponed;
        var note = Redaction.Describe(error);
        log.LogWarning("{Queue} {Kind} {Id} failed ({Failures} of {Max}): {Error}", queue.Name, kind.Kind, row.Id, failures, RetryPolicy.MaxFailures, note);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        if (failures < RetryPolicy.MaxFailures)
        {
            await queue.MarkDueAsync(db, claim, row.Id, Now + RetryPolicy.Pause(failures), false, note, cancel);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await queue.MarkParkedAsync(db, claim, row.Id, note, cancel))
        {
            await scope.ServiceProvider.GetRequiredService<ExceptionLog>().RaiseAsync(
                Poison(row, $"{kind.Kind} failed {RetryPolicy.MaxFailures} times and waits for a person. Last error: {note}"), cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
        }
    }

    /// <summary>Whatever waits for a person is told to one.</summary>
    private Finding Poison(WorkRow row, string detail)
        => new(ExceptionKind.PoisonEvent, ExceptionSeverity.Critical, $"{queue.Name}:{row.Id}", detail);

    /// <summary>The store takes no write now, from anyone: no row is at fault, and none could be marked.</summary>
    private bool IsOutage(Exception error)
        => DatabaseErrors.Inner(error) is { } inner && (engine.IsUnavailable(inner) || engine.IsTransient(inner));

    private async Task HandBackAsync(Task<Batch?> next)
    {
        try
        {
            if (await next is { } batch)
            {
                await HandBackAsync(batch);
            }
        }
        catch (Exception error)
        {
            // It handed its own claim back; the first error is the one that is reported.
            log.LogDebug("{Queue} {Kind}: the batch ahead ended too: {Error}", queue.Name, kind.Kind, Redaction.Describe(error));
        }
    }

    private Task HandBackAsync(Batch batch) => HandBackAsync(batch.Claim);

    /// <summary>A stopped process gives its rows back at once; if it cannot, they are due again when the lease ends.</summary>
    private async Task HandBackAsync(Claim claim)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var ids = claim.Rows.Select(row => row.Id).ToList();
            await queue.HandBackAsync(scope.ServiceProvider.GetRequiredService<CharityDb>(), claim, ids, Now, CancellationToken.None);
        }
        catch (Exception error)
        {
            log.LogWarning("{Queue} {Kind}: a claim was not handed back: {Error}", queue.Name, kind.Kind, Redaction.Describe(error));
        }
    }
}

/// <summary>A row of the batch belongs to another claim by now; the commit is given up.</summary>
internal sealed class LeaseLostException() : Exception("The lease was lost.")
{
    public static void ThrowUnless(bool held)
    {
        if (!held)
        {
            throw new LeaseLostException();
        }
    }
}
