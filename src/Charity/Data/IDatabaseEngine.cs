using System.Data.Common;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data;

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
}
