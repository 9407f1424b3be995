using System.Globalization;
using System.Net;
using Charity.Campaigns;
using Charity.Donations;
using Charity.Languages;
using Charity.Organisation;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Campaigns;

public sealed class CampaignPagesTests : IAsyncLifetime
{
    private WebHost _host = null!;
    private HttpClient _browser = null!;
    private TestOrganisation _organisation = null!;

    private const string Slug = TestOrganisation.CampaignSlug;

    public async Task InitializeAsync()
    {
        _host = await WebHost.StartAsync(stripe: true);
        _organisation = await _host.Inner.SetUpOrganisationAsync();
        _browser = _host.Browser();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    private async Task MoveAsync(CampaignState to, LocalizedText? remedy = null)
    {
        var outcome = await _host.Inner.RunAsync<ChangeCampaignState, CampaignOutcome>(u => u.RunAsync(new(_organisation.Campaign, to, remedy), default));
        Assert.True(outcome.Saved);
    }

    [Theory]
    [InlineData("uk", "Warm winter (uk)")]
    [InlineData("bg", "Warm winter (bg)")]
    [InlineData("mk", "Warm winter (mk)")]
    [InlineData("en", "Warm winter")]
    public async Task Both_pages_speak_the_language_of_their_address(string code, string title)
    {
        var list = await _browser.GoAsync($"/{code}");
        var page = await _browser.GoAsync($"/{code}/campaigns/{Slug}");

        Assert.Equal(code, list.Document.DocumentElement.GetAttribute("lang"));
        Assert.Contains(title, list.Document.QuerySelector(".card h3")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(title, page.Document.QuerySelector("h1")!.TextContent.Trim());
        Assert.Equal($"/{code}/give/{Slug}", page.Document.QuerySelector(".ask a.button")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Every_page_offers_itself_in_the_other_languages()
    {
        // The language that content falls back to stands first.
        Language[] offered = [Language.En, Language.Uk, Language.Bg, Language.Mk];
        foreach (var path in new[] { "", $"/campaigns/{Slug}", $"/give/{Slug}", "/about", "/privacy", "/terms/bg/1", "/programmes/urgent-aid" })
        {
            var page = await _browser.GoAsync($"/uk{path}");

            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Equal(
                offered.Select(l => $"/{l.Code}{path}"), page.Document.QuerySelectorAll(".tongues a").Select(a => a.GetAttribute("href")));
            if (!path.StartsWith("/give", StringComparison.Ordinal))
            {
                Assert.Equal(
                    offered.Select(l => $"https://give.example.org/{l.Code}{path}").Append($"https://give.example.org/en{path}"),
                    page.Document.QuerySelectorAll("link[rel=alternate]").Select(l => l.GetAttribute("href")));
            }
        }
    }

    [Fact]
    public async Task Figures_of_the_year_are_those_of_the_gifts()
    {
        await _host.Inner.GivenAsync(2500);
        await _host.Inner.GivenAsync(7500, email: "second@example.org");
        await _host.Inner.GivenAsync(1000, "USD", "second@example.org");
        var page = await _browser.GoAsync("/en");
        var figures = page.Document.QuerySelectorAll(".figures .figure").Select(f => f.TextContent).ToList();

        Assert.Equal(["€100", "2", "1"], figures);
        Assert.Contains("US$10", page.Document.QuerySelector(".figures .also")!.TextContent, StringComparison.Ordinal);
        // No figure leads to a page that does not exist.
        foreach (var link in page.Document.QuerySelectorAll("main a[href^='/']"))
        {
            Assert.Equal(HttpStatusCode.OK, (await _browser.GoAsync(link.GetAttribute("href")!)).Status);
        }
    }

    [Fact]
    public async Task Amounts_donors_and_progress_are_the_confirmed_ones()
    {
        await _host.Inner.GivenAsync(250_000);
        await _host.Inner.GivenAsync(1000, "USD");
        await _host.Inner.GiveAsync(99_900);
        var page = await _browser.GoAsync($"/en/campaigns/{Slug}");

        Assert.Equal("€2,500", page.Document.QuerySelector(".raised")!.TextContent);
        Assert.Equal("25", page.Document.QuerySelector("progress")!.GetAttribute("value"));
        Assert.Equal("1", page.Document.QuerySelector(".stats dd")!.TextContent);
        Assert.Contains("US$10", page.Document.QuerySelector(".others")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_messages_show_only_by_choice_and_after_reading()
    {
        foreach (var (anonymity, name) in new[] { (Anonymity.Public, "Олена Петренко"), (Anonymity.Initials, "Марія Іванівна Коваль"), (Anonymity.Hidden, "Hidden Person") })
        {
            var form = await _host.Inner.FormAsync(email: $"{anonymity}@example.org", name: name);
            var gift = await _host.Inner.GiveAsync(form with { Anonymity = anonymity, Message = $"words of {anonymity} <script>alert(1)</script>" });
            await _host.Inner.PayAsync(gift);
        }

        await _host.Inner.ArriveAsync();
        await using (var db = _host.Inner.Db())
        {
            await db.Donations.Where(d => d.Anonymity == Anonymity.Public)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.MessageState, MessageState.Shown));
        }

        var page = await _browser.GoAsync($"/en/campaigns/{Slug}");
        var names = page.Document.QuerySelectorAll(".gifts .who").Select(w => w.TextContent.Trim()).ToHashSet();

        Assert.Equal(new HashSet<string> { "Name not shown", "Олена Петренко", "М.\u00A0І.\u00A0К." }, names);
        Assert.Equal("words of Public <script>alert(1)</script>", Assert.Single(page.Document.QuerySelectorAll(".gifts blockquote")).TextContent);
        Assert.DoesNotContain("Hidden Person", page.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("Коваль", page.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", await page.Response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_change_shows_what_was_promised_before_and_why_it_changed()
    {
        await _host.Inner.GivenAsync();
        var outcome = await _host.Inner.RunAsync<ReviseCampaign, CampaignOutcome>(u => u.RunAsync(
            new(_organisation.Campaign, new(CharityHost.Named("Blankets and stoves"), 1_500_000, "EUR", new DateOnly(2026, 12, 31), CharityHost.Named("Goes to the urgent aid fund")),
                CharityHost.Named("Forty more families"), "board"), default));
        Assert.True(outcome.Saved);
        var page = await _browser.GoAsync($"/en/campaigns/{Slug}");
        var changes = page.Document.QuerySelectorAll(".changes dd");

        Assert.Equal(2, changes.Length);
        Assert.Equal(("€10,000", "€15,000"), (changes[0].QuerySelector("del")!.TextContent, changes[0].QuerySelector("ins")!.TextContent));
        Assert.Contains("Forty more families", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaign_that_takes_no_gifts_says_why_and_asks_for_none()
    {
        await MoveAsync(CampaignState.Paused);
        var paused = await _browser.GoAsync($"/bg/campaigns/{Slug}");
        await MoveAsync(CampaignState.Active);
        await MoveAsync(CampaignState.EndedEarly, CharityHost.Named("Everything goes back"));
        var ended = await _browser.GoAsync($"/mk/campaigns/{Slug}");

        foreach (var page in new[] { paused, ended })
        {
            Assert.Empty(page.Document.QuerySelectorAll("a[href*='/give/']"));
            Assert.NotNull(page.Document.QuerySelector(".ask .notice h2"));
            Assert.Null(page.Document.QuerySelector(".give-bar"));
        }

        Assert.Contains("Everything goes back (mk)", ended.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-11", null, "10T21:59:59", "Coming")]
    [InlineData("2026-03-01", "2026-03-10", "10T21:59:59", "Active")]
    [InlineData("2026-03-01", "2026-03-10", "10T22:00:00", "Completed")]
    public async Task Page_list_and_form_agree_on_the_campaign_s_days(string starts, string? ends, string now, string standing)
    {
        await using (var db = _host.Inner.Db())
        {
            var campaign = await db.Campaigns.SingleAsync(c => c.Id == _organisation.Campaign);
            var content = _host.Inner.Content(_organisation.Programme, [new(_organisation.Bulgarian, _organisation.UrgentFund, true, true)]) with
            {
                StartsOn = DateOnly.Parse(starts, CultureInfo.InvariantCulture),
            };
            var edited = await _host.Inner.RunAsync<EditCampaign, CampaignOutcome>(u => u.RunAsync(
                new(campaign.Id, campaign.Version, content, campaign.Promises with { EndsOn = ends is null ? null : DateOnly.Parse(ends, CultureInfo.InvariantCulture) }), default));
            Assert.Empty(edited.Problems);
        }

        _host.Clock.Advance(DateTimeOffset.Parse($"2026-03-{now}Z", CultureInfo.InvariantCulture) - _host.Clock.GetUtcNow());
        var open = standing == "Active";
        foreach (var language in Language.All)
        {
            var page = await _browser.GoAsync($"/{language.Code}/campaigns/{Slug}");
            Assert.Equal(open, page.Document.QuerySelector(".ask a[href*='/give/']") is not null);
            Assert.Equal(open, page.Document.QuerySelector(".ask .notice") is null);
            var form = await _browser.GoAsync($"/{language.Code}/give/{Slug}");
            Assert.Equal(open, form.Document.QuerySelector("form#give") is not null);
        }

        await using var scope = _host.Inner.Scope();
        var card = Assert.Single(await scope.ServiceProvider.GetRequiredService<CampaignPages>().ListAsync(default));
        Assert.Equal((standing, ends is null ? null : 0), (card.Standing.ToString(), card.DaysLeft));
    }

    [Fact]
    public async Task What_a_gift_does_leads_to_the_form_with_that_amount()
    {
        var page = await _browser.GoAsync($"/uk/campaigns/{Slug}");
        var link = page.Document.QuerySelector(".does a")!.GetAttribute("href")!;
        var form = await _browser.GoAsync(link);

        Assert.Equal("2500", form.FormData()["Preset[EUR]"]);
    }

    [Fact]
    public async Task A_shared_link_carries_title_words_and_a_picture()
    {
        var page = await _browser.GoAsync($"/uk/campaigns/{Slug}");
        string Meta(string property) => page.Document.QuerySelector($"meta[property='{property}']")!.GetAttribute("content")!;

        Assert.Equal("Warm winter (uk)", Meta("og:title"));
        Assert.Equal($"https://give.example.org/uk/campaigns/{Slug}", Meta("og:url"));
        Assert.Equal("uk_UA", Meta("og:locale"));
        Assert.Equal($"https://give.example.org/campaigns/{Slug}/share-uk.png", Meta("og:image"));
        var picture = await _browser.GetByteArrayAsync(Meta("og:image"));
        // The size stands at a fixed place of every PNG.
        Assert.Equal((1200, 630), ((picture[18] << 8) | picture[19], (picture[22] << 8) | picture[23]));
        foreach (var network in new[] { "https://t.me/share/url?url=https%3A%2F%2Fgive.example.org", "viber://forward?text=", "https://wa.me/?text=", "https://www.facebook.com/sharer/sharer.php?u=", "mailto:?subject=" })
        {
            Assert.NotNull(page.Document.QuerySelector($".share a[href^='{network}']"));
        }

        Assert.StartsWith("<svg ", await _browser.GetStringAsync($"/uk/campaigns/{Slug}/qr.svg"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "A05")]
    public async Task Markup_in_a_campaigns_words_stays_words()
    {
        var evil = LocalizedText.Of(en: "<script>alert(1)</script>\"><img src=x onerror=alert(2)>");
        var content = _host.Inner.Content(_organisation.Programme, [new(_organisation.Bulgarian, _organisation.UrgentFund, true, true)]) with
        {
            Title = evil,
            Summary = evil,
            Story = LocalizedText.Of(en: "[x](javascript:alert(1)) <iframe src=//evil.example></iframe> ![y](https://evil.example/p.png)"),
            Place = evil,
            TargetGroups = evil,
            GiftExamples = LocalizedText.Of(en: "2500|<b onclick=alert(3)>x</b>"),
        };
        var created = await _host.Inner.RunAsync<CreateCampaign, CampaignOutcome>(u => u.RunAsync(new("evil", content, new(evil, 1000, "EUR", null, evil)), default));
        await _host.Inner.RunAsync<ChangeCampaignState, CampaignOutcome>(u => u.RunAsync(new(created.Id, CampaignState.Active), default));
        foreach (var address in new[] { "/en", "/en/campaigns/evil", "/en/give/evil" })
        {
            var page = await _browser.GoAsync(address);

            Assert.Empty(page.Document.QuerySelectorAll("script:not([src^='/assets/']), iframe, img[src^='http'], img[src='x'], b"));
            Assert.Empty(page.Document.QuerySelectorAll("a[href^='javascript']"));
            Assert.All(page.Document.All, element => Assert.DoesNotContain(element.Attributes, a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
        }
    }

    [Fact]
    public async Task A_programme_shows_its_own_campaigns_and_an_unknown_one_does_not_exist()
    {
        Assert.Single((await _browser.GoAsync("/en/programmes/urgent-aid")).Document.QuerySelectorAll(".card"));
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GoAsync("/en/programmes/nothing")).Status);
    }

    [Fact]
    public async Task Terms_are_in_force_from_the_day_it_is_where_their_entity_is()
    {
        // Half past eleven in Skopje; past midnight in Sofia, whose entity stands first on the site.
        _host.Clock.Advance(new DateTimeOffset(2026, 3, 10, 22, 30, 0, TimeSpan.Zero) - _host.Clock.GetUtcNow());
        foreach (var entity in new[] { _organisation.Macedonian, _organisation.Bulgarian })
        {
            Assert.True((await _host.Inner.RunAsync<PublishTerms, OrganisationOutcome>(u => u.RunAsync(new(entity, CharityHost.Named("New terms")), default))).Saved);
        }

        Assert.Contains("10 March 2026", (await _browser.GoAsync("/en/terms/mk/2")).Text, StringComparison.Ordinal);
        Assert.Contains("11 March 2026", (await _browser.GoAsync("/en/terms/bg/2")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_it_is_set_up_the_site_says_so()
    {
        await using var empty = await WebHost.StartAsync();
        using var browser = empty.Browser();
        foreach (var language in Language.All)
        {
            var page = await browser.GoAsync($"/{language.Code}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.NotEqual("", page.Document.QuerySelector("h1")!.TextContent);
        }
    }
}
