using Charity.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Data;

public sealed class DataProtectionTests
{
    [Fact]
    public async Task Every_node_reads_what_another_protected_and_the_database_alone_cannot()
    {
        var database = await TestDatabase.CreateAsync();
        await using var first = await CharityHost.StartAsync(database: database);
        var cookie = Protector(first).Protect("staff 7");

        await using var second = await CharityHost.StartAsync(settings: Same(database));
        Assert.Equal("staff 7", Protector(second).Unprotect(cookie));

        await using (var db = first.Db())
        {
            var key = await db.DataProtectionKeys.SingleAsync();
            Assert.True(key.Xml.Contains("<sealed", StringComparison.Ordinal), key.Xml);
            Assert.DoesNotContain("masterKey", key.Xml, StringComparison.OrdinalIgnoreCase);
        }

        // The database with another secret beside it.
        var settings = Same(database);
        settings["Tokens:Key"] = Convert.ToBase64String(new byte[32]);
        await using var thief = await CharityHost.StartAsync(settings: settings);
        Assert.ThrowsAny<Exception>(() => Protector(thief).Unprotect(cookie));
    }

    private static Dictionary<string, string?> Same(TestDatabase database) => new() { ["Database:ConnectionString"] = database.Options.ConnectionString };

    private static IDataProtector Protector(CharityHost host)
        => host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
