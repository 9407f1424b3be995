using Microsoft.Data.Sqlite;

namespace Charity.Embedded.Sqlite;

/// <summary>
/// Prepared statements of one open connection, by their text. EF Core makes a command for every row it writes, and
/// SQLite compiles each anew: for a batch of a hundred gifts the same dozen texts a thousand times.
/// </summary>
internal sealed class StatementCache
{
    /// <summary>Texts kept; the first ones stay, as a batch repeats few.</summary>
    private const int Limit = 100;

    private readonly Dictionary<string, SqliteCommand> byText = new(StringComparer.Ordinal);

    /// <summary>A prepared twin of <paramref name="command"/> with its parameters, or null when it must run itself.</summary>
    public SqliteCommand? Take(GatedCommand command)
    {
        if (!byText.TryGetValue(command.CommandText, out var twin))
        {
            if (byText.Count >= Limit)
            {
                return null;
            }

            twin = new Twin(command.CommandText, command.Connection!);
            byText.Add(command.CommandText, twin);
        }

        if (((Twin)twin).InUse)
        {
            return null;
        }

        twin.Transaction = command.Transaction;
        twin.CommandTimeout = command.CommandTimeout;
        twin.Parameters.Clear();
        foreach (SqliteParameter parameter in command.Parameters)
        {
            twin.Parameters.Add(parameter);
        }

        return twin;
    }

    public void Clear()
    {
        foreach (var command in byText.Values)
        {
            command.Dispose();
        }

        byText.Clear();
    }

    private sealed class Twin(string text, SqliteConnection connection) : SqliteCommand(text, connection)
    {
        public bool InUse => DataReader is not null;
    }
}
