using System.Diagnostics;
using Charity.Data;
using Charity.Data.Work;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Charity.Benchmarks.Intake;

/// <summary>
/// The baseline: many callers, one row per commit, one connection kept open with one prepared statement behind one gate,
/// into the same table of the same file. The rows are made beforehand.
/// </summary>
internal sealed class SingleRowCommits : IAsyncDisposable
{
    private const int RowsMadeBeforehand = 20_000;

    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;
    private readonly Func<InboxEvent, object?>[] values;

    private SingleRowCommits(SqliteConnection connection, SqliteCommand insert, Func<InboxEvent, object?>[] values)
        => (this.connection, this.insert, this.values) = (connection, insert, values);

    public static async Task<SingleRowCommits> OpenAsync(BenchDatabase database, Func<CharityDb> open, CancellationToken cancel)
    {
        await using var db = open();
        var entity = db.Model.FindEntityType(typeof(InboxEvent))!;
        var properties = entity.GetProperties().Where(p => p.ValueGenerated != ValueGenerated.OnAdd).ToList();
        var connection = new SqliteConnection(database.Options.ConnectionString + ";Pooling=False");
        await connection.OpenAsync(cancel);
        await using (var pragma = connection.CreateCommand())
        {
            pragma.CommandText = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000";
            await pragma.ExecuteNonQueryAsync(cancel);
        }

        var insert = connection.CreateCommand();
        insert.CommandText =
            $"INSERT INTO {entity.GetTableName()} ({string.Join(", ", properties.Select(p => p.GetColumnName()))}) " +
            $"VALUES ({string.Join(", ", properties.Select((_, i) => $"@p{i}"))})";
        for (var i = 0; i < properties.Count; i++)
        {
            insert.Parameters.Add(new SqliteParameter($"@p{i}", null));
        }

        return new SingleRowCommits(connection, insert, [.. properties.Select(Reader)]);
    }

    /// <summary>Rows committed a second.</summary>
    public async Task<double> RunAsync(int callers, TimeSpan time, Func<int, InboxEvent> make, CancellationToken cancel)
    {
        var rows = Enumerable.Range(0, RowsMadeBeforehand).Select(n => make(n)).Select(row => values.Select(v => v(row)).ToArray()).ToArray();
        using var gate = new SemaphoreSlim(1);
        var next = -1;
        var done = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            int i;
            while (clock.Elapsed < time && (i = Interlocked.Increment(ref next)) < rows.Length)
            {
                await gate.WaitAsync(cancel);
                try
                {
                    for (var p = 0; p < values.Length; p++)
                    {
                        insert.Parameters[p].Value = rows[i][p] ?? DBNull.Value;
                    }

                    insert.ExecuteNonQuery();
                    done++;
                }
                finally
                {
                    gate.Release();
                }
            }
        }, cancel)));
        return done / clock.Elapsed.TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await insert.DisposeAsync();
        await connection.DisposeAsync();
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
