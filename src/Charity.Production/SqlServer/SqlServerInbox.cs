using System.Data.Common;
using System.Globalization;
using System.Text;
using Charity.Data.Work;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Charity.Production.SqlServer;

/// <summary>
/// The inbox's fast way in: a group of events in one durable commit. Those that are not there yet come in by plain
/// INSERTs of many rows, the others count a delivery; when another node stores one of them in the same moment, the
/// unique index refuses the group, which then begins again and finds it. Columns and conversions are read from the mapping.
/// </summary>
internal sealed class SqlServerInbox
{
    /// <summary>Parameters that one command may have.</summary>
    private const int MostParameters = 2000;

    /// <summary>Tries of one group; each failed one means that another node stored an event of it meanwhile.</summary>
    private const int Tries = 10;

    private readonly string connectionString;
    private readonly SessionSetup sessions;
    private readonly string table;
    private readonly List<Column> columns;
    private readonly Column account;
    private readonly Column eventId;
    private readonly string deliveries;

    public SqlServerInbox(string connectionString, SessionSetup sessions, IModel model)
    {
        this.connectionString = connectionString;
        this.sessions = sessions;
        var entity = model.FindEntityType(typeof(InboxEvent))!;
        table = entity.GetTableName()!;
        columns = [.. entity.GetProperties().Where(p => p.ValueGenerated != ValueGenerated.OnAdd).Select(p => new Column(p))];
        account = columns.Single(c => c.Property.Name == nameof(InboxEvent.Account));
        eventId = columns.Single(c => c.Property.Name == nameof(InboxEvent.EventId));
        deliveries = entity.FindProperty(nameof(InboxEvent.Deliveries))!.GetColumnName();
    }

    /// <summary>True for each event that was not there before; an event twice in the group is new once.</summary>
    public async Task<IReadOnlyList<bool>> AppendAsync(IReadOnlyList<InboxEvent> events, CancellationToken cancel)
    {
        // One order for every group of every node, so that two groups with the same events never wait for each other crosswise.
        var groups = events.Select((row, at) => (Row: row, At: at))
            .GroupBy(e => (e.Row.Account, e.Row.EventId), e => e)
            .Select(same => new Group(same.First().Row, same.First().At, same.Count()))
            .OrderBy(g => g.Row.Account, StringComparer.Ordinal).ThenBy(g => g.Row.EventId, StringComparer.Ordinal)
            .ToList();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var stored = await StoreAsync(groups, cancel);
                var isNew = new bool[events.Count];
                foreach (var group in groups.Where(g => stored.Contains((g.Row.Account, g.Row.EventId))))
                {
                    isNew[group.At] = true;
                }

                return isNew;
            }
            catch (SqlException error) when (SqlServerErrors.IsUniqueViolation(error) && attempt < Tries)
            {
                // It is committed now, or its transaction is gone: either way the next look tells.
            }
        }
    }

    internal int RowsInOneCommand => MostParameters / columns.Count;

    internal string InsertText(int rows)
    {
        var names = string.Join(", ", columns.Select(c => $"[{c.Name}]"));
        var sql = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"INSERT INTO [{table}] ({names})\nOUTPUT inserted.[{account.Name}], inserted.[{eventId.Name}]\nSELECT {names} FROM (VALUES\n");
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ",\n(").AppendJoin(", ", Enumerable.Range(0, columns.Count).Select(i => Parameter(row, i))).Append(')');
        }

        return sql
            .Append(CultureInfo.InvariantCulture, $"\n) AS n ({names})\nWHERE NOT EXISTS (SELECT 1 FROM [{table}] AS e WHERE {Same(account)} AND {Same(eventId)});")
            .ToString();
    }

    internal string CountText()
        => $"UPDATE [{table}] SET [{deliveries}] = [{deliveries}] + @more WHERE [{account.Name}] = @account AND [{eventId.Name}] = @event;";

    private async Task<HashSet<(string Account, string EventId)>> StoreAsync(List<Group> groups, CancellationToken cancel)
    {
        var stored = new HashSet<(string Account, string EventId)>();
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancel);
        await sessions.ApplyAsync(connection, cancel);
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(cancel);
        foreach (var chunk in groups.Chunk(RowsInOneCommand))
        {
            await InsertAsync(connection, transaction, chunk, stored, cancel);
        }

        foreach (var group in groups)
        {
            var more = group.Times - (stored.Contains((group.Row.Account, group.Row.EventId)) ? 1 : 0);
            if (more > 0)
            {
                await CountAsync(connection, transaction, group.Row, more, cancel);
            }
        }

        await transaction.CommitAsync(cancel);
        return stored;
    }

    private async Task InsertAsync(
        SqlConnection connection, SqlTransaction transaction, Group[] chunk, HashSet<(string Account, string EventId)> stored, CancellationToken cancel)
    {
#pragma warning disable CA2100 // Names from the mapping; values are parameters.
        await using var command = new SqlCommand(InsertText(chunk.Length), connection, transaction);
#pragma warning restore CA2100
        for (var row = 0; row < chunk.Length; row++)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                command.Parameters.Add(columns[i].Parameter(command, Parameter(row, i), chunk[row].Row));
            }
        }

        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            stored.Add((reader.GetString(0), reader.GetString(1)));
        }
    }

    private async Task CountAsync(SqlConnection connection, SqlTransaction transaction, InboxEvent row, int more, CancellationToken cancel)
    {
#pragma warning disable CA2100 // Names from the mapping; values are parameters.
        await using var command = new SqlCommand(CountText(), connection, transaction);
#pragma warning restore CA2100
        command.Parameters.AddWithValue("@more", more);
        command.Parameters.Add(account.Parameter(command, "@account", row));
        command.Parameters.Add(eventId.Parameter(command, "@event", row));
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>What comes as a parameter has the collation of the database, which may be another than the column's.</summary>
    private static string Same(Column column) => $"e.[{column.Name}] = n.[{column.Name}] COLLATE {SqlServerModelCustomizer.Collation}";

    private static string Parameter(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"@p{row}_{column}");

    /// <summary>An event, its first place among the group's, and how often it stands there.</summary>
    private sealed record Group(InboxEvent Row, int At, int Times);

    private sealed class Column(IProperty property)
    {
        private readonly IClrPropertyGetter getter = property.GetGetter();

        public IProperty Property => property;

        public string Name { get; } = property.GetColumnName();

        /// <summary>Typed as the column is, so that the plan is the same for every group.</summary>
        public DbParameter Parameter(DbCommand command, string name, InboxEvent row)
            => property.GetRelationalTypeMapping().CreateParameter(command, name, getter.GetClrValue(row), property.IsNullable);
    }
}
