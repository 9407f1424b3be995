using System.Data.Common;
using Charity.Data;
using Charity.Data.Work;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.SqlServer.Update.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Charity.Production.SqlServer;

/// <summary>
/// The database port on SQL Server 2019 and later. Readers see committed rows and wait for no writer
/// (READ_COMMITTED_SNAPSHOT, which <see cref="MigrateAsync"/> switches on); whatever passes is tried again by whole use
/// cases in a fresh scope, never by EF Core inside one.
/// </summary>
internal sealed class SqlServerEngine : IDatabaseEngine
{
    private readonly string connectionString;
    private readonly SessionSetup sessions;
    private readonly ClaimLocks claims = new();
    private readonly Lazy<SqlServerInbox> inbox;

    public SqlServerEngine(IOptions<DatabaseOptions> options)
    {
        connectionString = options.Value.ConnectionString;
        sessions = new SessionSetup(TimeSpan.FromSeconds(options.Value.BusyTimeoutSeconds));
        inbox = new Lazy<SqlServerInbox>(() => new SqlServerInbox(connectionString, sessions, Model()));
    }

    public string Name => "SQL Server";

    public void Configure(DbContextOptionsBuilder options) => Describe(options).AddInterceptors(sessions);

    /// <summary>All but what speaks to a server on its own account, so that the statements can be read without one.</summary>
#pragma warning disable EF1001 // ISqlServerUpdateSqlGenerator: see PlainInserts.
    internal DbContextOptionsBuilder Describe(DbContextOptionsBuilder options)
        => options
            .UseSqlServer(connectionString, server => server
                .MigrationsAssembly(typeof(SqlServerEngine).Assembly.GetName().Name)
                // Errors come as they are; the provider's own strategy would wrap those that pass in another exception.
                .ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies)))
            .AddInterceptors(claims)
            .ReplaceService<IModelCustomizer, SqlServerModelCustomizer>()
            .ReplaceService<ISqlServerUpdateSqlGenerator, PlainInserts>();
#pragma warning restore EF1001

    public async Task MigrateAsync(CharityDb db, CancellationToken cancel)
    {
        await db.Database.MigrateAsync(cancel);
        await ReadCommittedSnapshot.SwitchOnAsync(connectionString, cancel);
        // Those that stand are left alone: to make one anew waits for every reader of its table, and every gift for that.
        var missing = await MissingTriggersAsync(db, cancel);
        await using var connection = await OpenAsync(cancel);
        await sessions.ApplyAsync(connection, cancel);
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(cancel);
        foreach (var trigger in SqlServerTriggers.All.Where(trigger => missing.Contains(trigger.Name)))
        {
            await RunAsync(connection, transaction, $"DROP TRIGGER IF EXISTS {trigger.Name}", cancel);
            await RunAsync(connection, transaction, trigger.Sql, cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    public async Task<IReadOnlyList<string>> MissingTriggersAsync(CharityDb db, CancellationToken cancel)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        await using var connection = await OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT m.definition FROM sys.triggers t JOIN sys.sql_modules m ON m.object_id = t.object_id WHERE t.is_disabled = 0 AND m.definition IS NOT NULL";
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            present.Add(reader.GetString(0));
        }

        // A trigger with another text does another thing, and a disabled one nothing: both count as missing.
        return [.. SqlServerTriggers.All.Where(trigger => !present.Contains(trigger.Sql)).Select(trigger => trigger.Name)];
    }

    public bool IsUniqueViolation(DbException error) => SqlServerErrors.IsUniqueViolation(error);

    public bool IsTransient(DbException error) => SqlServerErrors.IsTransient(error);

    public bool IsUnavailable(DbException error) => SqlServerErrors.IsUnavailable(error);

    public Task<IReadOnlyList<bool>> AppendToInboxAsync(IReadOnlyList<InboxEvent> events, CancellationToken cancel)
        => inbox.Value.AppendAsync(events, cancel);

    public Task BackUpAsync(string file, CancellationToken cancel) => new SqlServerCopies(connectionString).BackUpAsync(file, cancel);

    public Task<string?> RestoreAsync(string file, CancellationToken cancel) => new SqlServerCopies(connectionString).RestoreAsync(file, cancel);

    private async Task<SqlConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancel);
        return connection;
    }

    private static async Task RunAsync(SqlConnection connection, SqlTransaction transaction, string text, CancellationToken cancel)
    {
#pragma warning disable CA2100 // Constants of this program.
        await using var command = new SqlCommand(text, connection, transaction);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The mapping, so that the inbox's hand-written path cannot drift from it.</summary>
    private Microsoft.EntityFrameworkCore.Metadata.IModel Model()
    {
        var options = new DbContextOptionsBuilder<CharityDb>();
        Describe(options);
        using var db = new CharityDb(options.Options);
        return db.Model;
    }
}
