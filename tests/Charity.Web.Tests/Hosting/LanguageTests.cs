using System.Net;
using Charity.Languages;
using Charity.Testing;
using Xunit;

namespace Charity.Web.Tests.Hosting;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("uk-UA,uk;q=0.9,en;q=0.5", "/uk")]
    [InlineData("de-DE,bg;q=0.8,en;q=0.7", "/bg")]
    [InlineData("mk", "/mk")]
    [InlineData("fr", "/en")]
    [InlineData(null, "/en")]
    public async Task The_first_address_leads_to_the_language_the_browser_asks_for_and_is_never_stored(string? accept, string expected)
    {
        await using var host = await WebHost.StartAsync();
        using var browser = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (accept is not null)
        {
            request.Headers.Add("Accept-Language", accept);
        }

        using var response = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(expected, response.Headers.Location?.OriginalString);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Contains("Accept-Language", response.Headers.Vary);
    }

    [Theory]
    [InlineData("/en%0A")]
    [InlineData("/en%0A/campaigns/warm-winter")]
    [InlineData("/xx/about")]
    [InlineData("/campaigns/warm-winter/share-en%0A.png")]
    [InlineData("/campaigns/warm-winter/share-xx.png")]
    public async Task What_is_only_nearly_a_language_is_no_address(string address)
    {
        await using var host = await WebHost.StartAsync(stripe: true);
        await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();
        using var response = await browser.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task An_unknown_address_is_answered_in_the_language_of_its_first_part()
    {
        await using var host = await WebHost.StartAsync();
        using var browser = host.Browser();
        foreach (var language in Language.All)
        {
            using var response = await browser.GetAsync($"/{language.Code}/nowhere");

            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Contains($"<html lang=\"{language.HtmlLang}\">", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }
}
