using Charity.Data;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Data;

public sealed class MigrationTests
{
    [Fact]
    public async Task The_migration_says_what_the_mapping_says()
    {
        await using var host = await CharityHost.StartAsync();
        await using var db = host.Db();

        Assert.False(
            db.Database.HasPendingModelChanges(),
            "The mapping changed: run infra/build/remake-initial-migration.sh and commit what it makes.");
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task Triggers_stand_after_a_migration_and_a_lost_or_altered_one_is_named()
    {
        await using var host = await CharityHost.StartAsync();
        var engine = host.Services.GetRequiredService<IDatabaseEngine>();
        await using var db = host.Db();
        Assert.Empty(await engine.MissingTriggersAsync(db, CancellationToken.None));

        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER posting_append_only");
        await host.Database.WeakenTriggerAsync("entry_sealed", "entry");
        Assert.Equal(["posting_append_only", "entry_sealed"], await engine.MissingTriggersAsync(db, CancellationToken.None));

        await engine.MigrateAsync(db, CancellationToken.None);
        Assert.Empty(await engine.MissingTriggersAsync(db, CancellationToken.None));
    }
}
