using System.Globalization;
using Charity.Data;
using Microsoft.Data.SqlClient;

namespace Charity.Production.SqlServer;

/// <summary>
/// Copies by the server's own BACKUP, with checksums and outside the chain of other back-ups, and the way back. Files are
/// the server's: their paths are read on its machine.
/// </summary>
internal sealed class SqlServerCopies(string connectionString)
{
    /// <summary>Numbers that say "someone else is in it": ALTER DATABASE failed, lock not granted, exclusive access not had.</summary>
    private static readonly HashSet<int> InUse = [3101, 5061, 5064, 5069, 5070];

    /// <summary>A page is not what was written: BACKUP with checksums stops there.</summary>
    private const int DamagedPage = 3043;

    private readonly string database = new SqlConnectionStringBuilder(connectionString).InitialCatalog;

    /// <summary>Of a connection that works on no database of ours, so that it holds none up.</summary>
    private string Master => new SqlConnectionStringBuilder(connectionString) { InitialCatalog = "master", Pooling = false }.ConnectionString;

    public async Task BackUpAsync(string file, CancellationToken cancel)
    {
        await using var server = new SqlConnection(Master);
        await server.OpenAsync(cancel);
        if (await ExistsAsync(server, file, cancel))
        {
            throw new IOException($"{file} is there already.");
        }

        await BackUpAsync(server, file, cancel);
    }

    public async Task<string?> RestoreAsync(string file, CancellationToken cancel)
    {
        SqlConnection.ClearAllPools();
        await using var server = new SqlConnection(Master);
        await server.OpenAsync(cancel);
        await RunAsync(server, "RESTORE VERIFYONLY FROM DISK = @file WITH CHECKSUM", cancel, ("@file", file));
        var stands = await ScalarAsync(server, "SELECT DB_ID(@database)", cancel, ("@database", database)) is not null and not DBNull;
        // One that is damaged or that an earlier restore left half done cannot be copied, and need not be: it opens to nobody.
        var opens = stands && await ScalarAsync(
            server, "SELECT CONVERT(nvarchar(60), DATABASEPROPERTYEX(@database, 'Status'))", cancel, ("@database", database)) is "ONLINE";
        if (opens)
        {
            await ShutDoorAsync(server, cancel);
        }

        try
        {
            var aside = opens ? await SetAsideAsync(server, file, cancel) : null;
            var moves = string.Join(", ", (await TargetsAsync(server, file, stands, cancel)).Select(move => $"MOVE {Text(move.Logical)} TO {Text(move.Physical)}"));
            // REPLACE overwrites what stands there; the former state is in the file set aside.
            await RunAsync(server, $"RESTORE DATABASE {Name(database)} FROM DISK = @file WITH REPLACE, CHECKSUM, RECOVERY, {moves}", CancellationToken.None, ("@file", file));
            return aside;
        }
        catch (SqlException error) when (IsInUse(error))
        {
            throw StillInUse();
        }
        finally
        {
            // Also when nothing was put in place, so that what stands serves on; and because a copy brings back how many
            // it let in when it was made, which for one that was set aside is one.
            await RunAsync(server, $"IF DATABASEPROPERTYEX({Text(database)}, 'Status') = 'ONLINE' ALTER DATABASE {Name(database)} SET MULTI_USER", CancellationToken.None);
        }
    }

    /// <summary>Lets nobody in any more, so that the copy set aside is the last state.</summary>
    private async Task ShutDoorAsync(SqlConnection server, CancellationToken cancel)
    {
        try
        {
            await RunAsync(server, $"ALTER DATABASE {Name(database)} SET SINGLE_USER WITH NO_WAIT", cancel);
        }
        catch (SqlException error) when (IsInUse(error))
        {
            throw StillInUse();
        }
    }

    private async Task<string> SetAsideAsync(SqlConnection server, string file, CancellationToken cancel)
    {
        var aside = string.Create(CultureInfo.InvariantCulture, $"{file}.before-restore-{TimeProvider.System.GetUtcNow():yyyyMMdd'T'HHmmss.fff'Z'}");
        try
        {
            await BackUpAsync(server, aside, cancel);
        }
        catch (SqlException error) when (error.Errors.Cast<SqlError>().Any(e => e.Number == DamagedPage))
        {
            // What is readable of it is kept; a damaged database is what people restore over.
            await RunAsync(server, $"BACKUP DATABASE {Name(database)} TO DISK = @file WITH COPY_ONLY, CHECKSUM, CONTINUE_AFTER_ERROR, FORMAT", cancel, ("@file", aside));
        }

        return aside;
    }

    private async Task BackUpAsync(SqlConnection server, string file, CancellationToken cancel)
    {
        await RunAsync(server, $"BACKUP DATABASE {Name(database)} TO DISK = @file WITH COPY_ONLY, CHECKSUM, FORMAT", cancel, ("@file", file));
        await RunAsync(server, "RESTORE VERIFYONLY FROM DISK = @file WITH CHECKSUM", cancel, ("@file", file));
    }

    /// <summary>Each file of the copy and where it goes: the place of the database that stands, or the server's usual one.</summary>
    private async Task<List<(string Logical, string Physical)>> TargetsAsync(SqlConnection server, string file, bool stands, CancellationToken cancel)
    {
        var standing = stands
            ? await RowsAsync(server, "SELECT type_desc, physical_name FROM sys.master_files WHERE database_id = DB_ID(@database) ORDER BY file_id", cancel, ("@database", database))
            : [];
        var (data, log) = (new Queue<string>(Of("ROWS")), new Queue<string>(Of("LOG")));
        var targets = new List<(string, string)>();
        foreach (var copied in await RowsAsync(server, "RESTORE FILELISTONLY FROM DISK = @file", cancel, ("@file", file)))
        {
            var isLog = (string)copied["Type"] == "L";
            var logical = (string)copied["LogicalName"];
            targets.Add((logical, (isLog ? log : data).TryDequeue(out var place) ? place : await UsualPlaceAsync(server, logical, isLog, cancel)));
        }

        return targets;

        IEnumerable<string> Of(string type) => standing.Where(row => (string)row["type_desc"] == type).Select(row => (string)row["physical_name"]);
    }

    private async Task<string> UsualPlaceAsync(SqlConnection server, string logical, bool isLog, CancellationToken cancel)
    {
        var folder = (string)(await ScalarAsync(
            server, isLog ? "SELECT CONVERT(nvarchar(260), SERVERPROPERTY('InstanceDefaultLogPath'))" : "SELECT CONVERT(nvarchar(260), SERVERPROPERTY('InstanceDefaultDataPath'))", cancel))!;
        return $"{folder}{database}_{logical}{(isLog ? ".ldf" : ".mdf")}";
    }

    private static bool IsInUse(SqlException error) => error.Errors.Cast<SqlError>().Any(e => InUse.Contains(e.Number));

    private DatabaseInUseException StillInUse() => new($"The database {database} is in use: stop every node of the application first, then try again.");

    private static async Task<bool> ExistsAsync(SqlConnection server, string file, CancellationToken cancel)
        => await ScalarAsync(server, "SELECT CONVERT(bit, file_exists) FROM sys.dm_os_file_exists(@file)", cancel, ("@file", file)) is true;

    private static async Task RunAsync(SqlConnection server, string sql, CancellationToken cancel, params (string Name, string Value)[] values)
    {
        await using var command = Command(server, sql, values);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<object?> ScalarAsync(SqlConnection server, string sql, CancellationToken cancel, params (string Name, string Value)[] values)
    {
        await using var command = Command(server, sql, values);
        return await command.ExecuteScalarAsync(cancel);
    }

    private static async Task<List<Dictionary<string, object>>> RowsAsync(
        SqlConnection server, string sql, CancellationToken cancel, params (string Name, string Value)[] values)
    {
        await using var command = Command(server, sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<Dictionary<string, object>>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetValue, StringComparer.Ordinal));
        }

        return rows;
    }

    private static SqlCommand Command(SqlConnection server, string sql, (string Name, string Value)[] values)
    {
#pragma warning disable CA2100 // Names are quoted by Name and Text below; values are parameters.
        // A back-up takes as long as it takes.
        var command = new SqlCommand(sql, server) { CommandTimeout = 0 };
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.Add(new SqlParameter(name, System.Data.SqlDbType.NVarChar, 4000) { Value = value });
        }

        return command;
    }

    private static string Name(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";

    private static string Text(string text) => $"N'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
