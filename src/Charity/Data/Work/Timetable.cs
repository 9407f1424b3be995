using Charity.Data.Work.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charity.Data.Work;

/// <summary>
/// Runs recurring jobs when they are due: one node at a time each, by a lease in the job's row. Runs that were missed
/// collapse to one, as jobs work on ranges since their last mark.
/// </summary>
public sealed class Timetable(
    IEnumerable<TimetableJobType> jobs, IServiceScopeFactory scopes, IDatabaseEngine engine, TimeProvider time, ILogger<Timetable> log)
{
    /// <summary>Business time that a claim holds its row; renewed while the job runs.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Real time between two renewals.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(2);

    private readonly Lock sync = new();
    private readonly Dictionary<string, Task> running = new(StringComparer.Ordinal);
    private Dictionary<string, Job>? known;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Every recurring job: its name, its rhythm and when it is due next, in business time. For a clock that shows them to people.</summary>
    public async Task<IReadOnlyList<TimetablePlan>> PlansAsync(CancellationToken cancel)
    {
        var byName = await KnownAsync(cancel);
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<CharityDb>().Timetable.AsNoTracking()
            .Select(e => new { e.Name, e.NextDue }).ToListAsync(cancel);
        return [.. rows.Where(row => byName.ContainsKey(row.Name)).OrderBy(row => row.Name, StringComparer.Ordinal)
            .Select(row => new TimetablePlan(row.Name, byName[row.Name].Every, row.NextDue))];
    }

    /// <summary>Names of the jobs that are due and that no node runs.</summary>
    public async Task<IReadOnlyList<string>> DueAsync(CancellationToken cancel)
    {
        var byName = await KnownAsync(cancel);
        await using var scope = scopes.CreateAsyncScope();
        var now = Now;
        var due = await scope.ServiceProvider.GetRequiredService<CharityDb>().Timetable.AsNoTracking()
            .Where(e => e.NextDue <= now && (e.LeaseUntil == null || e.LeaseUntil <= now)).Select(e => e.Name).ToListAsync(cancel);
        return [.. due.Where(byName.ContainsKey)];
    }

    /// <summary>Runs one job to its end if it is due, or at once when a person asks for it; never beside a run of another node.</summary>
    /// <param name="byHand">Run it now, due or not; its next time stays what it was.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the row was handed back.</exception>
    public async Task<TimetableRun> RunAsync(string name, bool byHand, CancellationToken cancel)
    {
        if (!(await KnownAsync(cancel)).TryGetValue(name, out var job))
        {
            return new(TimetableOutcome.Unknown);
        }

        return await ClaimAsync(job, byHand, cancel) is { } lease
            ? await RunClaimedAsync(job, lease, cancel)
            : new(await IsLeasedAsync(job, cancel) ? TimetableOutcome.Running : TimetableOutcome.NotDue);
    }

    /// <summary>Starts every job that is due and not running here; returns their tasks, which never fail.</summary>
    public async Task<IReadOnlyList<Task>> StartDueAsync(CancellationToken cancel)
    {
        var byName = await KnownAsync(cancel);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        var now = Now;
        var due = await db.Timetable.AsNoTracking().Where(e => e.NextDue <= now).Select(e => e.Name).ToListAsync(cancel);
        var started = new List<Task>(due.Count);
        lock (sync)
        {
            foreach (var name in due)
            {
                if (byName.TryGetValue(name, out var job) && (!running.TryGetValue(name, out var task) || task.IsCompleted))
                {
                    started.Add(running[name] = Task.Run(() => RunAsync(job, cancel), CancellationToken.None));
                }
            }
        }

        return started;
    }

    /// <summary>Runs every job that is due, side by side, to its end.</summary>
    public async Task RunDueAsync(CancellationToken cancel) => await Task.WhenAll(await StartDueAsync(cancel));

    /// <summary>Ends when no job runs here.</summary>
    public Task WhenIdleAsync()
    {
        lock (sync)
        {
            return Task.WhenAll(running.Values);
        }
    }

    private sealed record Job(string Name, TimeSpan Every, bool AtStart, Type Type);

    private async Task RunAsync(Job job, CancellationToken cancel)
    {
        try
        {
            if (await ClaimAsync(job, false, cancel) is { } lease)
            {
                await RunClaimedAsync(job, lease, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Stopping: the row was handed back.
        }
        catch (Exception error)
        {
            log.LogError("Job {Job} could not be claimed or marked: {Error}", job.Name, Redaction.Describe(error));
        }
    }

    private async Task<TimetableRun> RunClaimedAsync(Job job, Guid lease, CancellationToken cancel)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var work = ((ITimetableJob)scope.ServiceProvider.GetRequiredService(job.Type)).RunAsync(cancel);
            await WithRenewalAsync(job, lease, work);
            await FinishAsync(job, lease, null);
            return new(TimetableOutcome.Done);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await HandBackAsync(job, lease);
            throw;
        }
        catch (Exception error)
        {
            var why = Redaction.Describe(error);
            log.LogError("Job {Job} failed: {Error}", job.Name, why);
            await FinishAsync(job, lease, why);
            return new(TimetableOutcome.Failed, why);
        }
    }

    private async Task<Guid?> ClaimAsync(Job job, bool byHand, CancellationToken cancel)
    {
        var (now, lease) = (Now, Guid.NewGuid());
        var claimed = await ChangeAsync(
            entries => entries.Where(e => e.Name == job.Name && (byHand || e.NextDue <= now) && (e.LeaseUntil == null || e.LeaseUntil <= now))
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(e => e.LeaseId, lease)
                        .SetProperty(e => e.LeaseUntil, now + Lease)
                        .SetProperty(e => e.LastStartedAt, now),
                    cancel));
        return claimed == 1 ? lease : null;
    }

    private async Task<bool> IsLeasedAsync(Job job, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = Now;
        return await scope.ServiceProvider.GetRequiredService<CharityDb>().Timetable.AnyAsync(e => e.Name == job.Name && e.LeaseUntil > now, cancel);
    }

    private async Task WithRenewalAsync(Job job, Guid lease, Task work)
    {
        using var looking = new CancellationTokenSource();
        try
        {
            while (await Task.WhenAny(work, Task.Delay(Renewal, looking.Token)) != work)
            {
                var until = Now + Lease;
                await ChangeAsync(entries => entries.Where(e => e.Name == job.Name && e.LeaseId == lease)
                    .ExecuteUpdateAsync(set => set.SetProperty(e => e.LeaseUntil, until)));
            }

            await work;
        }
        finally
        {
            await looking.CancelAsync();
        }
    }

    /// <summary>
    /// The next time keeps the rhythm of the plan, however many runs were missed; a failed run is tried again sooner, and
    /// a run before its time, asked for by a person, leaves that time as it is.
    /// </summary>
    private async Task FinishAsync(Job job, Guid lease, string? error)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        if (await db.Timetable.SingleOrDefaultAsync(e => e.Name == job.Name && e.LeaseId == lease) is not { } entry)
        {
            return;
        }

        var now = Now;
        entry.Failures = error is null ? 0 : entry.Failures + 1;
        entry.LastError = error;
        entry.LastSucceededAt = error is null ? now : entry.LastSucceededAt;
        var planned = now < entry.NextDue ? entry.NextDue : entry.NextDue + (job.Every * (((now - entry.NextDue).Ticks / job.Every.Ticks) + 1));
        var again = now + RetryPolicy.Pause(entry.Failures);
        entry.NextDue = error is null || planned < again ? planned : again;
        (entry.LeaseId, entry.LeaseUntil) = (null, null);
        await db.SaveChangesAsync();
    }

    private Task<int> HandBackAsync(Job job, Guid lease)
        => ChangeAsync(entries => entries.Where(e => e.Name == job.Name && e.LeaseId == lease)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.LeaseId, (Guid?)null).SetProperty(e => e.LeaseUntil, (DateTime?)null)));

    private async Task<int> ChangeAsync(Func<DbSet<TimetableEntry>, Task<int>> change)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await change(scope.ServiceProvider.GetRequiredService<CharityDb>().Timetable);
    }

    /// <summary>
    /// Reads names and rhythms once and gives a job that is new its row. Due at once is a new job, and one that wants to
    /// run at the start of each process.
    /// </summary>
    private async Task<Dictionary<string, Job>> KnownAsync(CancellationToken cancel)
    {
        if (known is { } already)
        {
            return already;
        }

        var found = new Dictionary<string, Job>(StringComparer.Ordinal);
        await using (var scope = scopes.CreateAsyncScope())
        {
            foreach (var type in jobs.Select(job => job.Type))
            {
                var job = (ITimetableJob)scope.ServiceProvider.GetRequiredService(type);
                found.Add(job.Name, new Job(job.Name, job.Every, job.AtStart, type));
            }
        }

        foreach (var job in found.Values)
        {
            await AddRowAsync(job, cancel);
        }

        return known = found;
    }

    private async Task AddRowAsync(Job job, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        if (await db.Timetable.AnyAsync(e => e.Name == job.Name, cancel))
        {
            var now = Now;
            await (job.AtStart
                ? db.Timetable.Where(e => e.Name == job.Name && e.NextDue > now && e.LeaseId == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(e => e.NextDue, now), cancel)
                : Task.CompletedTask);
            return;
        }

        db.Timetable.Add(new TimetableEntry { Name = job.Name, NextDue = Now });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (engine.IsUniqueViolation(error))
        {
            // Another node added it.
        }
    }
}
