using System.Data.Common;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data;

/// <summary>Another process works on the database; the message says which file or database and what to do.</summary>
public sealed class DatabaseInUseException(string message) : Exception(message);

/// <summary>
/// The database port: what differs between engines and cannot be said in the mapping. One adapter for each engine.
/// </summary>
public interface IDatabaseEngine
{
    /// <summary>"SQLite" or "SQL Server", for status pages and logs.</summary>
    string Name { get; }

    /// <summary>Sets provider, connection, migrations assembly and interceptors on the options.</summary>
    void Configure(DbContextOptionsBuilder options);

    /// <summary>Applies pending migrations, then makes the triggers anew (a table rebuild drops them silently on SQLite).</summary>
    Task MigrateAsync(CharityDb db, CancellationToken cancel);

    /// <summary>
    /// Brings up to date what the engine knows of its tables (how many rows, how alike), by which it chooses its ways; once a
    /// night. Nothing to do for an engine that does so by itself.
    /// </summary>
    Task TendAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Names of the triggers that must exist; empty when all are there, else the missing ones.</summary>
    Task<IReadOnlyList<string>> MissingTriggersAsync(CharityDb db, CancellationToken cancel);

    /// <summary>True when a unique index or primary key refused a row.</summary>
    bool IsUniqueViolation(DbException error);

    /// <summary>True when the same use case may well succeed a moment later: busy, deadlock, lost connection.</summary>
    bool IsTransient(DbException error);

    /// <summary>True when the store cannot take any write now: full, read-only, gone.</summary>
    bool IsUnavailable(DbException error);

    /// <summary>
    /// Stores the events in one durable commit. A row whose (account, event id) stands already only counts one more
    /// delivery. Returns, in the order given, whether each event was new.
    /// </summary>
    Task<IReadOnlyList<bool>> AppendToInboxAsync(IReadOnlyList<InboxEvent> events, CancellationToken cancel);

    /// <summary>
    /// Writes a copy of the whole database, as it is at one moment, to a file that is not there yet, while others go on
    /// reading and writing; the copy is on the disk and was checked by the engine's own means when this returns.
    /// </summary>
    /// <param name="file">Full path; for an engine that is a server of its own, a path on that server.</param>
    /// <param name="cancel">Ends the work; what was begun is not a back-up.</param>
    Task BackUpAsync(string file, CancellationToken cancel);

    /// <summary>
    /// Puts a copy made by <see cref="BackUpAsync"/> in the place of the database. What stood there is kept aside where
    /// the engine can do so.
    /// </summary>
    /// <param name="file">The copy; it stays as it is.</param>
    /// <param name="cancel">Before the exchange: ends the work and leaves the database as it was.</param>
    /// <returns>Where the former database is kept, or null when there was none or the engine keeps none.</returns>
    /// <exception cref="DatabaseInUseException">Another process holds the database; nothing was changed.</exception>
    Task<string?> RestoreAsync(string file, CancellationToken cancel);
}
