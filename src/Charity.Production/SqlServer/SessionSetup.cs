using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Charity.Production.SqlServer;

/// <summary>
/// Sets how long a session waits for a lock before it reports "busy". The server forgets it when a pooled connection
/// changes hands, so it is set on each opening.
/// </summary>
internal sealed class SessionSetup(TimeSpan lockTimeout) : DbConnectionInterceptor
{
    private readonly string text = string.Create(CultureInfo.InvariantCulture, $"SET LOCK_TIMEOUT {(long)lockTimeout.TotalMilliseconds}");

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Command(connection);
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        => ApplyAsync(connection, cancellationToken);

    public async Task ApplyAsync(DbConnection connection, CancellationToken cancel)
    {
        await using var command = Command(connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private DbCommand Command(DbConnection connection)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // A number of the settings.
        command.CommandText = text;
#pragma warning restore CA2100
        return command;
    }
}
