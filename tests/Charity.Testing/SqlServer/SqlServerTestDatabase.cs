using System.Collections.Concurrent;
using Charity.Data;
using Charity.Testing.Tools;
using Microsoft.Data.SqlClient;

namespace Charity.Testing;

/// <summary>
/// One of a pool of databases on the server that <c>CHARITY_TEST_SQLSERVER</c> names: migrated once, emptied between
/// tests, thrown away when a test changed more than rows. All are dropped when the process ends.
/// </summary>
public sealed class SqlServerTestDatabase : TestDatabase
{
    private const string Variable = "CHARITY_TEST_SQLSERVER";

    private static readonly ConcurrentBag<SqlServerTestDatabase> Free = [];
    private static readonly ConcurrentBag<string> Made = [];
    private static int number;

    private readonly bool owned;
    private string shape = "";

    private SqlServerTestDatabase(string name, bool owned)
    {
        this.owned = owned;
        Name = name;
        Options = new DatabaseOptions
        {
            Engine = DatabaseEngineName.SqlServer,
            ConnectionString = new SqlConnectionStringBuilder(Server) { InitialCatalog = name }.ConnectionString,
            BusyTimeoutSeconds = 5,
        };
    }

    /// <summary>True when there is a server to test on.</summary>
    public static bool IsWanted => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    public override string Name { get; }

    public override DatabaseOptions Options { get; }

    /// <summary>On the server's disk, in the place where it keeps its back-ups.</summary>
    public override string NewCopyPath() => $"{Name}-{Guid.NewGuid():N}.bak";

    private static string Server
        => Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"{Variable} holds no connection to a server.");

    /// <summary>An empty one, migrated.</summary>
    public static async Task<SqlServerTestDatabase> RentAsync()
    {
        if (Free.TryTake(out var free))
        {
            return free;
        }

        var made = new SqlServerTestDatabase(NewName(), true);
        await SqlServerScripts.MigrateAsync(made.Options);
        made.shape = await made.ShapeAsync();
        return made;
    }

    /// <inheritdoc cref="TestDatabase.Attach(string)"/>
    public static SqlServerTestDatabase AttachTo(string name) => new(name, false);

    /// <inheritdoc cref="TestDatabase.NotThereYet"/>
    public static DatabaseOptions OptionsOfNew() => new SqlServerTestDatabase(NewName(), false).Options;

    public override async Task<TestDatabase> CopyAsync()
    {
        var copy = await RentAsync();
        await copy.RunAsync(SqlServerScripts.CopyRowsFrom(Name));
        return copy;
    }

    public override async Task TamperAsync(string sql)
    {
        await RunAsync(SqlServerScripts.LowerGuards);
        await RunAsync(sql);
    }

    public override async Task WeakenTriggerAsync(string name, string table)
    {
        await RunAsync($"DROP TRIGGER {name}");
        await RunAsync($"CREATE TRIGGER {name} ON {table} AFTER UPDATE AS RETURN");
    }

    public override async Task<IAsyncDisposable> RefuseRowsAsync(string table)
    {
        await RunAsync($"CREATE TRIGGER test_refuses ON {table} INSTEAD OF INSERT AS THROW 50002, 'refused', 1");
        return new Undo(() => RunAsync("DROP TRIGGER test_refuses"));
    }

    public override async Task<IAsyncDisposable> HideTableAsync(string table)
    {
        await RunAsync($"EXEC sp_rename '{table}', '{table}_gone'");
        return new Undo(() => RunAsync($"EXEC sp_rename '{table}_gone', '{table}'"));
    }

    public override IDisposable Lock()
    {
        var connection = new SqlConnection($"{Options.ConnectionString};Pooling=False");
        connection.Open();
        using var command = new SqlCommand(SqlServerScripts.LockAll, connection);
        command.ExecuteNonQuery();
        return connection;
    }

    public override Task LeaveRoomAsync(Func<CharityDb> contexts, int pages) => RunAsync(SqlServerScripts.LeaveRoom(pages));

    /// <summary>Back into the pool, empty; a database whose tables or triggers are not as they were is dropped.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (!owned)
        {
            return;
        }

        if (await ShapeAsync() != shape)
        {
            SqlServerScripts.Drop(Server, Name);
            return;
        }

        await RunAsync(SqlServerScripts.Empty);
        Free.Add(this);
    }

    private static string NewName()
    {
        var first = Interlocked.Increment(ref number) == 1;
        if (first)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            {
                foreach (var made in Made)
                {
                    SqlServerScripts.Drop(Server, made);
                }
            };
        }

        var name = FormattableString.Invariant($"charity_test_{Environment.ProcessId}_{Guid.NewGuid():N}");
        Made.Add(name);
        return name;
    }

    private async Task<string> ShapeAsync() => (string)(await ScalarAsync(SqlServerScripts.Shape))!;

    private async Task RunAsync(string sql) => await ScalarAsync(sql);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new SqlConnection(Options.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection) { CommandTimeout = 120 };
        return await command.ExecuteScalarAsync();
    }
}
