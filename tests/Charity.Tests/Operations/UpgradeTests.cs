using Charity.Data;
using Charity.Donations;
using Charity.Operations;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Operations;

/// <summary>A migration while nodes of the version before serve on.</summary>
[Trait("Case", "X15")]
public sealed class UpgradeTests
{
    [Fact]
    public async Task A_node_serves_on_after_a_newer_version_migrated_and_one_that_starts_is_refused()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        await host.RunTimetableAsync();
        await using (var db = host.Db())
        {
            await db.Database.ExecuteSqlRawAsync(
                """
                ALTER TABLE donation ADD added_later int NULL;
                CREATE TABLE made_later (id int NOT NULL PRIMARY KEY);
                INSERT INTO __EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('20991231000000_Later', '10.0.0');
                """);
        }

        var gift = await host.GivenAsync();

        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
        var health = await host.Services.GetRequiredService<CheckHealth>().RunAsync(default);
        Assert.Equal(["database Warning"], health.Findings.Where(f => f.Level != HealthLevel.Ok).Select(f => $"{f.Name} {f.Level}"));
        var refused = await Assert.ThrowsAsync<DatabaseNotReadyException>(() => host.Services.GetRequiredService<DatabaseStartup>().VerifyAsync(default));
        Assert.Contains("newer than the program", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrations_after_the_first_only_add()
    {
        await using var host = await CharityHost.StartAsync();
        await using var db = host.Db();
        var all = db.GetService<IMigrationsAssembly>();
        Assert.Contains(all.Migrations.Keys, id => id.EndsWith("_Initial", StringComparison.Ordinal));
        foreach (var (id, type) in all.Migrations.Where(m => !m.Key.EndsWith("_Initial", StringComparison.Ordinal)))
        {
            var takes = Takes(all.CreateMigration(type, db.Database.ProviderName!).UpOperations);
            Assert.True(takes.Count == 0, $"{id} takes something from the nodes of the version before: {string.Join(", ", takes)}. Add now; drop in a release after the last that reads it.");
        }
    }

    [Fact]
    public void What_a_migration_takes_away_is_noticed()
    {
        var migration = new MigrationBuilder("any");
        migration.DropColumn("a", "t");
        migration.RenameColumn("a", "t", "b");
        migration.AddColumn<int>("needed", "t", nullable: false);
        migration.AddColumn<int>("filled", "t", nullable: false, defaultValue: 0);
        migration.AddColumn<int>("open", "t", nullable: true);
        migration.CreateIndex("i", "t", "a");
        migration.CreateIndex("u", "t", "a", unique: true);
        Assert.Equal(["DropColumn", "RenameColumn", "AddColumn needed", "CreateIndex u"], Takes(migration.Operations));
    }

    /// <summary>Operations after which a row of the version before may be refused or read wrongly.</summary>
    private static List<string> Takes(IEnumerable<MigrationOperation> operations) => [.. operations.Select(operation => operation switch
    {
        DropTableOperation or DropColumnOperation or RenameTableOperation or RenameColumnOperation or AlterColumnOperation
            => operation.GetType().Name.Replace("Operation", "", StringComparison.Ordinal),
        AddColumnOperation { IsNullable: false, DefaultValue: null, DefaultValueSql: null, ComputedColumnSql: null } column => $"AddColumn {column.Name}",
        CreateIndexOperation { IsUnique: true } index => $"CreateIndex {index.Name}",
        AddCheckConstraintOperation or AddForeignKeyOperation or AddUniqueConstraintOperation
            => operation.GetType().Name.Replace("Operation", "", StringComparison.Ordinal),
        _ => "",
    }).Where(text => text.Length > 0)];
}
