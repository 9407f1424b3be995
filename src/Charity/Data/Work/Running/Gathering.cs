using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charity.Data.Work.Running;

/// <summary>The first step: asks the world outside about each row of a claim, side by side, and keeps the lease meanwhile.</summary>
internal sealed class Gathering(RunContext run)
{
    /// <summary>Real time between two looks at the lease.</summary>
    private static readonly TimeSpan RenewalLook = TimeSpan.FromSeconds(15);

    /// <summary>Cancelled, it hands the claim back.</summary>
    public async Task<Batch> GatherAsync(Claim claim, CancellationToken cancel)
    {
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
            await run.HandBackAsync(claim);
            throw;
        }
        finally
        {
            await looking.CancelAsync();
        }
    }

    private async Task<Gathered[]> GatherAllAsync(Claim claim, CancellationToken cancel)
    {
        if (!run.Kind.Runner.Gathers)
        {
            return [.. claim.Rows.Select(row => Exhausted(row) ?? new Gathered(row, default(Nothing), null))];
        }

        int width;
        await using (var scope = run.Scopes.CreateAsyncScope())
        {
            width = run.Kind.Runner.GatherWidth(scope.ServiceProvider);
        }

        var gathered = new Gathered[claim.Rows.Count];
        await Parallel.ForAsync(
            0,
            gathered.Length,
            new ParallelOptions { MaxDegreeOfParallelism = width, CancellationToken = cancel },
            async (i, stop) => gathered[i] = Exhausted(claim.Rows[i]) ?? await GatherOneAsync(claim.Rows[i], stop));
        return gathered;
    }

    private async Task<Gathered> GatherOneAsync(WorkRow row, CancellationToken cancel)
    {
        try
        {
            await using var scope = run.Scopes.CreateAsyncScope();
            return new Gathered(row, await run.Kind.Runner.GatherAsync(scope.ServiceProvider, row, cancel), null);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            return new Gathered(row, null, error);
        }
    }

    /// <summary>A row that used up its tries without one of them being noted: it never returned.</summary>
    private static Gathered? Exhausted(WorkRow row)
        => row.Attempts - row.Postponed > RetryPolicy.MaxFailures
            ? new Gathered(row, null, new InvalidOperationException("The process ended each time this was tried."))
            : null;

    /// <summary>A lease that cannot be renewed is left to end: the fence keeps its rows from being done twice.</summary>
    private async Task<Claim> RenewedAsync(Claim claim)
    {
        if (claim.Until - run.Now > KindWorker.Lease / 2)
        {
            return claim;
        }

        try
        {
            await using var scope = run.Scopes.CreateAsyncScope();
            var until = run.Now + KindWorker.Lease;
            await run.Queue.RenewAsync(scope.ServiceProvider.GetRequiredService<CharityDb>(), claim, until, CancellationToken.None);
            return claim with { Until = until };
        }
        catch (Exception error)
        {
            run.Log.LogWarning("{Queue} {Kind}: a lease was not renewed: {Error}", run.Queue.Name, run.Kind.Kind, Redaction.Describe(error));
            return claim;
        }
    }
}
