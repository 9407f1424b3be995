using System.Net;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Web.Tests.Staff.Campaigns;

public sealed class CampaignPreviewTests
{
    [Theory]
    [InlineData("uk", "Тепліша зима")]
    [InlineData("bg", "По-топла зима")]
    [InlineData("mk", "Потопла зима")]
    [InlineData("en", "Warmer winter")]
    public async Task The_real_page_shows_the_draft_in_every_language_and_takes_no_gift(string language, string title)
    {
        await using var pages = await EditorPages.StartAsync();
        await pages.WriteAsync(("title.uk", "Тепліша зима"), ("title.bg", "По-топла зима"), ("title.mk", "Потопла зима"), ("title.en", "Warmer winter"));
        var page = await pages.Browser.GoAsync($"{pages.Campaign}/preview/{language}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(title, page.Document.QuerySelector("main h1")!.TextContent);
        Assert.Equal(language, page.Document.DocumentElement.GetAttribute("lang"));
        // The bar speaks to the editor, the page to its reader.
        Assert.Contains("Preview of a draft", page.Document.QuerySelector(".preview-bar[lang=en]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("main a[href*='/give/']"));
        Assert.NotNull(page.Document.QuerySelector(".ask [aria-disabled=true]"));
        Assert.Equal("no-store", page.Response.Headers.CacheControl!.ToString());
        Assert.Contains("noindex", page.Document.QuerySelector("meta[name=robots]")!.GetAttribute("content"), StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("link[rel=canonical], link[rel=alternate]"));
    }

    [Fact]
    public async Task Only_the_frame_of_a_phone_may_be_framed_and_only_by_us()
    {
        await using var pages = await EditorPages.StartAsync();
        var phone = await pages.Browser.GoAsync($"{pages.Campaign}/phone/bg");
        var frame = phone.Document.QuerySelector("iframe")!.GetAttribute("src")!;
        Assert.Contains("frame-src 'self'", Csp(phone), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Csp(phone), StringComparison.Ordinal);
        var inside = await pages.Browser.GoAsync(frame);
        Assert.Contains("frame-ancestors 'self'", Csp(inside), StringComparison.Ordinal);
        Assert.Null(inside.Document.QuerySelector(".preview-bar"));
        Assert.Contains("frame-ancestors 'none'", Csp(await pages.Browser.GoAsync($"{pages.Campaign}/preview/bg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_sees_no_preview()
    {
        await using var pages = await EditorPages.StartAsync();
        using var stranger = pages.Web.Browser();
        Assert.Contains("/staff/sign-in", (await stranger.GoAsync($"{pages.Campaign}/preview/en")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await pages.Browser.GoAsync($"{pages.Campaign}/preview/de")).Status);
    }

    [Fact]
    public async Task A_set_time_publishes_and_one_that_the_clocks_jump_over_is_refused_in_words()
    {
        await using var pages = await EditorPages.StartAsync();
        await pages.WriteAsync(("title.en", "In spring"));
        // In Sofia the clocks go from 03:00 to 04:00 on 29 March 2026.
        var skipped = await pages.PressAsync(pages.Campaign + "/publish", "#publish", "Schedule", ("Input.Day", "2026-03-29"), ("Input.Hour", "03:30"));
        Assert.Equal(HttpStatusCode.BadRequest, skipped.Status);
        Assert.Contains("the clocks go forward", skipped.Text, StringComparison.Ordinal);
        Assert.Equal("2026-03-29", skipped.FormData("#publish")["Input.Day"]);
        var set = await pages.PressAsync(pages.Campaign + "/publish", "#publish", "Schedule", ("Input.Day", "2026-03-29"), ("Input.Hour", "04:30"));
        Assert.Equal(HttpStatusCode.Redirect, set.Status);
        await using var db = pages.Host.Db();
        Assert.Equal(new DateTime(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc), (await db.CampaignDrafts.AsNoTracking().SingleAsync()).PublishAt);

        var late = await pages.WriteAsync(("title.en", "Not any more"));
        Assert.Equal(HttpStatusCode.BadRequest, late.Status);
        Assert.Equal("Not any more", late.FormData("#draft")["title.en"]);

        pages.Web.Clock.Advance(new DateTime(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc) - pages.Web.Clock.UtcNow);
        await pages.Host.DrainAsync();
        Assert.Contains("In spring", (await pages.Browser.GoAsync("/en/campaigns/warm-winter")).Text, StringComparison.Ordinal);
    }

    private static string Csp(Page page) => page.Response.Headers.GetValues("Content-Security-Policy").Single();
}
