using Charity.Adapters.Tests.Database;
using Charity.Testing;
using Charity.Testing.Tools;

namespace Charity.Adapters.Tests.Production.SqlServer;

/// <summary>The contract of the database port on a real server.</summary>
[NeedsVariable("CHARITY_TEST_SQLSERVER")]
public sealed class SqlServerEngineTests : DatabaseEngineContract
{
    protected override async Task<TestDatabase> NewAsync() => await SqlServerTestDatabase.RentAsync();
}
