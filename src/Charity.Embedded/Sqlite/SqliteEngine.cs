using System.Collections.Concurrent;
using System.Data.Common;
using Charity.Data;
using Charity.Data.Work;
using Charity.Embedded.Sqlite.Saving;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.Extensions.Options;

namespace Charity.Embedded.Sqlite;

/// <summary>
/// The database port on SQLite: one file in WAL mode, commits on the disk before they are reported, one writer at a time
/// through a fair gate (<see cref="FairGate"/>).
/// </summary>
internal sealed class SqliteEngine : IDatabaseEngine
{
    /// <summary>SQLite's provider sleeps 150 ms between tries of its own; SQLite's busy handler waits better, so it does the waiting.</summary>
    private const int ProviderTimeoutSeconds = 1;

    /// <summary>One gate a file, shared by everything in the process that writes to it.</summary>
    private static readonly ConcurrentDictionary<string, FairGate> Gates = new(StringComparer.Ordinal);

    private readonly SqliteConnections connections;
    private readonly string file;
    private readonly Lazy<SqliteInbox> inbox;

    public SqliteEngine(IOptions<DatabaseOptions> options)
        : this(options.Value, null)
    {
    }

    /// <param name="options">File and durability.</param>
    /// <param name="ownGate">A gate of its own, as another process would have; null for the process's gate of the file.</param>
    internal SqliteEngine(DatabaseOptions options, FairGate? ownGate)
    {
        var builder = new SqliteConnectionStringBuilder(options.ConnectionString) { DefaultTimeout = ProviderTimeoutSeconds };
        file = builder.DataSource is "" or ":memory:" ? builder.DataSource : Path.GetFullPath(builder.DataSource);
        connections = new SqliteConnections(new SqliteSettings(
            builder.ConnectionString,
            options.Durability.ToString().ToUpperInvariant(),
            TimeSpan.FromSeconds(options.BusyTimeoutSeconds),
            ownGate ?? Gates.GetOrAdd(file, _ => new FairGate())));
        inbox = new Lazy<SqliteInbox>(() => new SqliteInbox(connections, Model()));
    }

    public string Name => "SQLite";

    public void Configure(DbContextOptionsBuilder options)
        => options
            .UseSqlite(connections.ConnectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteEngine).Assembly.GetName().Name))
            .AddInterceptors(connections)
            .ReplaceService<IModelCustomizer, SqliteModelCustomizer>()
            .ReplaceService<IModificationCommandBatchFactory, SqliteBatchFactory>();

    public async Task MigrateAsync(CharityDb db, CancellationToken cancel)
    {
        if (Path.GetDirectoryName(file) is { Length: > 0 } directory)
        {
            Directory.CreateDirectory(directory);
        }

        await db.Database.MigrateAsync(cancel);
        await using var connection = connections.New();
        await connection.OpenAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        foreach (var trigger in SqliteTriggers.All)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"DROP TRIGGER IF EXISTS {trigger.Name}; {trigger.Sql}";
            await command.ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    /// <summary>
    /// Looks at every table, also one that nobody asked of this connection (0x10000), and counts anew where that would help
    /// (0x2), from samples only (0x10): some milliseconds, whatever the size. See https://sqlite.org/pragma.html#pragma_optimize.
    /// </summary>
    public async Task TendAsync(CancellationToken cancel)
    {
        await using var connection = connections.New();
        await connection.OpenAsync(cancel);
        // The transaction passes the gate: what is counted is written.
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA optimize = 0x10012";
        await command.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    public async Task<IReadOnlyList<string>> MissingTriggersAsync(CharityDb db, CancellationToken cancel)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        await using var connection = connections.New();
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT sql FROM sqlite_master WHERE type = 'trigger'";
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            present.Add(reader.GetString(0));
        }

        // A trigger with another text does another thing: it counts as missing.
        return [.. SqliteTriggers.All.Where(trigger => !present.Contains(trigger.Sql)).Select(trigger => trigger.Name)];
    }

    public bool IsUniqueViolation(DbException error) => SqliteErrors.IsUniqueViolation(error);

    public bool IsTransient(DbException error) => SqliteErrors.IsTransient(error);

    public bool IsUnavailable(DbException error) => SqliteErrors.IsUnavailable(error);

    public Task<IReadOnlyList<bool>> AppendToInboxAsync(IReadOnlyList<InboxEvent> events, CancellationToken cancel)
        => inbox.Value.AppendAsync(events, cancel);

    public Task BackUpAsync(string target, CancellationToken cancel) => SqliteCopies.BackUpAsync(file, target, cancel);

    public Task<string?> RestoreAsync(string source, CancellationToken cancel)
    {
        // Connections that this process keeps open for reuse hold the file too.
        using (var own = new SqliteConnection(connections.ConnectionString))
        {
            SqliteConnection.ClearPool(own);
        }

        return SqliteCopies.RestoreAsync(source, file, cancel);
    }

    /// <summary>The mapping, so that the inbox's hand-written path cannot drift from it.</summary>
    private Microsoft.EntityFrameworkCore.Metadata.IModel Model()
    {
        var options = new DbContextOptionsBuilder<CharityDb>();
        Configure(options);
        using var db = new CharityDb(options.Options);
        return db.Model;
    }
}
