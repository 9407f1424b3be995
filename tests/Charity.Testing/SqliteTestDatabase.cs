using Charity.Data;
using Charity.Testing.Tools;
using Charity.Web;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Testing;

/// <summary>A copy of a file that is migrated once for the process: 2.6 ms a test in place of 33.</summary>
public sealed class SqliteTestDatabase : TestDatabase
{
    private static readonly DirectoryInfo Folder = MakeFolder();
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private readonly bool owned;

    private SqliteTestDatabase(string file, bool owned)
    {
        this.owned = owned;
        File = file;
        Options = At(file);
    }

    /// <summary>Path of the database file.</summary>
    public string File { get; }

    public override DatabaseOptions Options { get; }

    public override string Name => File;

    public override string NewCopyPath() => NewFile();

    public static async Task<SqliteTestDatabase> CopyTemplateAsync()
    {
        var file = NewFile();
        System.IO.File.Copy(await Template.Value, file);
        return new SqliteTestDatabase(file, true);
    }

    /// <inheritdoc cref="TestDatabase.Attach(string)"/>
    public static SqliteTestDatabase AttachTo(string file) => new(file, false);

    /// <inheritdoc cref="TestDatabase.NotThereYet"/>
    public static DatabaseOptions OptionsOfNew() => At(NewFile());

    /// <summary>A path where no database is yet.</summary>
    public static string NewFile() => Path.Combine(Folder.FullName, $"{Guid.NewGuid():N}.db");

    public override async Task<TestDatabase> CopyAsync()
    {
        // One file and no write-ahead log beside it, so that the copy is whole; when there is no log, nothing happens.
        await RunAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        var file = NewFile();
        System.IO.File.Copy(File, file);
        return new SqliteTestDatabase(file, true);
    }

    public override async Task TamperAsync(string sql)
    {
        await using var connection = await OpenAsync();
        var triggers = new List<string>();
        await using (var list = connection.CreateCommand())
        {
            list.CommandText = "select name from sqlite_master where type = 'trigger'";
            await using var reader = await list.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                triggers.Add($"drop trigger {reader.GetString(0)};");
            }
        }

        await using var command = connection.CreateCommand();
        command.CommandText = "pragma foreign_keys = off; pragma ignore_check_constraints = on;" + string.Concat(triggers) + sql;
        await command.ExecuteNonQueryAsync();
    }

    public override Task WeakenTriggerAsync(string name, string table)
        => RunAsync($"DROP TRIGGER {name}; CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN 1 = 0 BEGIN SELECT RAISE(ABORT, 'never'); END");

    public override async Task<IAsyncDisposable> RefuseRowsAsync(string table)
    {
        await RunAsync($"CREATE TRIGGER test_refuses BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'refused'); END");
        return new Undo(() => RunAsync("DROP TRIGGER test_refuses"));
    }

    public override async Task<IAsyncDisposable> HideTableAsync(string table)
    {
        await RunAsync($"ALTER TABLE {table} RENAME TO {table}_gone");
        return new Undo(() => RunAsync($"ALTER TABLE {table}_gone RENAME TO {table}"));
    }

    /// <summary>A plain connection: it knows nothing of the adapter's gate, as another process would not.</summary>
    public override IDisposable Lock()
    {
        var connection = new SqliteConnection($"{Options.ConnectionString};Pooling=False");
        connection.Open();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
        return connection;
    }

    /// <summary>SQLite's own limit, on every connection that the pool may hand out.</summary>
    public override async Task LeaveRoomAsync(Func<CharityDb> contexts, int pages)
    {
        var all = Enumerable.Range(0, 16).Select(_ => contexts()).ToList();
        foreach (var db in all)
        {
            await db.Database.OpenConnectionAsync();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "PRAGMA page_count";
            var limit = (long)(await command.ExecuteScalarAsync())! + pages;
            command.CommandText = FormattableString.Invariant($"PRAGMA max_page_count = {limit}");
            await command.ExecuteScalarAsync();
        }

        foreach (var db in all)
        {
            await db.DisposeAsync();
        }
    }

    public override ValueTask DisposeAsync()
    {
        if (!owned)
        {
            return ValueTask.CompletedTask;
        }

        Forget(Options.ConnectionString);
        foreach (var leftover in Folder.EnumerateFiles($"{Path.GetFileName(File)}*"))
        {
            leftover.Delete();
        }

        return ValueTask.CompletedTask;
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"{Options.ConnectionString};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static DatabaseOptions At(string file)
        => new() { ConnectionString = $"Data Source={file}", Durability = CommitDurability.Off, BusyTimeoutSeconds = 5 };

    /// <summary>The provider keeps closed connections; they would hold the file.</summary>
    private static void Forget(string connectionString)
    {
        foreach (var text in new[] { connectionString, $"{connectionString};Default Timeout=1" })
        {
            using var connection = new SqliteConnection(text);
            SqliteConnection.ClearPool(connection);
        }
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var file = NewFile();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(TestSettings.For(At(file))).Build();
        await using (var services = new ServiceCollection()
                         .AddLogging()
                         .AddCharity(configuration)
                         .AddAdapters(configuration)
                         .BuildServiceProvider())
        {
            await using var scope = services.CreateAsyncScope();
            await services.GetRequiredService<IDatabaseEngine>()
                .MigrateAsync(scope.ServiceProvider.GetRequiredService<CharityDb>(), CancellationToken.None);
        }

        Forget($"Data Source={file}");
        // One file and no write-ahead log beside it, so that a copy is whole.
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
        return file;
    }

    private static DirectoryInfo MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("charity-tests-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(true);
        };
        return folder;
    }
}
