using Charity.Accounting;
using Charity.Data;
using Charity.Data.Work;
using Charity.Ledger;
using Charity.Organisation;
using Charity.Testing;
using Charity.Testing.Tools;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Adapters.Tests.Database;

/// <summary>What every database engine must do; run against each adapter that the build contains.</summary>
public abstract class DatabaseEngineContract
{
    /// <summary>A migrated database of the engine.</summary>
    protected abstract Task<TestDatabase> NewAsync();

    [EngineFact]
    [Trait("Case", "W01")]
    public async Task An_event_stands_once_however_often_it_comes_and_counts_its_deliveries()
    {
        await using var host = await HostAsync();
        var engine = host.Services.GetRequiredService<IDatabaseEngine>();
        var first = Event("evt_1");

        Assert.Equal([true, false], await engine.AppendToInboxAsync([first, Event("evt_1")], CancellationToken.None));
        Assert.Equal([false, true, true], await engine.AppendToInboxAsync([Event("evt_1"), Event("evt_2"), Event("evt_1", "acct_2")], CancellationToken.None));

        await using var db = host.Db();
        var rows = await db.Inbox.AsNoTracking().OrderBy(e => e.Id).ToListAsync();
        Assert.Equal([("acct_1", "evt_1", 3), ("acct_1", "evt_2", 1), ("acct_2", "evt_1", 1)], rows.Select(r => (r.Account, r.EventId, r.Deliveries)));
        var stored = rows[0];
        Assert.Equal(
            (first.Kind, first.State, first.Type, first.ObjectId, first.ObjectType, first.Livemode, first.ApiVersion, first.Source),
            (stored.Kind, stored.State, stored.Type, stored.ObjectId, stored.ObjectType, stored.Livemode, stored.ApiVersion, stored.Source));
        Assert.Equal((first.DueAt, first.CreatedAt, first.ProviderCreatedAt), (stored.DueAt, stored.CreatedAt, stored.ProviderCreatedAt));
        Assert.Equal(DateTimeKind.Utc, stored.DueAt.Kind);
        Assert.Equal(first.Body, stored.Body);
        Assert.Equal(first.BodySha256, stored.BodySha256);
        Assert.Null(stored.LeaseId);
    }

    [EngineFact]
    [Trait("Case", "X14")]
    public async Task A_copy_made_while_others_write_is_one_state_of_the_whole()
    {
        await using var host = await HostAsync();
        var engine = host.Services.GetRequiredService<IDatabaseEngine>();
        using var stop = new CancellationTokenSource();
        var written = 0;
        var writing = Task.Run(async () =>
        {
            // Two rows a commit: a copy that holds one without the other is no state that ever was.
            for (; !stop.IsCancellationRequested; written++)
            {
                await engine.AppendToInboxAsync(
                    [Event(FormattableString.Invariant($"evt_{written}a")), Event(FormattableString.Invariant($"evt_{written}b"))], CancellationToken.None);
            }
        });
        while (Volatile.Read(ref written) < 20)
        {
            await Task.Yield();
        }

        var copy = host.Database.NewCopyPath();
        await engine.BackUpAsync(copy, CancellationToken.None);
        await stop.CancelAsync();
        await writing;
        await Assert.ThrowsAsync<IOException>(() => engine.BackUpAsync(copy, CancellationToken.None));

        await using var other = await HostAsync();
        await other.Services.GetRequiredService<IDatabaseEngine>().RestoreAsync(copy, CancellationToken.None);

        await using var db = other.Db();
        var rows = await db.Inbox.AsNoTracking().Select(e => e.EventId).ToListAsync();
        Assert.InRange(rows.Count, 40, written * 2);
        Assert.Equal(0, rows.Count % 2);
        Assert.All(rows.GroupBy(id => id[..^1]), pair => Assert.Equal(2, pair.Count()));
        Assert.Empty(await other.Services.GetRequiredService<IDatabaseEngine>().MissingTriggersAsync(db, CancellationToken.None));
    }

    [EngineFact]
    [Trait("Case", "X14")]
    public async Task Nothing_is_put_in_the_place_of_a_database_that_someone_works_on()
    {
        await using var host = await HostAsync();
        var engine = host.Services.GetRequiredService<IDatabaseEngine>();
        await engine.AppendToInboxAsync([Event("evt_1")], CancellationToken.None);
        var copy = host.Database.NewCopyPath();
        await engine.BackUpAsync(copy, CancellationToken.None);
        await engine.AppendToInboxAsync([Event("evt_2")], CancellationToken.None);
        using (host.Database.Lock())
        {
            await Assert.ThrowsAsync<DatabaseInUseException>(() => engine.RestoreAsync(copy, CancellationToken.None));
        }

        await using (var db = host.Db())
        {
            Assert.Equal(2, await db.Inbox.CountAsync());
        }

        await engine.RestoreAsync(copy, CancellationToken.None);
        await using var after = host.Db();
        Assert.Equal("evt_1", (await after.Inbox.SingleAsync()).EventId);
    }

    [EngineFact]
    [Trait("Case", "W02")]
    public async Task Many_callers_at_once_store_an_event_once()
    {
        const int callers = 32;
        await using var host = await HostAsync();
        var engine = host.Services.GetRequiredService<IDatabaseEngine>();
        using var barrier = new Barrier(callers);
        var answers = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Factory.StartNew(
            async () =>
            {
                barrier.SignalAndWait();
                return (await engine.AppendToInboxAsync([Event("evt_1")], CancellationToken.None))[0];
            },
            TaskCreationOptions.LongRunning).Unwrap()));

        Assert.Equal(1, answers.Count(isNew => isNew));
        await using var db = host.Db();
        Assert.Equal(callers, (await db.Inbox.SingleAsync()).Deliveries);
    }

    [EngineFact]
    public async Task A_group_is_stored_whole_or_not_at_all()
    {
        await using var host = await HostAsync();
        var engine = host.Services.GetRequiredService<IDatabaseEngine>();
        var broken = Event("evt_2");
        broken.Body = null!;
        await Assert.ThrowsAnyAsync<Exception>(() => engine.AppendToInboxAsync([Event("evt_1"), broken, Event("evt_3")], CancellationToken.None));

        await using var db = host.Db();
        Assert.Equal(0, await db.Inbox.CountAsync());
    }

    [EngineFact]
    public async Task A_second_row_under_a_unique_key_is_recognised_and_nothing_else_is_taken_for_it()
    {
        await using var host = await HostAsync();
        var engine = host.Services.GetRequiredService<IDatabaseEngine>();
        await SaveAsync(host, db => db.Timetable.Add(new TimetableEntry { Name = "job" }));
        var primaryKey = await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(host, db => db.Timetable.Add(new TimetableEntry { Name = "job" })));
        Assert.True(engine.IsUniqueViolation(primaryKey));

        await engine.AppendToInboxAsync([Event("evt_1")], CancellationToken.None);
        var index = await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(host, db => db.Inbox.Add(Event("evt_1"))));
        Assert.True(engine.IsUniqueViolation(index));

        var foreignKey = await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(host, db => db.Accounts.Add(new LedgerAccount { LegalEntityId = Guid.NewGuid() })));
        Assert.False(engine.IsUniqueViolation(foreignKey));
        Assert.All([primaryKey, index, foreignKey], error => Assert.False(engine.IsTransient(DatabaseErrors.Inner(error)!)));
        Assert.All([primaryKey, index, foreignKey], error => Assert.False(engine.IsUnavailable(DatabaseErrors.Inner(error)!)));
    }

    [EngineFact]
    [Trait("Case", "X09")]
    public async Task A_lock_of_another_process_is_a_passing_fault()
    {
        await using var host = await HostAsync(("Database:BusyTimeoutSeconds", "0"));
        var engine = host.Services.GetRequiredService<IDatabaseEngine>();
        using (host.Database.Lock())
        {
            var error = await Assert.ThrowsAnyAsync<Exception>(() => SaveAsync(host, db => db.Timetable.Add(new TimetableEntry { Name = "job" })));
            Assert.True(engine.IsTransient(DatabaseErrors.Inner(error)!));
            Assert.False(engine.IsUnavailable(DatabaseErrors.Inner(error)!));
        }

        await SaveAsync(host, db => db.Timetable.Add(new TimetableEntry { Name = "job" }));
    }

    [EngineFact]
    [Trait("Case", "L12")]
    public async Task Postings_and_entries_refuse_change_and_deletion()
    {
        await using var host = await HostAsync();
        host.SkipChecks();
        await using var db = host.Db();
        var entry = await AddEntryAsync(db);

        await RefusedAsync("UPDATE posting SET amount_minor = amount_minor + 1");
        await RefusedAsync("DELETE FROM posting");
        await RefusedAsync("UPDATE entry SET memo = 'x'");
        await RefusedAsync("UPDATE entry SET hash = NULL");
        await RefusedAsync("DELETE FROM entry");

        // The sealer's change is the one that is allowed, once.
        Assert.Equal(1, await SealAsync(entry.Id, 1));
        await Assert.ThrowsAnyAsync<Exception>(() => SealAsync(entry.Id, 2));
        await RefusedAsync("UPDATE entry SET hash = NULL, sequence = NULL");
        await RefusedAsync("UPDATE entry SET memo = 'x'");
        db.ChangeTracker.Clear();
        db.Postings.Add(new PostingRow { EntryId = entry.Id, Line = 3, AccountId = await db.Accounts.Select(a => a.Id).FirstAsync(), Currency = "EUR", AmountMinor = 1 });
        await Assert.ThrowsAnyAsync<Exception>(() => db.SaveChangesAsync());
        Assert.Equal([2500L, -2500L], await db.Postings.AsNoTracking().OrderBy(p => p.Line).Select(p => p.AmountMinor).ToListAsync());

        async Task RefusedAsync(string sql) => await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlRawAsync(sql));

        Task<int> SealAsync(long id, long sequence)
            => db.Entries.Where(e => e.Id == id).ExecuteUpdateAsync(set => set.SetProperty(e => e.Sequence, sequence).SetProperty(e => e.Hash, new byte[32]));
    }

    [EngineFact]
    public async Task An_entry_begins_unsealed()
    {
        await using var host = await HostAsync();
        await using var db = host.Db();
        await Assert.ThrowsAnyAsync<Exception>(() => AddEntryAsync(db, new byte[32]));
    }

    protected static InboxEvent Event(string id, string account = "acct_1") => new()
    {
        Account = account,
        EventId = id,
        Kind = "stripe.session.v1",
        Source = InboxSource.Webhook,
        Type = "checkout.session.completed",
        ObjectType = "checkout.session",
        ObjectId = "cs_1",
        Livemode = true,
        ApiVersion = "2026-07-29.dahlia",
        ProviderCreatedAt = new DateTime(2026, 3, 10, 8, 59, 58, DateTimeKind.Utc),
        DueAt = new DateTime(2026, 3, 10, 9, 0, 0, 123, 456, DateTimeKind.Utc),
        CreatedAt = new DateTime(2026, 3, 10, 9, 0, 0, DateTimeKind.Utc),
        Body = [1, 2, 0, 255],
        BodySha256 = [.. Enumerable.Repeat((byte)7, 32)],
    };

    protected async Task<CharityHost> HostAsync(params IEnumerable<(string Name, string Value)> settings)
        => await CharityHost.StartAsync(settings: settings.ToDictionary(s => s.Name, string? (s) => s.Value), database: await NewAsync());

    protected static async Task SaveAsync(CharityHost host, Action<CharityDb> change)
    {
        await using var db = host.Db();
        change(db);
        await db.SaveChangesAsync();
    }

    private static async Task<EntryRow> AddEntryAsync(CharityDb db, byte[]? hash = null)
    {
        var entity = new LegalEntity { Id = Guid.CreateVersion7(), Code = "bg", ReceiptPrefix = "BG" };
        var account = new LedgerAccount { LegalEntityId = entity.Id, Code = "1100", Kind = AccountKind.Asset };
        var entry = new EntryRow { LegalEntityId = entity.Id, SourceType = "manual", SourceId = "1", Kind = "test", Hash = hash };
        db.AddRange(entity, account, entry);
        db.AddRange(
            new PostingRow { Entry = entry, Line = 1, Account = account, Currency = "EUR", AmountMinor = 2500 },
            new PostingRow { Entry = entry, Line = 2, Account = account, Currency = "EUR", AmountMinor = -2500 });
        await db.SaveChangesAsync();
        return entry;
    }
}
