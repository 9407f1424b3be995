using System.Text.RegularExpressions;
using Charity.Data.Work;
using Charity.Data.Work.Running;
using Charity.Embedded.Sqlite;
using Charity.Ledger;
using Charity.Production.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Charity.Adapters.Tests.Production.SqlServer;

/// <summary>What would be sent to SQL Server, read without one.</summary>
public sealed partial class SqlServerPaperTests
{
    /// <summary>Bytes that the key of an index may have; of the clustered one, which is the primary key here.</summary>
    private const int MostKeyBytes = 1700;

    private const int MostClusteredBytes = 900;

    [Fact]
    public async Task The_migration_says_what_the_mapping_says()
    {
        await using var db = Paper.Db();
        Assert.False(
            db.Database.HasPendingModelChanges(),
            "The mapping changed: run infra/build/remake-initial-migration.sh and commit what it makes.");
    }

    [Fact]
    public async Task The_whole_migration_compares_text_by_code_point_and_makes_every_table()
    {
        await using var db = Paper.Db();
        var script = db.GetService<IMigrator>().GenerateScript();

        Assert.DoesNotContain("MERGE", script, StringComparison.OrdinalIgnoreCase);
        var texts = script.Split('\n').Where(line => line.Contains("nvarchar", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(texts);
        // The two columns without it are those of EF Core's own list of migrations.
        Assert.Equal(2, texts.Count(line => !line.Contains($"COLLATE {SqlServerModelCustomizer.Collation}", StringComparison.Ordinal)));
        Assert.All(db.Model.GetEntityTypes(), entity => Assert.Contains($"CREATE TABLE [{entity.GetTableName()}]", script, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_key_fits_into_its_index()
    {
        await using var db = Paper.Db();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            Assert.InRange(entity.FindPrimaryKey()!.Properties.Sum(KeyBytes), 1, MostClusteredBytes);
            foreach (var index in entity.GetIndexes())
            {
                Assert.True(index.Properties.Sum(KeyBytes) <= MostKeyBytes, $"{index.GetDatabaseName()} has a key of {index.Properties.Sum(KeyBytes)} bytes.");
            }
        }
    }

    [Fact]
    [Trait("Case", "L12")]
    public async Task The_same_triggers_guard_the_books_as_on_SQLite_and_EF_knows_of_every_table_that_has_one()
    {
        Assert.Equal(SqliteTriggers.All.Select(t => t.Name).Order(), SqlServerTriggers.All.Select(t => t.Name).Order());

        await using var db = Paper.Db();
        var guarded = SqlServerTriggers.All.Select(t => OnTable().Match(t.Sql).Groups[1].Value).Distinct().Order();
        Assert.Equal(guarded, db.Model.GetEntityTypes().Where(e => e.GetDeclaredTriggers().Any()).Select(e => e.GetTableName()!).Order());
    }

    [Fact]
    public async Task Rows_that_the_server_numbers_come_in_by_plain_inserts()
    {
        var messages = await Paper.SavingAsync(db => db.Outbox.AddRange(Enumerable.Range(0, 20).Select(i => new OutboxMessage { Subject = $"{i}" })));
        Assert.Equal(20, Regex.Count(messages, @"INSERT INTO \[outbox_message\]"));
        Assert.Equal(20, Regex.Count(messages, @"OUTPUT INSERTED\.\[id\]"));
        Assert.DoesNotContain("MERGE", messages, StringComparison.Ordinal);

        var entity = Guid.CreateVersion7();
        var entries = await Paper.SavingAsync(db => db.Entries.AddRange(Enumerable.Range(0, 20).Select(i => new EntryRow { LegalEntityId = entity, SourceType = "manual", SourceId = $"{i}" })));
        Assert.Equal(20, Regex.Count(entries, @"INSERT INTO \[entry\]"));
        // A table with triggers takes no OUTPUT.
        Assert.DoesNotContain("OUTPUT", entries, StringComparison.Ordinal);
        Assert.DoesNotContain("MERGE", entries, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_with_ids_of_our_own_share_one_insert()
    {
        var sql = await Paper.SavingAsync(db => db.Accounts.AddRange(Enumerable.Range(0, 1).Select(i => new LedgerAccount { LegalEntityId = Guid.CreateVersion7(), Code = $"{i}" })));
        Assert.DoesNotContain("MERGE", sql, StringComparison.Ordinal);

        var terms = await Paper.SavingAsync(db => db.Programmes.AddRange(Enumerable.Range(0, 20).Select(i => new Charity.Campaigns.Programme { Id = Guid.CreateVersion7(), Slug = $"p{i}" })));
        Assert.Equal(1, Regex.Count(terms, @"INSERT INTO \[programme\]"));
        Assert.DoesNotContain("MERGE", terms, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Case", "X12")]
    public async Task A_claim_locks_what_it_takes_and_passes_over_what_another_node_takes(bool inbox)
    {
        var written = new List<string>();
        await using var db = Paper.Db(written);
        var queue = inbox ? WorkQueue<InboxEvent>.Inbox : (WorkQueue)WorkQueue<OutboxMessage>.Outbox;
        await queue.ClaimAsync(db, "stripe.session.v1", WorkState.Pending, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), 100, true, CancellationToken.None);

        var claim = Assert.Single(written);
        var inner = InnerSelect().Match(claim);
        Assert.True(inner.Success, claim);
        Assert.Contains("WITH (UPDLOCK, READPAST, ROWLOCK)", inner.Value, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(claim, "READPAST"));
        Assert.Contains("ORDER BY", inner.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_of_events_is_one_statement_with_no_more_parameters_than_the_server_takes()
    {
        var inbox = new SqlServerInbox("Server=nowhere.invalid", new SessionSetup(TimeSpan.Zero), Paper.Db().Model);
        var rows = inbox.RowsInOneCommand;
        var sql = inbox.InsertText(rows);

        Assert.InRange(Regex.Count(sql, "@p"), 1, 2100);
        Assert.Equal(rows, Regex.Count(sql, @"\n,?\(@p"));
        Assert.DoesNotContain("MERGE", sql + inbox.CountText(), StringComparison.Ordinal);
        Assert.Contains("WHERE NOT EXISTS", sql, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "X10")]
    public async Task A_server_that_does_not_answer_is_an_outage_that_is_tried_again()
    {
        await using var connection = new SqlConnection("Server=127.0.0.1,1;User Id=x;Password=x;Connect Timeout=5;Encrypt=false");
        var error = await Assert.ThrowsAsync<SqlException>(() => connection.OpenAsync());

        Assert.True(Paper.Engine.IsUnavailable(error));
        Assert.True(Paper.Engine.IsTransient(error));
        Assert.False(Paper.Engine.IsUniqueViolation(error));
    }

    [Fact]
    public async Task Tables_that_many_nodes_write_have_no_path_by_which_one_delete_reaches_them_twice()
    {
        await using var db = Paper.Db();
        // SQL Server refuses a table that cascades reach on two ways.
        foreach (var entity in db.Model.GetEntityTypes())
        {
            Assert.InRange(entity.GetForeignKeys().Count(key => key.DeleteBehavior == DeleteBehavior.Cascade), 0, 1);
        }
    }

    private static int KeyBytes(IProperty property)
    {
        var type = property.GetRelationalTypeMapping().StoreType;
        var length = Length().Match(type) is { Success: true } match ? int.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture) : 8;
        return type.StartsWith("nvarchar", StringComparison.Ordinal) ? length * 2 : length;
    }

    [GeneratedRegex(@"(?<=\()\d+(?=\))")]
    private static partial Regex Length();

    [GeneratedRegex(@" ON (\w+) AFTER ")]
    private static partial Regex OnTable();

    [GeneratedRegex(@"\(\s*SELECT TOP\([^;]+?\n\) AS", RegexOptions.Singleline)]
    private static partial Regex InnerSelect();
}
