using Charity.Data;
using Charity.Embedded.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charity.Production.SqlServer;

/// <summary>Registers the database engine that the settings name: SQL Server, or SQLite for a charity with one small server.</summary>
internal static class SqlServerAdapter
{
    public static IServiceCollection AddDatabaseEngines(this IServiceCollection services)
        => services.AddSingleton<IDatabaseEngine>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DatabaseOptions>>();
            return options.Value.Engine == DatabaseEngineName.SqlServer ? new SqlServerEngine(options) : new SqliteEngine(options);
        });
}
