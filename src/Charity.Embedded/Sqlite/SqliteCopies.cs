using System.Globalization;
using Charity.Data;
using Microsoft.Data.Sqlite;

namespace Charity.Embedded.Sqlite;

/// <summary>Copies of a database file that others work on, and the way back.</summary>
internal static class SqliteCopies
{
    /// <summary>Real seconds to wait for whoever is just writing.</summary>
    private const int PatienceSeconds = 3;

    private const int Busy = 5;
    private const int Locked = 6;

    /// <summary>
    /// By SQLite's own back-up interface, all pages in one step: it reads one state of the file, and in WAL mode holds up
    /// nobody. The copy is one file without a log beside it.
    /// </summary>
    public static async Task BackUpAsync(string file, string target, CancellationToken cancel)
    {
        if (File.Exists(target))
        {
            throw new IOException($"{target} is there already.");
        }

        try
        {
            await using (var source = Open(file, SqliteOpenMode.ReadOnly))
            await using (var copy = Open(target, SqliteOpenMode.ReadWriteCreate))
            {
                await source.OpenAsync(cancel);
                await copy.OpenAsync(cancel);
                source.BackupDatabase(copy);
                await RunAsync(copy, "PRAGMA journal_mode=DELETE", cancel);
                if (await RunAsync(copy, "PRAGMA integrity_check", cancel) is not "ok")
                {
                    throw new IOException("The copy is damaged, and so perhaps is the database: run PRAGMA integrity_check on it.");
                }
            }

            Flush(target);
        }
        catch
        {
            File.Delete(target);
            throw;
        }
    }

    /// <summary>The former file is renamed, never deleted; the new one is written whole beside it and then renamed.</summary>
    public static async Task<string?> RestoreAsync(string source, string file, CancellationToken cancel)
    {
        if (Path.GetDirectoryName(file) is { Length: > 0 } directory)
        {
            Directory.CreateDirectory(directory);
        }

        var incoming = file + ".restoring";
        File.Copy(source, incoming, overwrite: true);
        await using (var connection = Open(incoming, SqliteOpenMode.ReadWrite))
        {
            // The mode stands in the file, and who only reads cannot change it.
            await connection.OpenAsync(cancel);
            await RunAsync(connection, "PRAGMA journal_mode=WAL", cancel);
        }

        Flush(incoming);
        string? aside = null;
        if (File.Exists(file))
        {
            await HoldAloneAsync(file, cancel);
            aside = string.Create(CultureInfo.InvariantCulture, $"{file}.before-restore-{TimeProvider.System.GetUtcNow():yyyyMMdd'T'HHmmss.fff'Z'}");
            File.Move(file, aside);
        }

        File.Move(incoming, file);
        return aside;
    }

    /// <summary>
    /// Leaving WAL mode needs the file for oneself and brings the log back into it: it fails as long as any other
    /// connection is open, in whichever process.
    /// </summary>
    private static async Task HoldAloneAsync(string file, CancellationToken cancel)
    {
        try
        {
            await using var connection = Open(file, SqliteOpenMode.ReadWrite);
            await connection.OpenAsync(cancel);
            if (await RunAsync(connection, "PRAGMA journal_mode=DELETE", cancel) is "delete")
            {
                return;
            }
        }
        catch (SqliteException error) when (error.SqliteErrorCode is Busy or Locked)
        {
            // Said below.
        }

        File.Delete(file + ".restoring");
        throw new DatabaseInUseException($"{file} is in use: stop every node of the application first, then try again.");
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode) => new(new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = mode,
        Pooling = false,
        DefaultTimeout = PatienceSeconds,
    }.ConnectionString);

    private static async Task<string?> RunAsync(SqliteConnection connection, string text, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = text;
#pragma warning restore CA2100
        return Convert.ToString(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture);
    }

    private static void Flush(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }
}
