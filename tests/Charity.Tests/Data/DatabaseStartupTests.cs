using Charity.Data;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Charity.Tests.Data;

public sealed class DatabaseStartupTests
{
    [Fact]
    public async Task A_new_installation_is_refused_until_it_is_migrated()
    {
        await using var host = await CharityHost.StartAsync(
            settings: new Dictionary<string, string?> { ["Database:ConnectionString"] = TestDatabase.NotThereYet().ConnectionString });
        host.SkipChecks();
        var startup = host.Services.GetRequiredService<DatabaseStartup>();

        var fault = Assert.Single(await startup.FaultsAsync(default));
        Assert.Contains("Database__ConnectionString", fault, StringComparison.Ordinal);
        Assert.Contains("charity migrate", fault, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DatabaseNotReadyException>(() => startup.VerifyAsync(default));

        await startup.MigrateAsync(default);
        Assert.Empty(await startup.FaultsAsync(default));
        await startup.MigrateAsync(default);
        await startup.VerifyAsync(default);
    }

    [Theory]
    [InlineData("DELETE FROM __EFMigrationsHistory", "older than the program")]
    [InlineData("INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_Later', '99')", "newer than the program")]
    [InlineData("DROP TRIGGER posting_undeletable", "posting_undeletable")]
    public async Task A_database_that_is_not_as_the_program_needs_it_stops_the_start(string change, string told)
    {
        await using var host = await CharityHost.StartAsync(services => services.AddHostedService<DatabaseCheck>());
        host.SkipChecks();
        var check = Assert.IsType<DatabaseCheck>(host.Services.GetRequiredService<IHostedService>());
        await check.StartingAsync(default);
        await using (var db = host.Db())
        {
            await db.Database.ExecuteSqlRawAsync(change);
        }

        var error = await Assert.ThrowsAsync<DatabaseNotReadyException>(() => check.StartingAsync(default));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }
}
