using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charity.Data.Work.Running;

/// <summary>
/// The second step: the handlers' effects and the marks of their rows in one commit. What fails is halved until the row at
/// fault stands alone.
/// </summary>
internal sealed class Applying(RunContext run)
{
    /// <summary>Runs of one row's save that another commit or a busy database refused, before it counts as failed.</summary>
    private const int MaxRuns = 5;

    /// <summary>The same for a save of several rows, which is halved afterwards.</summary>
    private const int MaxRunsTogether = 2;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    private readonly Marking marking = new(run);

    public async Task ApplyAsync(Batch batch, CancellationToken cancel)
    {
        var claim = batch.Claim;
        foreach (var failed in batch.Items.Where(item => item.Error is not null))
        {
            await marking.FailedAsync(claim, failed.Row, failed.Error!, cancel);
        }

        var items = batch.Items.Where(item => item.Error is null).ToList();
        if (claim.Fresh)
        {
            await ApplyHalvingAsync(claim, items, cancel);
            return;
        }

        foreach (var item in items)
        {
            await ApplyHalvingAsync(claim, [item], cancel);
        }
    }

    private async Task ApplyHalvingAsync(Claim claim, List<Gathered> items, CancellationToken cancel)
    {
        if (items.Count == 0)
        {
            return;
        }

        try
        {
            await ApplyAgainAsync(claim, items, cancel);
        }
        catch (LeaseLostException)
        {
            run.Log.LogInformation(
                "{Queue} {Kind}: another node took over some of {Count} rows; nothing of them was saved.", run.Queue.Name, run.Kind.Kind, items.Count);
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
                await marking.FailedAsync(claim, items[0].Row, error, cancel);
            }
        }
    }

    private async Task ApplyHalvesAsync(Claim claim, List<Gathered> items, CancellationToken cancel)
    {
        var middle = items.Count / 2;
        await ApplyHalvingAsync(claim, items[..middle], cancel);
        await ApplyHalvingAsync(claim, items[middle..], cancel);
    }

    /// <summary>Runs the whole again, everything read afresh, when another commit came first or the database was busy.</summary>
    private async Task ApplyAgainAsync(Claim claim, List<Gathered> items, CancellationToken cancel)
    {
        var runs = items.Count == 1 ? MaxRuns : MaxRunsTogether;
        for (var number = 1; ; number++)
        {
            try
            {
                await ApplyOnceAsync(claim, items, cancel);
                return;
            }
            catch (Exception error) when (number < runs && !cancel.IsCancellationRequested && run.Engine.MayRunAgain(error))
            {
                await Task.Delay(FirstPause * Math.Pow(2, number - 1), cancel);
            }
        }
    }

    private async Task ApplyOnceAsync(Claim claim, List<Gathered> items, CancellationToken cancel)
    {
        await using var scope = run.Scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        // Looking for changes at every query makes a batch quadratic; once before the save is enough.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.Database.AutoSavepointsEnabled = false;
        var verdicts = await run.Kind.Runner.ApplyAsync(scope.ServiceProvider, [.. items.Select(item => (item.Row, item.Fact!))], cancel);
        db.ChangeTracker.DetectChanges();

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await marking.VerdictsAsync(scope.ServiceProvider, claim, items, verdicts, cancel);
        // The context ends here: telling it what is saved now would only hold up the next writer.
        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancel);
        await transaction.CommitAsync(CancellationToken.None);
        run.Measures.WorkHandled(run.Kind.Kind, "done", verdicts.Count(v => v is { RetryAfter: null, ParkReason: null }));
        if (db.ChangeTracker.Entries<OutboxMessage>().Any())
        {
            // The nudge of the save came before the commit, when nobody could see the messages.
            scope.ServiceProvider.GetRequiredService<IWorkClock>().Nudge();
        }
    }

    /// <summary>The store takes no write now, from anyone: no row is at fault, and none could be marked.</summary>
    private bool IsOutage(Exception error)
        => DatabaseErrors.Inner(error) is { } inner && (run.Engine.IsUnavailable(inner) || run.Engine.IsTransient(inner));
}
