using Charity.Data;
using Microsoft.Data.SqlClient;

namespace Charity.Production.SqlServer;

/// <summary>
/// Readers take the last committed version of a row in place of a lock, as they do on SQLite: without it a report would
/// hold up the gifts that come in meanwhile, and they it.
/// </summary>
internal static class ReadCommittedSnapshot
{
    /// <exception cref="DatabaseNotReadyException">Others are connected, so that it cannot be switched on now.</exception>
    public static async Task SwitchOnAsync(string connectionString, CancellationToken cancel)
    {
        await using var connection = new SqlConnection(new SqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT is_read_committed_snapshot_on FROM sys.databases WHERE database_id = DB_ID()";
        if (await command.ExecuteScalarAsync(cancel) is true)
        {
            return;
        }

        // Our own connections at rest in a pool are "others" too.
        SqlConnection.ClearAllPools();
        // NO_WAIT: a migration beside running nodes ends nobody's work.
        command.CommandText = "ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT";
        try
        {
            await command.ExecuteNonQueryAsync(cancel);
        }
        catch (SqlException error) when (error.Number is 5061 or 5069 or 5070)
        {
            throw new DatabaseNotReadyException(
                "READ_COMMITTED_SNAPSHOT is off in this database and cannot be switched on while others are connected: stop every node, or switch it on yourself, and run 'charity migrate' again.");
        }
    }
}
