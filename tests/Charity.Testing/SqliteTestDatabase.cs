using Charity.Data;
using Charity.Web;
using Microsoft.Data.Sqlite;
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

    public override string NewCopyPath() => NewFile();

    public static async Task<SqliteTestDatabase> CopyTemplateAsync()
    {
        var file = NewFile();
        System.IO.File.Copy(await Template.Value, file);
        return new SqliteTestDatabase(file, true);
    }

    /// <summary>A file that another host has, for a second node; whoever made it deletes it.</summary>
    public static SqliteTestDatabase Attach(string file) => new(file, false);

    /// <summary>A copy of another test's file, which nobody writes meanwhile and whose log was written back.</summary>
    public static SqliteTestDatabase CopyOf(string source)
    {
        var file = NewFile();
        System.IO.File.Copy(source, file);
        return new SqliteTestDatabase(file, true);
    }

    /// <summary>A path where no database is yet.</summary>
    public static string NewFile() => Path.Combine(Folder.FullName, $"{Guid.NewGuid():N}.db");

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
