using System.Data.Common;
using Charity.Data;
using Charity.Donations;
using Charity.GiftDesk;
using Charity.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.GiftDesk;

/// <summary>The list must go by an index under each filter, whatever the engine knows of its tables.</summary>
public sealed class GiftListPlanTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Case", "D08")]
    public async Task No_statement_of_the_list_reads_all_gifts_or_sorts_them(bool statistics)
    {
        var texts = new Collector();
        await using var host = await CharityHost.StartAsync(services => services.ConfigureDbContext<CharityDb>(db => db.AddInterceptors(texts)));
        if (host.Database.Options.Engine != DatabaseEngineName.Sqlite)
        {
            // Plans are read in SQLite's words.
            return;
        }

        var world = await host.SetUpOrganisationAsync();
        await StoredGiftRows.AddAsync(host, world, 6_000, n => n % 3 == 0 ? "Іван Коваль" : $"Донор {n}");
        if (statistics)
        {
            await using var db = host.Db();
            await db.Database.ExecuteSqlRawAsync("ANALYZE");
        }

        texts.Clear();
        foreach (var filter in new[]
        {
            new GiftFilter(), new GiftFilter(Status: DonationStatus.Created), new GiftFilter(Channel: DonationChannel.BankTransfer),
            new GiftFilter(Campaign: TestOrganisation.CampaignSlug), new GiftFilter(Fund: world.UrgentFund), new GiftFilter(Entity: "bg"),
            new GiftFilter(Currency: "EUR"), new GiftFilter(Least: "60.00"), new GiftFilter(Least: "1.00"), new GiftFilter("коваль"), new GiftFilter("донор"),
            new GiftFilter(Trouble: GiftTrouble.Refunded), new GiftFilter(Trouble: GiftTrouble.Lost), new GiftFilter(Trouble: GiftTrouble.WithoutReceipt),
        })
        {
            foreach (var page in new[] { new GiftPageAsked(), new GiftPageAsked(Last: true), new GiftPageAsked(Older: new GiftPlace(host.Clock.UtcNow, Guid.Empty)) })
            {
                await GiftListTests.ReadAsync(host, filter, page);
            }
        }

        await using var look = host.Db();
        var faults = new List<string>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts.Statements.Where(t => t.Contains("FROM \"donation\"", StringComparison.Ordinal) && t.Contains("LIMIT", StringComparison.Ordinal)))
        {
            foreach (var step in await PlanAsync(look, text))
            {
                used.UnionWith(System.Text.RegularExpressions.Regex.Matches(step, "ix_donation_\\w+").Select(m => m.Value));
                // "d0" is the inner query, which has steps of its own. A scan along an index is a walk that LIMIT ends; one of the table itself, or a sort, takes all of it.
                if ((step.StartsWith("SCAN d", StringComparison.Ordinal) && step != "SCAN d0" && !step.Contains("INDEX", StringComparison.Ordinal))
                    || (step.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal) && !text.Contains("\"donor_id\" IN", StringComparison.Ordinal)))
                {
                    faults.Add(step + "\n" + text);
                }
            }
        }

        Assert.Contains(texts.Statements, t => t.Contains("ORDER BY \"d\".\"created_at\" DESC, \"d\".\"id\" DESC", StringComparison.Ordinal));
        Assert.True(faults.Count == 0, string.Join("\n\n", faults.Distinct()));
        // Each index costs every gift that begins: one that no statement takes is to go. (Those of a donor are asked for where words are found.)
        string[] kept =
        [
            "ix_donation_created_at_id", "ix_donation_status_created_at_id", "ix_donation_channel_created_at_id", "ix_donation_currency_created_at_id",
            "ix_donation_campaign_id_created_at_id", "ix_donation_fund_id_created_at_id", "ix_donation_legal_entity_id_created_at_id",
            "ix_donation_amount_minor_created_at_id", "ix_donation_refunded", "ix_donation_lost",
        ];
        Assert.Equal([], kept.Except(used));
    }

    private static async Task<List<string>> PlanAsync(CharityDb db, string text)
    {
        var connection = db.Database.GetDbConnection();
        await db.Database.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A statement that EF sent.
        command.CommandText = "EXPLAIN QUERY PLAN " + text;
#pragma warning restore CA2100
        foreach (System.Text.RegularExpressions.Match name in System.Text.RegularExpressions.Regex.Matches(text, "@\\w+"))
        {
            if (!command.Parameters.Contains(name.Value))
            {
                command.Parameters.Add(new SqliteParameter(name.Value, DBNull.Value));
            }
        }

        var steps = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }

    private sealed class Collector : DbCommandInterceptor
    {
        private readonly HashSet<string> texts = new(StringComparer.Ordinal);

        public IReadOnlyList<string> Statements
        {
            get
            {
                lock (texts)
                {
                    return [.. texts];
                }
            }
        }

        public void Clear()
        {
            lock (texts)
            {
                texts.Clear();
            }
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            lock (texts)
            {
                texts.Add(command.CommandText);
            }

            return ValueTask.FromResult(result);
        }
    }
}
