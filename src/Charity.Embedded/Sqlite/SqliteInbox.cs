using Charity.Data.Work;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Charity.Embedded.Sqlite;

/// <summary>
/// The inbox's fast way in: a group of events in one durable commit with one prepared statement. Columns and
/// conversions are read from the mapping.
/// </summary>
internal sealed class SqliteInbox
{
    private readonly SqliteConnections connections;
    private readonly string sql;
    private readonly Func<InboxEvent, object?>[] values;

    public SqliteInbox(SqliteConnections connections, IModel model)
    {
        this.connections = connections;
        var entity = model.FindEntityType(typeof(InboxEvent))!;
        var properties = entity.GetProperties().Where(p => p.ValueGenerated != ValueGenerated.OnAdd).ToList();
        var columns = properties.ConvertAll(p => p.GetColumnName());
        values = [.. properties.Select(Reader)];
        var deliveries = entity.FindProperty(nameof(InboxEvent.Deliveries))!.GetColumnName();
        var account = entity.FindProperty(nameof(InboxEvent.Account))!.GetColumnName();
        var eventId = entity.FindProperty(nameof(InboxEvent.EventId))!.GetColumnName();
        sql = $"""
            INSERT INTO {entity.GetTableName()} ({string.Join(", ", columns)})
            VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})
            ON CONFLICT ({account}, {eventId}) DO UPDATE SET {deliveries} = {deliveries} + 1
            RETURNING {deliveries}
            """;
    }

    /// <summary>True for each event that was not there before; an event twice in the group is new once.</summary>
    public async Task<IReadOnlyList<bool>> AppendAsync(IReadOnlyList<InboxEvent> events, CancellationToken cancel)
    {
        var isNew = new bool[events.Count];
        await using var connection = connections.New();
        await connection.OpenAsync(cancel);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(cancel);
        // A plain command, not the connection's: it prepares once and is run for every event.
        await using var command = new SqliteCommand(sql, connection, transaction);
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.Add(new SqliteParameter($"@p{i}", null));
        }

        for (var row = 0; row < events.Count; row++)
        {
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters[i].Value = values[i](events[row]) ?? DBNull.Value;
            }

            isNew[row] = (long)command.ExecuteScalar()! == 1;
        }

        await transaction.CommitAsync(cancel);
        return isNew;
    }

    private static Func<InboxEvent, object?> Reader(IProperty property)
    {
        var getter = property.GetGetter();
        var converter = property.GetTypeMapping().Converter;
        return converter is null
            ? e => getter.GetClrValue(e)
            : e => getter.GetClrValue(e) is { } value ? converter.ConvertToProvider(value) : null;
    }
}
