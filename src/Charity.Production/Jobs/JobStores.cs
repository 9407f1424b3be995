using Charity.Data;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;

namespace Charity.Production.Jobs;

/// <summary>
/// Where Hangfire keeps its jobs: beside our tables on SQL Server, so that all nodes share them; in memory beside SQLite,
/// where all nodes stand on one machine and each shows its own. Losing either loses nothing.
/// </summary>
internal static class JobStores
{
    public static JobStorage Open(DatabaseOptions database, JobOptions jobs)
        => database.Engine == DatabaseEngineName.SqlServer ? OnSqlServer(database, jobs) : InMemory(jobs);

    /// <summary>A store of its own, as each process on SQLite has one.</summary>
    public static JobStorage InMemory(JobOptions jobs)
        => new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(jobs.KeepHours) })
        {
            JobExpirationTimeout = TimeSpan.FromHours(jobs.KeepHours),
        };

    private static SqlServerStorage OnSqlServer(DatabaseOptions database, JobOptions jobs)
        => new(database.ConnectionString, new SqlServerStorageOptions
        {
            SqlClientFactory = SqlClientFactory.Instance,
            SchemaName = jobs.Schema,
            // Only 'charity migrate' changes a schema: an old node must not meet tables that a new one has altered.
            PrepareSchemaIfNecessary = false,
            // No job is lost with the node that fetched it: without a sign of life for so long, it is fetched again.
            SlidingInvisibilityTimeout = TimeSpan.FromMinutes(5),
            // Nudges in the same process wake its workers at once; this is for those of other nodes.
            QueuePollInterval = TimeSpan.FromSeconds(1),
            UseRecommendedIsolationLevel = true,
            DisableGlobalLocks = true,
            JobExpirationCheckInterval = TimeSpan.FromMinutes(10),
            DashboardJobListLimit = 1000,
        })
        {
            JobExpirationTimeout = TimeSpan.FromHours(jobs.KeepHours),
        };
}

/// <summary>The job store's tables on SQL Server: made and altered by <c>charity migrate</c>, looked at by every start.</summary>
internal sealed class SqlServerJobTables(IOptions<DatabaseOptions> database, IOptions<JobOptions> jobs) : IAdapterStore
{
    public async Task PrepareAsync(CancellationToken cancel)
    {
        if (database.Value.Engine != DatabaseEngineName.SqlServer)
        {
            return;
        }

        await using var connection = new SqlConnection(database.Value.ConnectionString);
        await connection.OpenAsync(cancel);
        SqlServerObjectsInstaller.Install(connection, jobs.Value.Schema, enableHeavyMigrations: true);
    }

    public async Task<string?> FaultAsync(CancellationToken cancel)
    {
        if (database.Value.Engine != DatabaseEngineName.SqlServer)
        {
            return null;
        }

        await using var connection = new SqlConnection(database.Value.ConnectionString);
        await connection.OpenAsync(cancel);
        return await VersionAsync(connection, cancel) switch
        {
            null => $"The job store is not there (schema {jobs.Value.Schema}). Run 'charity migrate'.",
            var version when version < SqlServerObjectsInstaller.LatestSchemaVersion =>
                $"The job store is older than the program (version {version} of {SqlServerObjectsInstaller.LatestSchemaVersion}). Run 'charity migrate'.",
            _ => null,
        };
    }

    /// <summary>Null where there is none. The schema's name was checked to be letters, digits and underscores.</summary>
    private async Task<int?> VersionAsync(SqlConnection connection, CancellationToken cancel)
    {
        var table = $"[{jobs.Value.Schema}].[Schema]";
        await using var exists = new SqlCommand("SELECT OBJECT_ID(@table)", connection);
        exists.Parameters.AddWithValue("@table", table);
        if (await exists.ExecuteScalarAsync(cancel) is null or DBNull)
        {
            return null;
        }

#pragma warning disable CA2100 // No value of a stranger: see above.
        await using var version = new SqlCommand($"SELECT TOP (1) [Version] FROM {table}", connection);
#pragma warning restore CA2100
        return await version.ExecuteScalarAsync(cancel) as int?;
    }
}
