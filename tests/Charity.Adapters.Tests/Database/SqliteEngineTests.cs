using Charity.Data;
using Charity.Data.Work;
using Charity.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Adapters.Tests.Database;

public sealed class SqliteEngineTests : DatabaseEngineContract
{
    protected override async Task<TestDatabase> NewAsync() => await SqliteTestDatabase.CopyTemplateAsync();

    [Theory]
    [InlineData("Full", 2)]
    [InlineData("Normal", 1)]
    [InlineData("Off", 0)]
    public async Task Every_connection_is_set_up_the_same(string durability, long synchronous)
    {
        await using var host = await HostAsync(("Database:Durability", durability), ("Database:BusyTimeoutSeconds", "7"));
        await using var db = host.Db();
        Assert.Equal(synchronous, await PragmaAsync("synchronous"));
        Assert.Equal(7000L, await PragmaAsync("busy_timeout"));
        Assert.Equal(1L, await PragmaAsync("foreign_keys"));
        Assert.Equal("wal", await PragmaAsync("journal_mode"));
        Assert.Equal(1000L, await PragmaAsync("wal_autocheckpoint"));

        async Task<object?> PragmaAsync(string name)
        {
            await db.Database.OpenConnectionAsync();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"PRAGMA {name}";
            return await command.ExecuteScalarAsync();
        }
    }

    [Fact]
    public async Task Money_columns_hold_integers_only()
    {
        await using var host = await HostAsync();
        await using var db = host.Db();
        var columns = await db.Database.SqlQueryRaw<string>(
            """
            SELECT m.name || '.' || c.name AS "Value" FROM sqlite_master m, pragma_table_info(m.name) c
            WHERE m.type = 'table' AND c.name LIKE '%minor' AND m.sql NOT LIKE '%typeof(' || c.name || ')%'
            """).ToListAsync();
        Assert.Empty(columns);

        var error = await Assert.ThrowsAsync<SqliteException>(() => db.Database.ExecuteSqlRawAsync(
            "INSERT INTO campaign_total (campaign_id, currency, raised_minor, gifts, donors, version) VALUES (x'00', 'EUR', 1.5, 0, 0, 0)"));
        Assert.Contains("ck_campaign_total_raised_minor_integer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "X08")]
    public async Task A_full_disk_refuses_the_whole_save_and_room_made_later_is_used()
    {
        await using var host = await HostAsync();
        var engine = host.Services.GetRequiredService<IDatabaseEngine>();
        await using var db = host.Db();
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA max_page_count = 1");
        db.Inbox.AddRange(Enumerable.Range(0, 20).Select(i =>
        {
            var large = Event(FormattableString.Invariant($"evt_{i}"));
            large.Body = new byte[100_000];
            return large;
        }));
        var error = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        Assert.True(engine.IsUnavailable(DatabaseErrors.Inner(error)!));
        await using (var other = host.Db())
        {
            Assert.Equal(0, await other.Inbox.CountAsync());
        }

        await db.Database.ExecuteSqlRawAsync("PRAGMA max_page_count = 1000000");
        await db.SaveChangesAsync();
        Assert.Equal(20, await db.Inbox.CountAsync());
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_or_written_is_an_outage()
    {
        await using var host = await HostAsync();
        var engine = host.Services.GetRequiredService<IDatabaseEngine>();
        var file = ((SqliteTestDatabase)host.Database).File;
        await using var nowhere = await CharityHost.StartAsync(settings: Connection($"Data Source={file}/nowhere.db"));
        await using var readOnly = await CharityHost.StartAsync(settings: Connection($"Data Source={file};Mode=ReadOnly"));

        foreach (var broken in new[] { nowhere, readOnly })
        {
            broken.SkipChecks();
            var error = await Assert.ThrowsAnyAsync<Exception>(() => SaveAsync(broken, db => db.Timetable.Add(new TimetableEntry { Name = "job" })));
            Assert.True(engine.IsUnavailable(DatabaseErrors.Inner(error)!), error.ToString());
        }

        static Dictionary<string, string?> Connection(string text) => new() { ["Database:ConnectionString"] = text };
    }
}
