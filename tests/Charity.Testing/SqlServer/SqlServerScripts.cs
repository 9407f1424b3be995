using Charity.Data;
using Charity.Web;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Testing;

/// <summary>What tests do to a SQL Server database from outside the program, in T-SQL.</summary>
internal static class SqlServerScripts
{
    /// <summary>Every table of the program: EF Core's list of migrations stays, and so does the job store in its own schema.</summary>
    private const string Tables = "SELECT name FROM sys.tables WHERE is_ms_shipped = 0 AND schema_id = SCHEMA_ID() AND name NOT LIKE '[_][_]EF%'";

    /// <summary>Takes triggers and constraints away, as someone with a tool of their own would.</summary>
    public const string LowerGuards =
        $"""
        DECLARE @sql nvarchar(max) = N'';
        SELECT @sql += N'DISABLE TRIGGER ALL ON ' + QUOTENAME(name) + N'; ALTER TABLE ' + QUOTENAME(name) + N' NOCHECK CONSTRAINT ALL; '
        FROM ({Tables}) t;
        EXEC sp_executesql @sql;
        """;

    /// <summary>
    /// No row is left, numbers begin again at 1, and the guards stand. A table that never had a row would begin at 0 if it
    /// were reseeded.
    /// </summary>
    public const string Empty =
        $"""
        DECLARE @sql nvarchar(max) = N'';
        SELECT @sql += N'DISABLE TRIGGER ALL ON ' + QUOTENAME(name) + N'; ALTER TABLE ' + QUOTENAME(name) + N' NOCHECK CONSTRAINT ALL; '
        FROM ({Tables}) t;
        SELECT @sql += N'DELETE FROM ' + QUOTENAME(name) + N'; ' FROM ({Tables}) t;
        SELECT @sql += N'DBCC CHECKIDENT (N''' + OBJECT_NAME(object_id) + N''', RESEED, 0) WITH NO_INFOMSGS; '
        FROM sys.identity_columns WHERE last_value IS NOT NULL AND OBJECT_NAME(object_id) IN ({Tables});
        SELECT @sql += N'ENABLE TRIGGER ALL ON ' + QUOTENAME(name) + N'; ALTER TABLE ' + QUOTENAME(name) + N' WITH CHECK CHECK CONSTRAINT ALL; '
        FROM ({Tables}) t;
        EXEC sp_executesql @sql;
        """;

    /// <summary>Tables, migrations and triggers in one text, to see whether a test changed more than rows.</summary>
    public const string Shape =
        $"""
        SELECT CONCAT(
            (SELECT STRING_AGG(CAST(name AS nvarchar(max)), N',') WITHIN GROUP (ORDER BY name) FROM ({Tables}) t), N'|',
            (SELECT STRING_AGG(CAST(MigrationId AS nvarchar(max)), N',') WITHIN GROUP (ORDER BY MigrationId) FROM __EFMigrationsHistory), N'|',
            (SELECT STRING_AGG(CONCAT(CAST(m.definition AS nvarchar(max)), g.is_disabled), N',') WITHIN GROUP (ORDER BY g.name)
             FROM sys.triggers g JOIN sys.sql_modules m ON m.object_id = g.object_id), N'|',
            (SELECT SUM(CAST(growth AS bigint)) FROM sys.database_files));
        """;

    /// <summary>A transaction that nobody ends but the one who holds the connection.</summary>
    public const string LockAll =
        $"""
        BEGIN TRANSACTION;
        DECLARE @sql nvarchar(max) = N'DECLARE @rows bigint; ';
        SELECT @sql += N'SELECT @rows = COUNT_BIG(*) FROM ' + QUOTENAME(name) + N' WITH (TABLOCKX, HOLDLOCK); ' FROM ({Tables}) t;
        EXEC sp_executesql @sql;
        """;

    /// <summary>All rows of another database of the same shape.</summary>
    public static string CopyRowsFrom(string database) =>
        $"""
        {LowerGuards}
        SET @sql = N'';
        SELECT @sql += CONCAT(
            IIF(i.object_id IS NULL, N'', CONCAT(N'SET IDENTITY_INSERT ', QUOTENAME(t.name), N' ON; ')),
            N'INSERT INTO ', QUOTENAME(t.name), N' (', c.names, N') SELECT ', c.names, N' FROM [{database}].dbo.', QUOTENAME(t.name), N'; ',
            IIF(i.object_id IS NULL, N'', CONCAT(N'SET IDENTITY_INSERT ', QUOTENAME(t.name), N' OFF; ')))
        FROM sys.tables t
        LEFT JOIN sys.identity_columns i ON i.object_id = t.object_id
        CROSS APPLY (SELECT STRING_AGG(CAST(QUOTENAME(k.name) AS nvarchar(max)), N', ') FROM sys.columns k WHERE k.object_id = t.object_id) c (names)
        WHERE t.name IN ({Tables});
        SELECT @sql += N'ENABLE TRIGGER ALL ON ' + QUOTENAME(name) + N'; ALTER TABLE ' + QUOTENAME(name) + N' WITH CHECK CHECK CONSTRAINT ALL; '
        FROM ({Tables}) t;
        EXEC sp_executesql @sql;
        """;

    /// <summary>
    /// The data file may not grow, and rows of a page each fill it; the free pages are those of a table that is then
    /// dropped. With many pages the file may grow again and the filling goes.
    /// </summary>
    public static string LeaveRoom(int pages) =>
        FormattableString.Invariant($"""
        DECLARE @sql nvarchar(max), @pages int = {pages};
        DROP TABLE IF EXISTS __EF_filling;
        SELECT @sql = N'ALTER DATABASE CURRENT MODIFY FILE (NAME = ' + QUOTENAME(name) + IIF(@pages >= 1000, N', FILEGROWTH = 64MB)', N', FILEGROWTH = 0)')
        FROM sys.database_files WHERE type_desc = 'ROWS';
        EXEC sp_executesql @sql;
        IF @pages >= 1000 RETURN;
        CREATE TABLE __EF_filling (page char(8000) NOT NULL DEFAULT 'x');
        CREATE TABLE __EF_room (page char(8000) NOT NULL DEFAULT 'x');
        WHILE @pages > 0 BEGIN INSERT INTO __EF_room DEFAULT VALUES; SET @pages -= 1; END;
        BEGIN TRY
            WHILE 1 = 1 INSERT INTO __EF_filling DEFAULT VALUES;
        END TRY
        BEGIN CATCH
            IF ERROR_NUMBER() NOT IN (1101, 1105) THROW;
        END CATCH;
        DROP TABLE __EF_room;
        """);

    /// <summary>As <c>charity migrate</c> does it.</summary>
    public static async Task MigrateAsync(DatabaseOptions options)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(TestSettings.For(options)).Build();
        await using var services = new ServiceCollection()
            .AddLogging().AddSingleton<IConfiguration>(configuration).AddCharity(configuration).AddAdapters(configuration).BuildServiceProvider();
        await services.GetRequiredService<DatabaseStartup>().MigrateAsync(CancellationToken.None);
    }

    public static void Drop(string server, string name)
    {
        using var connection = new SqlConnection(new SqlConnectionStringBuilder(server) { InitialCatalog = "master" }.ConnectionString);
        connection.Open();
        using var command = new SqlCommand(
            $"IF DB_ID(N'{name}') IS NOT NULL BEGIN ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{name}]; END", connection);
        command.ExecuteNonQuery();
    }
}
