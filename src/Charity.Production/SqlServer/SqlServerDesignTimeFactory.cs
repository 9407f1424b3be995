using Charity.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Options;

namespace Charity.Production.SqlServer;

/// <summary>The context that <c>dotnet ef</c> reads the model from; it never opens a connection.</summary>
internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<CharityDb>
{
    public CharityDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<CharityDb>();
        new SqlServerEngine(Options.Create(new DatabaseOptions { Engine = DatabaseEngineName.SqlServer, ConnectionString = "Server=design;Database=design" })).Configure(options);
        return new CharityDb(options.Options);
    }
}
