using System.Data.Common;
using Charity.Adapters.Tests.Database;
using Charity.Data;
using Charity.Testing;
using Charity.Testing.Tools;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Adapters.Tests.Production.SqlServer;

/// <summary>The contract of the database port on a real server.</summary>
[NeedsVariable("CHARITY_TEST_SQLSERVER")]
public sealed class SqlServerEngineTests : DatabaseEngineContract
{
    protected override async Task<TestDatabase> NewAsync() => await SqlServerTestDatabase.RentAsync();

    [EngineFact]
    [Trait("Case", "X14")]
    public async Task A_database_whose_state_cannot_be_kept_aside_stays_and_lets_everyone_in()
    {
        await using var host = await HostAsync();
        var engine = host.Services.GetRequiredService<IDatabaseEngine>();
        // As long as a name may be: what is added for the copy set aside is too much.
        var copy = host.Database.NewCopyPath().PadLeft(225, 'x');
        await engine.BackUpAsync(copy, CancellationToken.None);
        await engine.AppendToInboxAsync([Event("evt_1")], CancellationToken.None);

        await Assert.ThrowsAnyAsync<DbException>(() => engine.RestoreAsync(copy, CancellationToken.None));

        await using var one = host.Db();
        await using var another = host.Db();
        await one.Database.OpenConnectionAsync();
        Assert.Equal(1, await another.Inbox.CountAsync());
    }
}
