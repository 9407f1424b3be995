using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using Charity.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Charity.Adapters.Tests.Database;

/// <summary>Counts the steps that SQLite's virtual machine takes for all connections of a context's kind.</summary>
internal sealed class StepCounter : DbConnectionInterceptor
{
    /// <summary>Steps between two calls of SQLite; what a statement leaves over is not counted.</summary>
    private const int Grain = 10;

    private long calls;

    public long Count => Volatile.Read(ref calls) * Grain;

    public void Reset() => Volatile.Write(ref calls, 0);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        => raw.sqlite3_progress_handler(((SqliteConnection)connection).Handle, Grain, Tick, null);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    private int Tick(object user)
    {
        Interlocked.Increment(ref calls);
        return 0;
    }
}

/// <summary>Remembers the text of every statement that EF sends.</summary>
internal sealed class TextCollector : DbCommandInterceptor
{
    private readonly ConcurrentDictionary<string, bool> texts = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Statements => [.. texts.Keys];

    public void Clear() => texts.Clear();

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        texts[command.CommandText] = true;
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        texts[command.CommandText] = true;
        return ValueTask.FromResult(result);
    }
}

/// <summary>Asks SQLite how it would go about statements.</summary>
internal static partial class PlanReader
{
    /// <summary>Tables that hold a row or more for each gift.</summary>
    private static readonly HashSet<string> Growing = new(StringComparer.Ordinal)
    {
        "donor", "donation", "inbox_event", "outbox_message", "stripe_txn", "entry", "posting", "receipt", "mail", "exception_item",
    };

    /// <summary>Statements that would read a growing table, or an index of it, from end to end, each with its plan.</summary>
    public static async Task<IReadOnlyList<string>> ScansAsync(CharityDb db, IEnumerable<string> statements)
    {
        await db.Database.OpenConnectionAsync();
        var found = new List<string>();
        foreach (var text in statements.Where(text => Reads().IsMatch(text)))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "EXPLAIN QUERY PLAN " + text;
            foreach (var name in Parameter().Matches(text).Select(match => match.Value).Distinct())
            {
                command.Parameters.Add(new SqliteParameter(name, ""));
            }

            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var step = reader.GetString(3);
                if (Scan().Match(step) is { Success: true } scan && Growing.Contains(TableOf(scan.Groups[1].Value, text)))
                {
                    found.Add($"{step}: {text}");
                }
            }
        }

        return found;
    }

    private static string TableOf(string alias, string text)
        => Regex.Match(text, $"\"(\\w+)\" AS \"{alias}\"") is { Success: true } named ? named.Groups[1].Value : alias;

    [GeneratedRegex("^(SELECT|UPDATE|DELETE|WITH)", RegexOptions.IgnoreCase)]
    private static partial Regex Reads();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^SCAN (\w+)")]
    private static partial Regex Scan();
}
