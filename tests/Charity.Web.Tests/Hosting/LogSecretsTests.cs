using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Charity.Web.Tests.Hosting;

public sealed class LogSecretsTests
{
    [Fact]
    [Trait("Case", "A17")]
    public async Task The_secret_addresses_of_a_gift_are_not_in_the_log_of_an_ordinary_installation()
    {
        var log = new LogBook();
        await using var host = await WebHost.StartAsync(
            // What a host that sets nothing writes.
            services => services.AddLogging(l => l.SetMinimumLevel(LogLevel.Information).AddProvider(log)), stripe: true);
        await host.Inner.SetUpOrganisationAsync();
        var gift = await host.Inner.GivenAsync();
        using var browser = host.Browser();
        await browser.GoAsync($"/en/thanks/{gift.Token}?s={gift.Session}");
        await browser.GoAsync($"/en/thanks/{gift.Token}/status");
        await browser.GoAsync($"/receipts/{gift.Token}");
        await browser.GoAsync($"/check/{gift.Token}");

        Assert.All(log.Lines, line => Assert.DoesNotContain(gift.Token, line, StringComparison.Ordinal));
        Assert.All(log.Lines, line => Assert.DoesNotContain("donor@example.org", line, StringComparison.Ordinal));
    }
}
