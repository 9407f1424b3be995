using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Charity.Data;

/// <summary>The database is not as this version of the program needs it; the message says what to do.</summary>
public sealed class DatabaseNotReadyException(string message) : Exception(message);

/// <summary>
/// Brings the database to the version of the program, or says what is missing. Only <c>charity migrate</c> and the sandbox
/// migrate; every other start refuses a database that is behind, ahead or without its triggers.
/// </summary>
public sealed class DatabaseStartup(IServiceScopeFactory scopes, IDatabaseEngine engine, IEnumerable<IAdapterStore> stores)
{
    /// <summary>Applies what is pending and makes the triggers; harmless to repeat.</summary>
    public async Task MigrateAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        await engine.MigrateAsync(scope.ServiceProvider.GetRequiredService<CharityDb>(), cancel);
        foreach (var store in stores)
        {
            await store.PrepareAsync(cancel);
        }
    }

    /// <summary>What keeps the program from starting on this database, a sentence each; empty when it may.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(CancellationToken cancel)
    {
        var (faults, newer) = await LookAsync(cancel);
        return newer is null ? faults : [.. faults, newer];
    }

    /// <summary>
    /// The same for a program that runs already. A database that a newer version has migrated meanwhile is no fault: a
    /// migration only adds, so that the nodes of the version before serve on until each is replaced.
    /// </summary>
    /// <returns>What is wrong, and what is only to be known.</returns>
    public Task<(IReadOnlyList<string> Faults, string? Newer)> FaultsWhileRunningAsync(CancellationToken cancel) => LookAsync(cancel);

    private async Task<(IReadOnlyList<string> Faults, string? Newer)> LookAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        if (!await db.Database.CanConnectAsync(cancel))
        {
            return ([$"The database cannot be reached, or is not there yet. Check {Settings.Variable(DatabaseOptions.Section, nameof(DatabaseOptions.ConnectionString))}; for a new installation run 'charity migrate'."], null);
        }

        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var faults = new List<string>();
        if (known.Except(applied).ToList() is { Count: > 0 } pending)
        {
            faults.Add($"The database is older than the program: {string.Join(", ", pending)} is pending. Run 'charity migrate'.");
        }

        string? ahead = null;
        if (applied.Except(known).ToList() is { Count: > 0 } newer)
        {
            ahead = $"The database is newer than the program: it holds {string.Join(", ", newer)}. Start the version that migrated it, or a later one.";
        }

        if (faults.Count == 0 && ahead is null && await engine.MissingTriggersAsync(db, cancel) is { Count: > 0 } missing)
        {
            faults.Add($"Triggers that guard the books are missing or altered: {string.Join(", ", missing)}. Find out who changed the database, then run 'charity migrate'.");
        }

        foreach (var store in stores)
        {
            if (await store.FaultAsync(cancel) is { } fault)
            {
                faults.Add(fault);
            }
        }

        return (faults, ahead);
    }

    /// <exception cref="DatabaseNotReadyException">The database may not be used.</exception>
    public async Task VerifyAsync(CancellationToken cancel)
    {
        if (await FaultsAsync(cancel) is { Count: > 0 } faults)
        {
            throw new DatabaseNotReadyException(string.Join(" ", faults));
        }
    }
}

/// <summary>Refuses the start of a host before anything in it runs.</summary>
internal sealed class DatabaseCheck(DatabaseStartup database) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => database.VerifyAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
