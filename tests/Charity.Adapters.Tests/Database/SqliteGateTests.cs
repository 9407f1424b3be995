using Charity.Data;
using Charity.Data.Work;
using Charity.Embedded.Sqlite;
using Charity.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Adapters.Tests.Database;

/// <summary>Every write passes the gate, one at a time, in order; and the gate opens again whatever happened inside.</summary>
public sealed class SqliteGateTests : IAsyncLifetime
{
    private readonly FairGate gate = new();
    private SqliteTestDatabase database = null!;
    private SqliteEngine engine = null!;
    private int jobs;

    public async Task InitializeAsync()
    {
        database = await SqliteTestDatabase.CopyTemplateAsync();
        engine = new SqliteEngine(database.Options, gate);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Callers_enter_in_the_order_they_came()
    {
        Assert.True(await gate.EnterAsync(TimeSpan.FromMinutes(1), default));
        var order = new List<int>();
        var callers = new List<Task>();
        for (var i = 0; i < 20; i++)
        {
            callers.Add(CallAsync(i));
        }

        gate.Leave();
        await Task.WhenAll(callers);
        Assert.Equal(Enumerable.Range(0, 20), order);
        Assert.False(gate.Taken);

        async Task CallAsync(int i)
        {
            Assert.True(await gate.EnterAsync(TimeSpan.FromMinutes(1), default));
            order.Add(i);
            gate.Leave();
        }
    }

    [Fact]
    public async Task A_caller_that_gives_up_leaves_no_hole_in_the_queue()
    {
        Assert.True(gate.Enter(TimeSpan.Zero));
        using var cancel = new CancellationTokenSource();
        var cancelled = gate.EnterAsync(TimeSpan.FromMinutes(1), cancel.Token).AsTask();
        var impatient = gate.EnterAsync(TimeSpan.FromMilliseconds(1), default).AsTask();
        var last = gate.EnterAsync(TimeSpan.FromMinutes(1), default).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(await impatient);
        Assert.False(gate.Enter(TimeSpan.FromMilliseconds(1)));

        gate.Leave();
        Assert.True(await last);
        gate.Leave();
        Assert.False(gate.Taken);
    }

    [Fact]
    public async Task While_someone_writes_every_other_way_to_write_waits()
    {
        await using var holder = Db();
        await using var transaction = await holder.Database.BeginTransactionAsync();
        Task[] writers =
        [
            SaveAsync(),
            RawAsync("UPDATE timetable SET failures = failures + 1"),
            UpdateAsync(),
            engine.AppendToInboxAsync([], default),
            Task.Run(SaveBlocking),
        ];
        Assert.All(writers, writer => Assert.False(writer.IsCompleted));
        await using (var reader = Db())
        {
            Assert.Equal(0, await reader.Timetable.CountAsync());
        }

        await transaction.CommitAsync();
        await Task.WhenAll(writers);
        Assert.False(gate.Taken);

        async Task UpdateAsync()
        {
            await using var db = Db();
            await db.Timetable.ExecuteUpdateAsync(set => set.SetProperty(e => e.Failures, 1));
        }

        void SaveBlocking()
        {
            using var db = Db();
            db.Timetable.Add(NewJob());
            db.SaveChanges();
        }
    }

    [Fact]
    public async Task No_write_runs_outside_the_gate()
    {
        // Two hundred writes of every kind at once; inside each transaction nobody else may be.
        var inside = 0;
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => (i % 4) switch
        {
            0 => SaveAsync(),
            1 => RawAsync("UPDATE timetable SET failures = failures + 1"),
            2 => engine.AppendToInboxAsync([new InboxEvent { Account = "acct", EventId = FormattableString.Invariant($"{i}") }], default),
            _ => InsideAsync(),
        })));
        Assert.Equal(1, most);
        await using (var db = Db())
        {
            Assert.Equal((100, 50), (await db.Timetable.CountAsync(), await db.Inbox.CountAsync()));
        }

        // What comes past the gate is refused by SQLite's own commit hook.
        await using var connection = (SqliteConnection)Db().Database.GetDbConnection();
        await connection.OpenAsync();
        await using var past = connection.BeginTransaction(deferred: true);
        await using var write = connection.CreateCommand();
        write.CommandText = "WITH x AS (SELECT 1) UPDATE timetable SET failures = -7";
        await write.ExecuteNonQueryAsync();
        Assert.Throws<SqliteException>(past.Commit);
        await Assert.ThrowsAsync<SqliteException>(() => RawAsync("WITH x AS (SELECT 1) UPDATE timetable SET failures = -7"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReturningAsync(connection));
        await using var check = Db();
        Assert.False(await check.Timetable.AnyAsync(e => e.Failures == -7));

        async Task InsideAsync()
        {
            await using var db = Db();
            await using var transaction = await db.Database.BeginTransactionAsync();
            most = Math.Max(most, Interlocked.Increment(ref inside));
            db.Timetable.Add(NewJob());
            await db.SaveChangesAsync();
            Interlocked.Decrement(ref inside);
            await transaction.CommitAsync();
        }

        static async Task ReturningAsync(SqliteConnection connection)
        {
            await using var own = connection.CreateCommand();
            own.Transaction = null;
            own.CommandText = "UPDATE timetable SET failures = -7 RETURNING name";
            await own.ExecuteReaderAsync();
        }
    }

    [Fact]
    public async Task The_gate_opens_again_however_a_transaction_ends()
    {
        await using (var db = Db())
        {
            await using var forgotten = await db.Database.BeginTransactionAsync();
            Assert.True(gate.Taken);
        }

        Assert.False(gate.Taken);
        await using (var db = Db())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await transaction.RollbackAsync();
            Assert.False(gate.Taken);
        }

        // A save that fails.
        await Assert.ThrowsAsync<DbUpdateException>(async () =>
        {
            await using var db = Db();
            db.AddRange(new TimetableEntry { Name = "same" }, new InboxEvent { Account = null! });
            await db.SaveChangesAsync();
        });
        Assert.False(gate.Taken);

        // A begin that fails, as another process holds the file.
        var busy = new SqliteEngine(new DatabaseOptions { ConnectionString = database.Options.ConnectionString, BusyTimeoutSeconds = 0 }, gate);
        await using (var other = new SqliteConnection($"{database.Options.ConnectionString};Pooling=False"))
        {
            await other.OpenAsync();
            await using var locked = other.BeginTransaction();
            await using var db = Db(busy);
            db.Timetable.Add(NewJob());
            await Assert.ThrowsAnyAsync<Exception>(() => db.SaveChangesAsync());
            Assert.False(gate.Taken);
            await Assert.ThrowsAnyAsync<Exception>(() => db.Timetable.ExecuteDeleteAsync());
            Assert.False(gate.Taken);
        }

        // A connection closed under its transaction.
        await using (var db = Db())
        {
            await db.Database.BeginTransactionAsync();
            await db.Database.GetDbConnection().CloseAsync();
            Assert.False(gate.Taken);
        }

        // A wait that is cancelled.
        await using (var holder = Db())
        {
            await using var transaction = await holder.Database.BeginTransactionAsync();
            await using var db = Db();
            using var cancel = new CancellationTokenSource();
            db.Timetable.Add(NewJob());
            var waiting = db.SaveChangesAsync(cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        Assert.False(gate.Taken);
        await SaveAsync();
    }

    [Fact]
    public async Task Statements_prepared_once_return_what_each_row_holds()
    {
        await using var db = Db();
        await using var transaction = await db.Database.BeginTransactionAsync();
        for (var i = 0; i < 50; i++)
        {
            db.Inbox.Add(new InboxEvent { Account = "acct", EventId = FormattableString.Invariant($"{i}"), ApiVersion = i % 2 == 0 ? null : "v", Body = new byte[i] });
        }

        await db.SaveChangesAsync();
        var nested = new List<string>();
        await foreach (var row in db.Inbox.AsNoTracking().OrderBy(e => e.Id).AsAsyncEnumerable())
        {
            // The same text while its reader is open.
            nested.Add((await db.Inbox.AsNoTracking().OrderBy(e => e.Id).Skip(nested.Count).FirstAsync()).EventId);
            Assert.Equal((row.Id % 2 == 1 ? null : "v", (int)row.Id - 1), (row.ApiVersion, row.Body.Length));
        }

        await transaction.CommitAsync();
        Assert.Equal(Enumerable.Range(0, 50).Select(i => FormattableString.Invariant($"{i}")), nested);
    }

    private CharityDb Db(SqliteEngine? other = null)
    {
        var options = new DbContextOptionsBuilder<CharityDb>();
        (other ?? engine).Configure(options);
        return new CharityDb(options.Options);
    }

    private TimetableEntry NewJob() => new() { Name = FormattableString.Invariant($"job-{Interlocked.Increment(ref jobs)}") };

    private async Task SaveAsync()
    {
        await using var db = Db();
        db.Timetable.Add(NewJob());
        await db.SaveChangesAsync();
    }

    private async Task RawAsync(string sql)
    {
        await using var db = Db();
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
