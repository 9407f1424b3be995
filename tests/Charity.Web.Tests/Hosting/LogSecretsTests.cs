using System.Net;
using Charity.Data;
using Charity.Documents;
using Charity.Receipts;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
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

    [Fact]
    [Trait("Case", "A17")]
    public async Task A_page_that_fails_is_logged_with_its_reference_and_without_what_the_error_repeats()
    {
        var log = new LogBook();
        await using var host = await WebHost.StartAsync(
            services => services.Replace(ServiceDescriptor.Singleton<IDocumentRenderer>(new BrokenRenderer())).AddLogging(l => l.AddProvider(log)), stripe: true);
        await host.Inner.SetUpOrganisationAsync();
        await host.Inner.GivenAsync();
        await using var db = host.Inner.Db();
        var address = (await db.Receipts.SingleAsync()).DocumentPath(host.Services.GetRequiredService<PublicTokens>());
        using var browser = host.Browser();

        var page = await browser.GoAsync(address);

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        var line = Assert.Single(log.Lines, l => l.StartsWith("A page failed", StringComparison.Ordinal));
        Assert.Contains(page.Document.QuerySelector(".number.strong")!.TextContent.Trim(), line, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: near '[mail]' forged line", line, StringComparison.Ordinal);
        Assert.Contains(nameof(ReceiptPdf), line, StringComparison.Ordinal);
        Assert.All(log.Lines, l => Assert.DoesNotContain("donor@example.org", l, StringComparison.Ordinal));
        Assert.All(log.Lines, l => Assert.DoesNotContain("sk_test_secret", l, StringComparison.Ordinal));
    }
    private sealed class BrokenRenderer : IDocumentRenderer
    {
        public string Name => "broken";

        public byte[] Render(Document document)
            => throw new InvalidOperationException("near 'donor@example.org'\nforged line, key sk_test_secretsecret0001");
    }
}
