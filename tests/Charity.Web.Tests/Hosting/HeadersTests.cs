using System.Net;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Xunit;

namespace Charity.Web.Tests.Hosting;

public sealed class HeadersTests
{
    private static async Task<WebHost> HostAsync(Dictionary<string, string?>? settings = null)
    {
        var host = await WebHost.StartAsync(stripe: true, settings: settings);
        await host.Inner.SetUpOrganisationAsync();
        return host;
    }

    [Theory]
    [InlineData("/en")]
    [InlineData("/en/campaigns/warm-winter")]
    [InlineData("/en/give/warm-winter")]
    [InlineData("/en/nowhere")]
    [InlineData("/en/thanks/nothing")]
    [InlineData("/staff/sign-in")]
    [InlineData("/")]
    [InlineData("/files/0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Every_answer_carries_the_same_protection(string address)
    {
        await using var host = await HostAsync();
        using var browser = host.Browser();
        using var response = await browser.GetAsync(address);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self' http://localhost:5101", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("strict-origin", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Equal("max-age=31536000; includeSubDomains", response.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/en/give/warm-winter")]
    [InlineData("/en/thanks/nothing")]
    [InlineData("/staff")]
    [InlineData("/staff/sign-in")]
    [InlineData("/")]
    public async Task What_belongs_to_one_person_is_stored_nowhere(string address)
    {
        await using var host = await HostAsync();
        using var browser = host.Browser();
        using var response = await browser.GetAsync(address);

        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task No_page_holds_inline_code_or_style_or_names_another_site()
    {
        await using var host = await HostAsync();
        var gift = await host.Inner.GivenAsync();
        using var browser = host.Browser();
        foreach (var address in new[]
                 {
                     "/uk", "/uk/campaigns/warm-winter", "/uk/give/warm-winter", "/uk/about", "/uk/privacy", "/uk/terms/bg/1", "/uk/nowhere", $"/uk/thanks/{gift.Token}",
                 })
        {
            var page = await browser.GoAsync(address);
            Assert.Empty(page.Document.QuerySelectorAll("[style]"));
            Assert.Empty(page.Document.QuerySelectorAll("style, script:not([src]), iframe, object, embed"));
            Assert.All(page.Document.All, element => Assert.DoesNotContain(element.Attributes, a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
            foreach (var element in page.Document.QuerySelectorAll("script[src], link[rel=stylesheet], link[rel=preload], link[rel=icon], img[src]"))
            {
                var target = element.GetAttribute("src") ?? element.GetAttribute("href")!;
                Assert.StartsWith("/", target, StringComparison.Ordinal);
                using var loaded = await browser.GetAsync(target);
                Assert.Equal(HttpStatusCode.OK, loaded.StatusCode);
            }
        }
    }

    [Fact]
    public async Task Cookies_are_bound_to_the_host_and_hidden_from_scripts()
    {
        await using var host = await HostAsync();
        using var browser = host.Browser();
        using var response = await browser.GetAsync("/en/give/warm-winter");
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));

        Assert.StartsWith("__Host-charity-form=", cookie, StringComparison.Ordinal);
        Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task On_a_developers_machine_plain_http_works()
    {
        await using var host = await WebHost.StartAsync(kestrel: true, stripe: true);
        await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();
        const string address = "/en/give/warm-winter";
        var form = await browser.GoAsync(address);
        var sent = await browser.SubmitAsync(address, form, ("Preset[EUR]", "2500"), ("Name", "A"), ("Email", "a@example.org"), ("Terms", "true"));

        Assert.False(form.Response.Headers.Contains("Strict-Transport-Security"));
        Assert.StartsWith("charity-form=", form.Response.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
    }

    [Fact]
    [Trait("Case", "A04")]
    public async Task A_payment_page_on_a_host_that_is_not_allowed_is_never_redirected_to()
    {
        // Stripe's own page only: the simulator's address is a stranger's then.
        await using var host = await HostAsync(new() { ["Site:CheckoutHosts:0"] = "https://checkout.stripe.com" });
        using var browser = host.Browser();
        const string address = "/en/give/warm-winter";
        var form = await browser.GoAsync(address);
        var sent = await browser.SubmitAsync(address, form, ("Preset[EUR]", "2500"), ("Name", "A"), ("Email", "a@example.org"), ("Terms", "true"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, sent.Status);
        Assert.Null(sent.Location);
        Assert.Equal("A", sent.FormData()["Name"]);
    }

    [Theory]
    [Trait("Case", "A04")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/en//evil.example")]
    [InlineData("/en/give/warm-winter?returnUrl=//evil.example&cancel_url=javascript:alert(1)")]
    [InlineData("/favicon.ico?returnUrl=https://evil.example")]
    public async Task No_address_leads_to_another_site(string address)
    {
        await using var host = await HostAsync();
        using var browser = host.Browser();
        using var response = await browser.GetAsync(new Uri("https://give.example.org" + address));

        Assert.DoesNotContain("evil", response.Headers.Location?.OriginalString ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_the_program_are_kept_for_good_under_their_version()
    {
        await using var host = await HostAsync();
        using var browser = host.Browser();
        var assets = (Charity.Web.Hosting.WebAssets)host.Services.GetService(typeof(Charity.Web.Hosting.WebAssets))!;
        var total = 0L;
        foreach (var name in assets.Names)
        {
            using var response = await browser.GetAsync(assets[name]);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
            total += name.EndsWith(".woff2", StringComparison.Ordinal) ? response.Content.Headers.ContentLength ?? 0 : 0;
        }

        Assert.InRange(total, 1, 40 * 1024);
        using var old = await browser.GetAsync($"/assets/000000000000/css/site.css");
        Assert.Equal("no-cache", old.Headers.CacheControl?.ToString());
    }
}
