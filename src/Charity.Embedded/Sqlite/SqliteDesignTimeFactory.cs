using Charity.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Options;

namespace Charity.Embedded.Sqlite;

/// <summary>The context that <c>dotnet ef</c> reads the model from; it never opens a file.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<CharityDb>
{
    public CharityDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<CharityDb>();
        new SqliteEngine(Options.Create(new DatabaseOptions { ConnectionString = "Data Source=design.db" })).Configure(options);
        return new CharityDb(options.Options);
    }
}
