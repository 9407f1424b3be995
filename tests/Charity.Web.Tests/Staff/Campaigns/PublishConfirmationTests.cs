using System.Net;
using Charity.Campaigns;
using Charity.Languages;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff.Campaigns;

/// <summary>Publishing asks for the second step again where gifts begin with it or go elsewhere, and only there.</summary>
[Trait("Case", "A18")]
public sealed class PublishConfirmationTests
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(6);

    private readonly FakeClock _real = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Words_alone_go_live_without_a_code()
    {
        await using var pages = await StartAsync();
        await pages.WriteAsync(("title.en", "Warmer winter"));
        _real.Advance(Late);
        Assert.Equal(HttpStatusCode.Redirect, (await pages.PressAsync(pages.Campaign + "/publish", "#publish", "Now")).Status);
        Assert.Equal("Warmer winter", (await LiveAsync(pages)).Title[Language.En]);
    }

    [Theory]
    [InlineData("Now")]
    [InlineData("Schedule")]
    public async Task Other_receivers_wait_for_a_code_and_what_was_typed_stays(string handler)
    {
        await using var pages = await StartAsync();
        await using var db = pages.Host.Db();
        (await db.Campaigns.SingleAsync()).MarkFirstGift(pages.Host.Clock.UtcNow);
        await db.SaveChangesAsync();
        await pages.SendAsync(pages.Campaign + "/edit", Without(
            EditorPages.Filled(await pages.Browser.GoAsync(pages.Campaign + "/edit"), "#draft"),
            $"cards.{pages.Organisation.Bulgarian}", $"transfers.{pages.Organisation.Bulgarian}"), ("goal", "30000"));
        var before = await db.CampaignReceivers.AsNoTracking().CountAsync();
        _real.Advance(Late);

        var asked = await pages.PressAsync(
            pages.Campaign + "/publish", "#publish", handler, ("Input.Reason[en]", "More stoves"), ("Input.Day", "2026-03-29"), ("Input.Hour", "10:15"));
        Assert.Equal(HttpStatusCode.BadRequest, asked.Status);
        Assert.Contains("who receives the gifts", asked.Document.QuerySelector("#confirm")!.TextContent, StringComparison.Ordinal);
        var typed = EditorPages.Filled(asked, "#publish");
        Assert.Equal(("More stoves", "2026-03-29", "10:15"), (typed["Input.Reason[en]"].Trim(), typed["Input.Day"], typed["Input.Hour"]));
        Assert.Equal(before, await db.CampaignReceivers.AsNoTracking().CountAsync());
        Assert.Null((await db.CampaignDrafts.AsNoTracking().SingleAsync()).PublishAt);

        // The other tab leads back to this page; the form that waited here is sent once more.
        var confirm = asked.Document.QuerySelector("#confirm a")!.GetAttribute("href")!;
        await ConfirmAsync(pages, confirm);
        Assert.Equal(HttpStatusCode.Redirect, (await pages.SendAsync($"{pages.Campaign}/publish?handler={handler}", typed)).Status);
        if (handler == "Now")
        {
            Assert.Equal(before - 1, await db.CampaignReceivers.AsNoTracking().CountAsync());
        }
        else
        {
            Assert.NotNull((await db.CampaignDrafts.AsNoTracking().SingleAsync()).PublishAt);
        }
    }

    [Fact]
    public async Task The_first_time_waits_for_a_code()
    {
        await using var pages = await StartAsync();
        var created = await pages.PressAsync("/staff/campaigns/new", "main form", null, ("Input.Title[en]", "School bus"), ("Input.Slug", "school-bus"));
        var data = EditorPages.Filled(await pages.Browser.GoAsync(created.Location!), "#draft");
        foreach (var key in Language.All.SelectMany(language => ((string[])["title", "summary", "story", "purpose", "surplus"]).Select(field => $"{field}.{language.Code}")))
        {
            data[key] = key;
        }

        await pages.SendAsync(created.Location!, data);
        var publish = created.Location!.Replace("/edit", "/publish", StringComparison.Ordinal);
        _real.Advance(Late);
        var asked = await pages.PressAsync(publish, "#publish", "Now");
        Assert.Equal(HttpStatusCode.BadRequest, asked.Status);
        Assert.Contains("begins to take gifts", asked.Document.QuerySelector("#confirm")!.TextContent, StringComparison.Ordinal);
        await using var db = pages.Host.Db();
        Assert.Equal(CampaignState.Draft, (await db.Campaigns.AsNoTracking().SingleAsync(c => c.Slug == "school-bus")).State);
        await ConfirmAsync(pages, asked.Document.QuerySelector("#confirm a")!.GetAttribute("href")!);
        Assert.Equal(HttpStatusCode.Redirect, (await pages.PressAsync(publish, "#publish", "Now")).Status);
        Assert.Equal(CampaignState.Active, (await db.Campaigns.AsNoTracking().SingleAsync(c => c.Slug == "school-bus")).State);
    }

    [Fact]
    public async Task Nor_does_a_campaign_that_nobody_has_seen_open_by_a_change_of_its_state()
    {
        await using var pages = await StartAsync();
        await using var db = pages.Host.Db();
        var form = (await pages.Browser.GoAsync(pages.Campaign)).FormData("form[action*=State]");
        await db.Campaigns.ExecuteUpdateAsync(campaign => campaign.SetProperty(c => c.State, CampaignState.Draft));
        Assert.Equal(HttpStatusCode.BadRequest, (await pages.SendAsync(pages.Campaign + "?handler=State", form, ("to", "Active"))).Status);
        Assert.Equal(CampaignState.Draft, (await LiveAsync(pages)).State);
    }

    private Task<EditorPages> StartAsync() => EditorPages.StartAsync(configure: services => services
        .PostConfigure<SecurityStampValidatorOptions>(options => options.TimeProvider = _real)
        .PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, options => options.TimeProvider = _real));

    /// <summary>With a code of the app that was not used yet: each is good once.</summary>
    private static async Task ConfirmAsync(EditorPages pages, string address)
    {
        await using (var db = pages.Host.Db())
        {
            await db.Users.ExecuteUpdateAsync(user => user.SetProperty(u => u.LastTotpStep, 0));
        }

        var page = await pages.Browser.GoAsync(address);
        var back = await pages.SendAsync(address, page.FormData("form:has([name=Code])"), ("Code", StaffHost.Code()));
        Assert.Equal((HttpStatusCode.Redirect, true), (back.Status, back.Location!.EndsWith("/publish", StringComparison.Ordinal)));
    }

    private static async Task<Campaign> LiveAsync(EditorPages pages)
    {
        await using var db = pages.Host.Db();
        return await db.Campaigns.AsNoTracking().SingleAsync();
    }

    private static Dictionary<string, string> Without(Dictionary<string, string> form, params string[] names)
    {
        foreach (var name in names)
        {
            form.Remove(name);
        }

        return form;
    }
}
