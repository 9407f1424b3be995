using Charity.Data;
using Charity.Testing;
using Charity.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Adapters.Tests.Production;

public sealed class EditionTests
{
    [Theory]
    [InlineData(DatabaseEngineName.Sqlite, "SQLite")]
    [InlineData(DatabaseEngineName.SqlServer, "SQL Server")]
    public async Task The_database_is_a_setting_of_the_Production_edition(DatabaseEngineName engine, string name)
    {
        var settings = TestSettings.For(new DatabaseOptions { Engine = engine, ConnectionString = engine == DatabaseEngineName.Sqlite ? "Data Source=x.db" : "Server=x;Database=x" });
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        await using var services = new ServiceCollection()
            .AddLogging().AddSingleton<IConfiguration>(configuration).AddCharity(configuration).AddAdapters(configuration).BuildServiceProvider();

        Assert.Equal(name, services.GetRequiredService<IDatabaseEngine>().Name);
        Assert.Equal("Production", Edition.Name);
    }
}
