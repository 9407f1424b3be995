using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Charity.Embedded.Sqlite;

/// <summary>Gives EF Core our connections in place of its own.</summary>
internal sealed class SqliteConnections(SqliteSettings settings) : DbConnectionInterceptor
{
    public string ConnectionString => settings.ConnectionString;

    public GatedConnection New() => new(settings);

    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result)
        // EF looks whether the file exists with a string of its own, read-only.
        => InterceptionResult<DbConnection>.SuppressWithResult(
            eventData.ConnectionString is { } own && own != settings.ConnectionString
                ? new GatedConnection(settings with { ConnectionString = own })
                : New());
}
