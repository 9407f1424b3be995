using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Web.Tests.Hosting;

public sealed class SmallEndpointsTests
{
    [Fact]
    public async Task A_monitor_hears_that_the_process_lives_and_is_ready()
    {
        await using var host = await WebHost.StartAsync();
        using var browser = host.Browser();

        Assert.Equal("alive", await browser.GetStringAsync("/health/live"));
        using var ready = JsonDocument.Parse(await browser.GetStringAsync("/health/ready"));
        Assert.Equal("ready", ready.RootElement.GetProperty("status").GetString());
        var checks = ready.RootElement.GetProperty("checks").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetString());
        Assert.Equal(["books", "database", "disk", "keys", "polls", "work"], checks.Keys.Order(StringComparer.Ordinal));
        Assert.All(checks.Values, level => Assert.Equal("ok", level));
        Assert.Equal(0, ready.RootElement.GetProperty("seconds").GetProperty("inboxLag").GetInt64());
    }

    [Fact]
    public async Task A_database_without_its_guards_is_not_ready_and_the_answer_says_no_more()
    {
        await using var host = await WebHost.StartAsync();
        host.Inner.SkipChecks();
        await using (var db = host.Inner.Db())
        {
            await db.Database.ExecuteSqlRawAsync("drop trigger posting_undeletable");
        }

        using var browser = host.Browser();
        using var response = await browser.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("""{"status":"not ready","checks":{"database":"failed"},"seconds":null}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("alive", await browser.GetStringAsync("/health/live"));
    }

    [Fact]
    public async Task Search_engines_find_every_public_page_in_every_language_and_are_kept_from_personal_ones()
    {
        await using var host = await WebHost.StartAsync();
        await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();
        var robots = await browser.GetStringAsync("/robots.txt");
        var map = XDocument.Parse(await browser.GetStringAsync("/sitemap.xml"));
        var addresses = map.Descendants(XName.Get("loc", "http://www.sitemaps.org/schemas/sitemap/0.9")).Select(l => l.Value).ToList();

        Assert.Contains("Disallow: /uk/thanks/", robots, StringComparison.Ordinal);
        Assert.Contains("Sitemap: https://give.example.org/sitemap.xml", robots, StringComparison.Ordinal);
        Assert.Contains("https://give.example.org/mk/campaigns/warm-winter", addresses);
        foreach (var address in addresses)
        {
            var page = await browser.GoAsync(address);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Equal(address, page.Document.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
        }
    }

    [Theory]
    [InlineData("/en/give/warm-winter", true)]
    [InlineData("/en/campaigns/warm-winter", true)]
    [InlineData("/en/give/warm-winter?amount=50", false)]
    [InlineData("/staff/sign-in", false)]
    public async Task The_form_may_be_found_under_its_bare_address_only(string address, bool found)
    {
        await using var host = await WebHost.StartAsync();
        await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();

        using var answer = await browser.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(found, !answer.Headers.Contains("X-Robots-Tag"));
    }
}
