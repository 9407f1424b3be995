using Charity.Data;
using Charity.Testing;
using Microsoft.Data.Sqlite;

namespace Charity.Benchmarks.Intake;

/// <summary>A new file beside the program, on the disk that is measured, with commits forced to it.</summary>
internal sealed class BenchDatabase : TestDatabase
{
    public BenchDatabase()
    {
        Folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"bench-{Guid.NewGuid():N}")).FullName;
        Options = new DatabaseOptions { ConnectionString = $"Data Source={Path.Combine(Folder, "charity.db")}", Durability = CommitDurability.Full };
    }

    public string Folder { get; }

    public override DatabaseOptions Options { get; }

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        // The host that was given it disposes it too.
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }
}
