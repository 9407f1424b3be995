using System.Net;
using System.Text.RegularExpressions;
using Charity.Campaigns;
using Charity.Testing;
using Charity.Web.Hosting;
using Charity.Web.Tests.Support;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Hosting;

/// <summary>What is cached whole must be the same for everyone: no cookie, no token, nothing of the reader.</summary>
public sealed partial class CachedPagesTests : IAsyncLifetime
{
    private WebHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await WebHost.StartAsync(stripe: true);
        await _host.Inner.SetUpOrganisationAsync();
        await _host.Inner.GivenAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    /// <summary>43 characters of base64url on their own: one of our tokens.</summary>
    [GeneratedRegex("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")]
    private static partial Regex Token();

    /// <summary>An address for each cached route.</summary>
    private async Task<IReadOnlyList<string>> AddressesAsync()
    {
        var loader = _host.Services.GetRequiredService<PageLoader>();
        var routes = new List<string>();
        foreach (var endpoint in _host.Endpoints.OfType<RouteEndpoint>())
        {
            var loaded = endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page and not CompiledPageActionDescriptor
                ? (await loader.LoadAsync(page, endpoint.Metadata)).Endpoint!
                : endpoint;
            if (loaded.Metadata.GetMetadata<PublicCachedAttribute>() is not null)
            {
                routes.Add(endpoint.RoutePattern.RawText!);
            }
        }

        Assert.NotEmpty(routes);
        return [.. routes.Select(route => "/" + route.TrimStart('/')
            .Replace("{lang:language}", "uk", StringComparison.Ordinal)
            .Replace("{slug}", TestOrganisation.CampaignSlug, StringComparison.Ordinal)
            .Replace("{programme}", "urgent-aid", StringComparison.Ordinal)
            .Replace("{entity}", "bg", StringComparison.Ordinal)
            .Replace("{number:int:min(1)}", "1", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task No_cached_page_holds_a_cookie_a_token_or_a_form()
    {
        using var browser = _host.Browser();
        foreach (var address in await AddressesAsync())
        {
            Assert.DoesNotContain('{', address);
            using var response = await browser.GetAsync(address);
            var body = await response.Content.ReadAsStringAsync();

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.False(response.Headers.Contains("Set-Cookie"), address);
            Assert.DoesNotContain("__RequestVerificationToken", body, StringComparison.Ordinal);
            Assert.DoesNotContain("method=\"post\"", body, StringComparison.OrdinalIgnoreCase);
            Assert.False(Token().IsMatch(body), $"{address}: {Token().Match(body).Value}");
            Assert.StartsWith("public, max-age=", response.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cached_page_is_served_whole_with_its_headers_whatever_the_reader_sends()
    {
        using var browser = _host.Browser();
        foreach (var address in await AddressesAsync())
        {
            using var first = await browser.GetAsync(address);
            using var request = new HttpRequestMessage(HttpMethod.Get, address + "?utm_source=letter&x=1");
            request.Headers.Add("Cookie", "__Host-charity-staff=someone; other=1");
            request.Headers.Add("Accept-Language", "en");
            using var second = await browser.SendAsync(request);

            Assert.True(second.Headers.Age is not null, $"{address} was made anew for another query or cookie.");
            Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await second.Content.ReadAsByteArrayAsync());
            foreach (var header in new[] { "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Strict-Transport-Security", "Cache-Control" })
            {
                Assert.Equal(first.Headers.NonValidated[header].ToString(), second.Headers.NonValidated[header].ToString());
            }
        }
    }

    /// <summary>Whoever comes first makes the page for all who come after: what they send beside the path may not be in it.</summary>
    [Theory]
    [InlineData("/en", "programme=urgent-aid")]
    [InlineData("/en", "programme=nothing")]
    [InlineData("/en/campaigns/" + TestOrganisation.CampaignSlug, "slug=another")]
    [InlineData("/en/programmes/urgent-aid", "programme=another")]
    [InlineData("/en/terms/bg/1", "entity=mk&number=7")]
    [InlineData("/en/terms/bg/1", "lang=uk")]
    [InlineData("/campaigns/" + TestOrganisation.CampaignSlug + "/share-en.png", "slug=another&lang=uk")]
    public async Task Neither_the_query_nor_a_body_makes_another_page_under_an_address(string address, string sent)
    {
        using var browser = _host.Browser();
        using var expected = await browser.GetAsync(address);
        var content = await expected.Content.ReadAsByteArrayAsync();
        Assert.Equal(HttpStatusCode.OK, expected.StatusCode);

        // An address of another spelling leads to the same page and has no entry yet.
        using var byQuery = await browser.GetAsync($"{address}/?{sent}");
        using var request = new HttpRequestMessage(HttpMethod.Get, address.ToUpperInvariant().Replace("WARM-WINTER", "warm-winter", StringComparison.Ordinal)
            .Replace("URGENT-AID", "urgent-aid", StringComparison.Ordinal).Replace("/BG/", "/bg/", StringComparison.Ordinal).Replace("SHARE-EN.PNG", "share-en.png", StringComparison.Ordinal))
        {
            Content = new StringContent(sent, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        using var byBody = await browser.SendAsync(request);

        Assert.Equal(Words(content), Words(await byQuery.Content.ReadAsByteArrayAsync()));
        Assert.Equal(Words(content), Words(await byBody.Content.ReadAsByteArrayAsync()));
    }

    /// <summary>What a page says, without the addresses that repeat its own.</summary>
    private static string Words(byte[] page)
    {
        var text = System.Text.Encoding.UTF8.GetString(page);
        return text.Contains("<html", StringComparison.Ordinal)
            ? new AngleSharp.Html.Parser.HtmlParser().ParseDocument(text).QuerySelector("main")!.TextContent
            : text;
    }

    [Fact]
    public async Task Each_language_has_an_entry_of_its_own()
    {
        using var browser = _host.Browser();
        foreach (var language in Charity.Languages.Language.All)
        {
            var page = await browser.GoAsync($"/{language.Code}/campaigns/{TestOrganisation.CampaignSlug}");
            Assert.Equal(language.HtmlLang, page.Document.DocumentElement.GetAttribute("lang"));
        }
    }

    [Fact]
    public async Task A_confirmed_gift_shows_within_what_the_cache_allows()
    {
        // Two lifetimes of the entry and the making of the page stay below five seconds.
        Assert.True((2 * PublicCachedAttribute.DefaultSeconds) < 5);
        using var browser = _host.Browser();
        const string address = "/en/campaigns/" + TestOrganisation.CampaignSlug;
        Assert.Contains("€25", (await browser.GoAsync(address)).Document.QuerySelector(".raised")!.TextContent, StringComparison.Ordinal);
        await _host.Inner.GivenAsync(7500, email: "another@example.org");

        // The cache ends by the machine's clock; the test waits for the change, however slow the machine.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var shown = "";
        for (var i = 0; i < 300 && shown != "€100"; i++)
        {
            await timer.WaitForNextTickAsync();
            shown = (await browser.GoAsync(address)).Document.QuerySelector(".raised")!.TextContent;
        }

        Assert.Equal("€100", shown);
    }

    [Fact]
    public async Task A_missing_campaign_is_not_kept()
    {
        using var browser = _host.Browser();
        const string address = "/en/campaigns/not-yet";
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GoAsync(address)).Status);
        var again = await browser.GoAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, again.Status);
        Assert.Null(again.Response.Headers.Age);
        Assert.True(again.Response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task A_draft_is_seen_by_nobody()
    {
        var programme = await _host.Inner.RunAsync<AddProgramme, CampaignOutcome>(u => u.RunAsync(
            new("secret", CharityHost.Named("Secret"), CharityHost.Named("Secret"), "blue", 9), default));
        await _host.Inner.RunAsync<CreateCampaign, CampaignOutcome>(u => u.RunAsync(
            new("draft", _host.Inner.Content(programme.Id, []), new(CharityHost.Named("p"), null, "EUR", null, CharityHost.Named("s"))), default));
        using var browser = _host.Browser();
        foreach (var address in new[] { "/en/campaigns/draft", "/en/give/draft", "/en/campaigns/draft/qr.svg", "/campaigns/draft/share-en.png", "/en/programmes/secret" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GoAsync(address)).Status);
        }
    }
}
