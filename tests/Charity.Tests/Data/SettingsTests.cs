using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Charity.Tests.Data;

public sealed class SettingsTests
{
    [Fact]
    public void All_faults_are_told_at_once_each_by_its_environment_variable()
    {
        var faults = Faults(new()
        {
            ["Database:Engine"] = "Oracle",
            ["Tokens:Key"] = "c2hvcnQ=",
            ["Site:PublicBaseUrl"] = "http://give.example.org",
        });
        Assert.Contains(faults, f => f.StartsWith("Database__Engine holds a value that it cannot have: it is one of Sqlite, SqlServer.", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith("Tokens__Key must be 32 random bytes in base64", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith("Site__PublicBaseUrl must begin with https://", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, f => f.Contains("c2hvcnQ=", StringComparison.Ordinal) || f.Contains("Oracle", StringComparison.Ordinal));

        faults = Faults(new() { ["Database:BusyTimeoutSeconds"] = "900" });
        Assert.Contains("Database__ConnectionString is missing.", faults);
        Assert.Contains("Database__BusyTimeoutSeconds must be between 0 and 60.", faults);
        Assert.Contains("Tokens__Key is missing.", faults);
    }

    private static List<string> Faults(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using var services = new ServiceCollection().AddLogging().AddCharity(configuration).BuildServiceProvider();
        var error = Assert.ThrowsAny<Exception>(() => services.GetRequiredService<IStartupValidator>().Validate());
        IEnumerable<Exception> all = error is AggregateException several ? several.InnerExceptions : [error];
        return [.. all.Cast<OptionsValidationException>().SelectMany(e => e.Failures)];
    }
}
