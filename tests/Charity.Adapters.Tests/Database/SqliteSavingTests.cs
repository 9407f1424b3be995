using System.Text;
using Charity.Campaigns;
using Charity.Data;
using Charity.Data.Work;
using Charity.Embedded.Sqlite;
using Charity.Languages;
using Charity.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace Charity.Adapters.Tests.Database;

/// <summary>Rows written by our own statements are, to the byte, the rows that EF Core writes.</summary>
public sealed class SqliteSavingTests : IAsyncLifetime
{
    private SqliteTestDatabase ours = null!;
    private SqliteTestDatabase theirs = null!;

    public async Task InitializeAsync()
    {
        ours = await SqliteTestDatabase.CopyTemplateAsync();
        theirs = await SqliteTestDatabase.CopyTemplateAsync();
    }

    public async Task DisposeAsync()
    {
        await ours.DisposeAsync();
        await theirs.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_table_gets_the_same_bytes_as_from_EF(int seed)
    {
        await WriteAsync(Ours(), seed);
        await WriteAsync(Theirs(), seed);

        var expected = await DumpAsync(theirs);
        Assert.Equal(expected, await DumpAsync(ours));
        Assert.True(expected.Split('\n').Length > 100, expected);
    }

    [Fact]
    public async Task A_row_that_another_commit_changed_or_deleted_is_a_concurrency_error_and_nothing_is_saved()
    {
        await using (var db = Ours())
        {
            db.Add(NewProgramme("one"));
            db.Add(new Organisation.Organisation { Name = Text("Old") });
            await db.SaveChangesAsync();
        }

        await using (var first = Ours())
        await using (var second = Ours())
        {
            var (mine, others) = (await first.Organisations.SingleAsync(), await second.Organisations.SingleAsync());
            (mine.ContactEmail, mine.Version) = ("mine@example.org", mine.Version + 1);
            (others.ContactEmail, others.Version) = ("others@example.org", others.Version + 1);
            await first.SaveChangesAsync();
            second.Add(NewProgramme("two"));
            var error = await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());
            Assert.Same(others, Assert.Single(error.Entries).Entity);
        }

        await using (var first = Ours())
        await using (var second = Ours())
        {
            first.Remove(await first.Programmes.SingleAsync());
            second.Remove(await second.Programmes.SingleAsync());
            await first.SaveChangesAsync();
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());
        }

        await using var check = Ours();
        Assert.Equal("mine@example.org", (await check.Organisations.SingleAsync()).ContactEmail);
        Assert.Empty(await check.Programmes.ToListAsync());
    }

    [Fact]
    public async Task A_refused_row_is_named_and_the_context_can_save_without_it()
    {
        await using var db = Ours();
        var good = new TimetableEntry { Name = "good" };
        var bad = new TimetableEntry { Name = "bad", LastError = null };
        db.AddRange(good, bad, new TimetableEntry { Name = "third" });
        await db.Database.ExecuteSqlRawAsync("INSERT INTO timetable (name, next_due, failures) VALUES ('bad', '2026-01-01 00:00:00', 0)");
        var error = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        Assert.Same(bad, Assert.Single(error.Entries).Entity);
        Assert.IsType<SqliteException>(error.InnerException);

        db.Remove(bad);
        db.Entry(bad).State = EntityState.Detached;
        await db.SaveChangesAsync();
        Assert.Equal(["bad", "good", "third"], await db.Timetable.Select(e => e.Name).Order().ToListAsync());
    }

    private static Programme NewProgramme(string slug) => new() { Id = Guid.CreateVersion7(), Slug = slug };

    private static LocalizedText Text(string english) => LocalizedText.Of(en: english);

    private CharityDb Ours()
    {
        var options = new DbContextOptionsBuilder<CharityDb>();
        new SqliteEngine(ours.Options, null).Configure(options);
        return new CharityDb(options.Options);
    }

    /// <summary>EF Core as it comes: its connection, its commands.</summary>
    private CharityDb Theirs()
        => new(new DbContextOptionsBuilder<CharityDb>()
            .UseSqlite(theirs.Options.ConnectionString)
            .ReplaceService<IModelCustomizer, SqliteModelCustomizer>()
            .Options);

    /// <summary>Rows of every table with values drawn from the seed; then changes, with empty and missing values; then deletions.</summary>
    private static async Task WriteAsync(CharityDb context, int seed)
    {
        await using var db = context;
        var random = new Random(seed);
        await db.Database.OpenConnectionAsync();
        // Rows are drawn without regard to each other.
        await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF");
        await db.Database.ExecuteSqlRawAsync("PRAGMA ignore_check_constraints = ON");
        var types = db.Model.GetEntityTypes().Where(t => !t.IsOwned()).ToList();
        for (var round = 0; round < 5; round++)
        {
            foreach (var type in types)
            {
                var entry = db.Entry(Activator.CreateInstance(type.ClrType, true)!);
                foreach (var property in type.GetProperties().Where(p => p.ValueGenerated != ValueGenerated.OnAdd || p.ClrType == typeof(Guid)))
                {
                    entry.Property(property.Name).CurrentValue = Draw(property, random);
                }

                entry.State = EntityState.Added;
            }
        }

        await db.SaveChangesAsync();
        var guarded = new[] { "entry", "posting", "audit", "gift_note" };
        var entries = db.ChangeTracker.Entries().Where(e => !guarded.Contains(e.Metadata.GetTableName())).ToList();
        foreach (var entry in entries)
        {
            foreach (var property in entry.Metadata.GetProperties().Where(p => !p.IsKey() && !p.IsForeignKey() && random.Next(3) == 0))
            {
                entry.Property(property.Name).CurrentValue = Draw(property, random);
            }
        }

        await db.SaveChangesAsync();
        foreach (var entry in entries.Where(_ => random.Next(4) == 0).ToList())
        {
            entry.State = EntityState.Deleted;
        }

        await db.SaveChangesAsync();
    }

    private static object? Draw(IProperty property, Random random)
    {
        if (property.IsNullable && random.Next(4) == 0)
        {
            return null;
        }

        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        var unique = property.IsKey() || property.IsIndex();
        return type switch
        {
            _ when type == typeof(string) => !unique && random.Next(5) == 0 ? "" : DrawText(random, unique ? 30 : random.Next(1, 400)),
            _ when type == typeof(Guid) => new Guid(DrawBytes(random, 16)),
            _ when type == typeof(long) => property.GetColumnName() is "sequence" ? null : random.NextInt64(long.MinValue, long.MaxValue),
            _ when type == typeof(int) => random.Next(int.MinValue, int.MaxValue),
            _ when type == typeof(bool) => random.Next(2) == 0,
            _ when type == typeof(byte[]) => property.GetColumnName() == "hash" ? null : DrawBytes(random, !unique && random.Next(5) == 0 ? 0 : 32),
            _ when type == typeof(DateTime) => DrawTime(random),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 3, random.Next(1, 28), 1, 2, 3, TimeSpan.FromHours(random.Next(-5, 5))).AddTicks(random.Next(10_000_000)),
            _ when type == typeof(DateOnly) => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber)),
            _ when type == typeof(LocalizedText) => random.Next(5) == 0 ? LocalizedText.Empty : Text(DrawText(random, 50)),
            _ when type.IsEnum => Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length)),
            _ => throw new InvalidOperationException($"No values for {type.Name} ({property.DeclaringType.Name}.{property.Name})."),
        };
    }

    /// <summary>Often without a fraction of a second: the stored text then ends earlier.</summary>
    private static DateTime DrawTime(Random random)
    {
        var ticks = random.NextInt64(DateTime.MaxValue.Ticks);
        return new DateTime(random.Next(2) == 0 ? ticks : ticks - (ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
    }

    private static byte[] DrawBytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string DrawText(Random random, int length)
    {
        const string letters = "aZ09 '\"%_\\ЖґЇѓ€\n\t\U0001F600";
        var text = new StringBuilder();
        var runes = letters.EnumerateRunes().ToArray();
        for (var i = 0; i < length; i++)
        {
            text.Append(runes[random.Next(runes.Length)].ToString());
        }

        return text.ToString();
    }

    /// <summary>Every value of every table with its storage class.</summary>
    private static async Task<string> DumpAsync(SqliteTestDatabase database)
    {
        await using var connection = new SqliteConnection($"{database.Options.ConnectionString};Pooling=False");
        await connection.OpenAsync();
        var dump = new StringBuilder();
        foreach (var table in await ColumnAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"))
        {
            var columns = await ColumnAsync(connection, $"SELECT name FROM pragma_table_info('{table}')");
            var values = string.Join(" || '|' || ", columns.Select(c => $"typeof(\"{c}\") || ':' || quote(\"{c}\")"));
            foreach (var row in await ColumnAsync(connection, $"SELECT {values} FROM \"{table}\" ORDER BY rowid"))
            {
                dump.Append(table).Append(' ').Append(row).Append('\n');
            }
        }

        return dump.ToString();
    }

    private static async Task<List<string>> ColumnAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }
}
