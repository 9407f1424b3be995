using System.Net;
using Charity.Campaigns;
using Charity.Campaigns.Consents;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Web.Tests.Staff.Campaigns;

public sealed class CampaignEditingTests
{
    [Fact]
    public async Task A_text_whose_field_the_page_does_not_show_is_not_taken_for_cleared()
    {
        await using var pages = await EditorPages.StartAsync();
        await pages.WriteAsync(("person", "on"));
        await pages.WriteAsync(("without.en", "The story without her"));
        var form = EditorPages.Filled(await pages.Browser.GoAsync(pages.Campaign + "/edit"), "#draft");
        form.Remove("person");
        Assert.Equal(HttpStatusCode.Redirect, (await pages.SendAsync(pages.Campaign + "/edit", form)).Status);

        // The page asks for that story no more; whoever writes on takes nothing away.
        Assert.Equal(HttpStatusCode.Redirect, (await pages.WriteAsync(("summary.en", "Stoves and coats"))).Status);
        Assert.Contains("saved", (await pages.SendAsync(pages.Campaign + "/edit?handler=Autosave",
            EditorPages.Filled(await pages.Browser.GoAsync(pages.Campaign + "/edit"), "#draft"), ("summary.en", "Stoves, coats and soup"))).Text, StringComparison.Ordinal);
        await using var db = pages.Host.Db();
        var content = (await db.CampaignDrafts.SingleAsync()).Document.Content;
        Assert.Equal((false, "Stoves, coats and soup", "The story without her"), (content.StoryTellsOfPerson, content.Summary[Language.En], content.StoryWithoutPerson?[Language.En]));
    }

    [Fact]
    public async Task A_draft_is_written_previewed_and_published_without_the_live_page_changing_before()
    {
        await using var pages = await EditorPages.StartAsync();
        var saved = await pages.WriteAsync(("title.en", "Warmer winter"), ("title.uk", "Тепліша зима"), ("goal", "20000"));
        Assert.Equal((HttpStatusCode.Redirect, pages.Campaign + "/edit"), (saved.Status, saved.Location));
        Assert.DoesNotContain("Warmer winter", (await pages.Browser.GoAsync("/en/campaigns/warm-winter")).Text, StringComparison.Ordinal);

        var list = await pages.Browser.GoAsync("/staff/campaigns?show=Waiting");
        Assert.Contains("Draft: Olena", list.Text, StringComparison.Ordinal);
        Assert.Contains("Translation out of date", list.Text, StringComparison.Ordinal);

        var review = await pages.Browser.GoAsync(pages.Campaign + "/publish");
        Assert.Contains("Warmer winter", review.Text, StringComparison.Ordinal);
        var published = await pages.SendAsync(pages.Campaign + "/publish?handler=Now", EditorPages.Filled(review, "#publish"));
        Assert.Equal(HttpStatusCode.Redirect, published.Status);
        await using var db = pages.Host.Db();
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync();
        Assert.Equal(("Warmer winter", "Тепліша зима", 2_000_000), (campaign.Title[Language.En], campaign.Title[Language.Uk], campaign.GoalMinor));

        var history = await pages.Browser.GoAsync(pages.Campaign + "/history");
        Assert.Contains("Edition 2: Olena", history.Text, StringComparison.Ordinal);
        var restored = await pages.PressAsync(pages.Campaign + "/history", "form[action*=Restore]", "Restore", ("number", "1"));
        Assert.Equal(pages.Campaign + "/edit", restored.Location);
        Assert.Contains("Warm winter", (await pages.Browser.GoAsync(pages.Campaign + "/edit")).FormData("#draft")["title.en"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaign_that_takes_no_messages_asks_for_none_and_an_older_document_takes_them()
    {
        await using var pages = await EditorPages.StartAsync();
        using var donor = pages.Web.Browser();
        Assert.NotNull((await donor.GoAsync("/en/give/warm-winter")).Document.QuerySelector("textarea[name=Message]"));
        var form = EditorPages.Filled(await pages.Browser.GoAsync(pages.Campaign + "/edit"), "#draft");
        Assert.True(form.Remove("messages"));
        Assert.Equal(HttpStatusCode.Redirect, (await pages.SendAsync(pages.Campaign + "/edit", form)).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await pages.PressAsync(pages.Campaign + "/publish", "#publish", "Now")).Status);
        Assert.Null((await donor.GoAsync("/en/give/warm-winter")).Document.QuerySelector("textarea[name=Message]"));
        await using var db = pages.Host.Db();
        var editions = await db.CampaignEditions.AsNoTracking().OrderBy(e => e.Number).ToListAsync();
        Assert.Equal([true, false], editions.Select(e => e.Document.Content.TakesMessages));
        Assert.True(Charity.Campaigns.Drafts.CampaignDocument.FromJson(
            editions[1].Body.Replace(",\"TakesMessages\":false", "", StringComparison.Ordinal)).Content.TakesMessages);
    }

    [Fact]
    public async Task An_untouched_form_changes_nothing()
    {
        await using var pages = await EditorPages.StartAsync();
        Assert.Equal(HttpStatusCode.Redirect, (await pages.WriteAsync()).Status);
        await using var db = pages.Host.Db();
        Assert.Empty(await db.CampaignDrafts.ToListAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_stays_in_its_field_and_nothing_else_is_lost()
    {
        await using var pages = await EditorPages.StartAsync();
        var page = await pages.WriteAsync(("goal", "a lot"), ("starts", "soon"), ("amount.0", "-5"), ("story.mk", "Нова приказна"));
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        var data = page.FormData("#draft");
        Assert.Equal(("a lot", "soon", "-5"), (data["goal"], data["starts"], data["amount.0"]));
        Assert.Equal("Нова приказна", data["story.mk"]);
        Assert.Equal(3, page.Document.QuerySelectorAll(".notice.bad li a").Length);
        Assert.Equal(3, page.Document.QuerySelectorAll("#draft [aria-invalid=true]").Length);
        await using var db = pages.Host.Db();
        Assert.Empty(await db.CampaignDrafts.ToListAsync());
    }

    [Fact]
    public async Task Two_tabs_that_change_one_field_show_both_texts_until_one_is_chosen()
    {
        await using var pages = await EditorPages.StartAsync();
        var first = EditorPages.Filled(await pages.Browser.GoAsync(pages.Campaign + "/edit"), "#draft");
        await pages.WriteAsync(("summary.en", "Theirs"));
        var clash = await pages.SendAsync(pages.Campaign + "/edit", first, ("summary.en", "Mine"), ("place.en", "Ohrid"));

        Assert.Equal(HttpStatusCode.BadRequest, clash.Status);
        var conflict = clash.Document.QuerySelector("#conflicts")!.TextContent;
        Assert.Contains("Mine", conflict, StringComparison.Ordinal);
        Assert.Contains("Theirs", conflict, StringComparison.Ordinal);
        var again = EditorPages.Filled(clash, "#draft");
        Assert.Equal(("Mine", "Ohrid"), (again["summary.en"], again["place.en"]));

        Assert.Equal(HttpStatusCode.Redirect, (await pages.SendAsync(pages.Campaign + "/edit", again)).Status);
        var shown = (await pages.Browser.GoAsync(pages.Campaign + "/edit")).FormData("#draft");
        Assert.Equal(("Mine", "Ohrid"), (shown["summary.en"], shown["place.en"]));
    }

    [Theory]
    [InlineData("mine")]
    [InlineData("theirs")]
    public async Task A_story_chosen_over_the_end_of_its_consent_still_tells_of_a_person_and_is_not_published(string choice)
    {
        await using var pages = await EditorPages.StartAsync();
        var consent = await ConsentAsync(pages, "Oksana Zrazok");
        await pages.WriteAsync(("person", "on"), ("consent", consent.ToString()), ("story.en", "Oksana walks"));
        var open = EditorPages.Filled(await pages.Browser.GoAsync(pages.Campaign + "/edit"), "#draft");
        Assert.Empty((await pages.Host.RunAsync<WithdrawConsent, ConsentOutcome>(
            u => u.RunAsync(new(consent, DateOnly.FromDateTime(pages.Host.Clock.UtcNow), "She asked", Actor.Program("test")), default))).Problems);

        var clash = await pages.SendAsync(pages.Campaign + "/edit", open, ("story.en", "Oksana walks again"));
        Assert.Equal(HttpStatusCode.BadRequest, clash.Status);
        var again = EditorPages.Filled(clash, "#draft");
        Assert.Equal(("Oksana walks again", true, ""), (again["story.en"], again.ContainsKey("person"), again["consent"]));
        var print = again["keep.story.en"].Split(':')[1];
        Assert.Equal(HttpStatusCode.Redirect, (await pages.SendAsync(pages.Campaign + "/edit", again, ("keep.story.en", $"{choice}:{print}"))).Status);

        await using var db = pages.Host.Db();
        var content = (await db.CampaignDrafts.AsNoTracking().SingleAsync()).Document.Content;
        Assert.Equal((choice == "mine", null), (content.StoryTellsOfPerson, content.StoryConsentId));
        Assert.Equal(choice == "mine", content.Story[Language.En] == "Oksana walks again");
        var review = await pages.Browser.GoAsync(pages.Campaign + "/publish");
        Assert.Equal(choice == "mine", review.Document.QuerySelector("#publish") is null);
        Assert.Equal(choice == "mine", review.Text.Contains("names no consent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_story_chosen_over_the_end_of_its_consent_takes_a_new_consent_with_it()
    {
        await using var pages = await EditorPages.StartAsync();
        var (first, second) = (await ConsentAsync(pages, "Oksana Zrazok"), await ConsentAsync(pages, "Iryna Zrazok"));
        await pages.WriteAsync(("person", "on"), ("consent", first.ToString()), ("story.en", "Oksana walks"));
        var open = EditorPages.Filled(await pages.Browser.GoAsync(pages.Campaign + "/edit"), "#draft");
        Assert.Empty((await pages.Host.RunAsync<WithdrawConsent, ConsentOutcome>(
            u => u.RunAsync(new(first, DateOnly.FromDateTime(pages.Host.Clock.UtcNow), "She asked", Actor.Program("test")), default))).Problems);

        var again = EditorPages.Filled(await pages.SendAsync(pages.Campaign + "/edit", open, ("story.en", "Iryna walks")), "#draft");
        Assert.Equal(HttpStatusCode.Redirect, (await pages.SendAsync(pages.Campaign + "/edit", again, ("consent", second.ToString()))).Status);
        await using var db = pages.Host.Db();
        var content = (await db.CampaignDrafts.AsNoTracking().SingleAsync()).Document.Content;
        Assert.Equal((true, second, "Iryna walks"), (content.StoryTellsOfPerson, content.StoryConsentId, content.Story[Language.En]));
    }

    private static async Task<Guid> ConsentAsync(EditorPages pages, string person)
    {
        var today = DateOnly.FromDateTime(pages.Host.Clock.UtcNow);
        return (await pages.Host.RunAsync<RecordConsent, ConsentOutcome>(u => u.RunAsync(
            new(null, 0, person, false, "", "", "Her way back", new(true, false, false, false), today, today.AddDays(90), Actor.Program("test")), default))).Id;
    }

    [Fact]
    public async Task The_quiet_save_says_what_happened_and_overwrites_nobody()
    {
        await using var pages = await EditorPages.StartAsync();
        var tab = EditorPages.Filled(await pages.Browser.GoAsync(pages.Campaign + "/edit"), "#draft");
        Assert.Contains("\"saved\"", await QuietAsync(tab, ("summary.en", "By itself")), StringComparison.Ordinal);
        await pages.WriteAsync(("summary.en", "A colleague's"));
        Assert.Contains("\"conflict\"", await QuietAsync(tab, ("summary.en", "By itself, later")), StringComparison.Ordinal);
        Assert.Contains("\"unreadable\"", await QuietAsync(tab, ("goal", "x")), StringComparison.Ordinal);
        Assert.Equal("A colleague's", (await pages.Browser.GoAsync(pages.Campaign + "/edit")).FormData("#draft")["summary.en"]);

        async Task<string> QuietAsync(Dictionary<string, string> data, params (string Name, string Value)[] changes)
        {
            var answer = await pages.SendAsync(pages.Campaign + "/edit?handler=Autosave", new(data), changes);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            return await answer.Response.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task A_translation_found_still_right_is_marked_no_longer_and_what_was_typed_beside_is_saved()
    {
        await using var pages = await EditorPages.StartAsync();
        await pages.WriteAsync(("summary.en", "Stoves, blankets and coats"));
        var page = await pages.Browser.GoAsync(pages.Campaign + "/edit");
        Assert.Equal(3, page.Document.QuerySelectorAll(".outdated").Length);
        var right = await pages.SendAsync(
            pages.Campaign + "/edit?handler=StillRight", EditorPages.Filled(page, "#draft"), ("right", "summary.bg"), ("place.bg", "София"));
        Assert.Equal(HttpStatusCode.Redirect, right.Status);
        page = await pages.Browser.GoAsync(pages.Campaign + "/edit");
        Assert.Equal(["summary.uk-outdated", "summary.mk-outdated", "place.uk-outdated", "place.mk-outdated", "place.en-outdated"],
            page.Document.QuerySelectorAll(".outdated").Select(e => e.Id!).Order(Comparer<string>.Create((a, b) => Order(a).CompareTo(Order(b)))));

        static int Order(string id) => (id.StartsWith("place", StringComparison.Ordinal) ? 10 : 0) + Language.Of(id.Split('.', '-')[1]).Code switch { "uk" => 0, "bg" => 1, "mk" => 2, _ => 3 };
    }

    [Fact]
    public async Task A_new_campaign_gets_its_address_from_the_title_and_opens_when_it_is_published()
    {
        await using var pages = await EditorPages.StartAsync();
        var suggested = await pages.PressAsync("/staff/campaigns/new", "main form", "Suggest", ("Input.Title[uk]", "Шкільний автобус"), ("Input.Title[en]", ""));
        Assert.Equal("shkilnyi-avtobus", suggested.FormData("main form")["Input.Slug"]);
        // A form without an address of its own would go to the one of this answer, and only suggest again.
        Assert.Equal("/staff/campaigns/new", suggested.Document.QuerySelector("main form")!.GetAttribute("action"));
        var created = await pages.SendAsync("/staff/campaigns/new", EditorPages.Filled(suggested, "main form"));
        Assert.Equal(HttpStatusCode.Redirect, created.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await pages.Browser.GoAsync("/uk/campaigns/shkilnyi-avtobus")).Status);

        var address = created.Location!;
        var data = EditorPages.Filled(await pages.Browser.GoAsync(address), "#draft");
        foreach (var language in (string[])["uk", "bg", "mk", "en"])
        {
            foreach (var field in (string[])["title", "summary", "story", "purpose", "surplus"])
            {
                data[$"{field}.{language}"] = $"{field} {language}";
            }
        }

        Assert.Equal(HttpStatusCode.Redirect, (await pages.SendAsync(address, data)).Status);
        var publish = address.Replace("/edit", "/publish", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await pages.PressAsync(publish, "#publish", "Now")).Status);
        foreach (var language in (string[])["uk", "bg", "mk", "en"])
        {
            Assert.Contains($"title {language}", (await pages.Browser.GoAsync($"/{language}/campaigns/shkilnyi-avtobus")).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Funds_and_programmes_are_added_and_renamed()
    {
        await using var pages = await EditorPages.StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await pages.PressAsync("/staff/campaigns/programmes", "main > section:last-child form", null, ("Input.Slug", "школи"), ("Input.Name[uk]", "Школи"))).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await pages.PressAsync("/staff/campaigns/programmes", "main > section:last-child form", null, ("Input.Slug", "schools"), ("Input.Name[uk]", "Школи"))).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await pages.PressAsync("/staff/campaigns/funds", "main > section:last-child form", null, ("Input.Code", "schools"), ("Input.Name[uk]", "Фонд шкіл"))).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await pages.PressAsync("/staff/campaigns/funds", "main details form", null, ("Input.Name[en]", "Called otherwise"))).Status);
        await using var db = pages.Host.Db();
        Assert.Contains(await db.Programmes.ToListAsync(), p => p.Slug == "schools" && p.Name[Language.Uk] == "Школи");
        Assert.Contains(await db.Funds.ToListAsync(), f => f.Code == "schools" && f.Restricted);
        Assert.Contains(await db.Funds.ToListAsync(), f => f.Name[Language.En] == "Called otherwise");
        Assert.Contains(await db.Audit.Select(a => a.Action).ToListAsync(), action => action == "fund.edit");
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task An_auditor_looks_and_changes_nothing()
    {
        await using var pages = await EditorPages.StartAsync(StaffRoles.Auditor);
        var page = await pages.Browser.GoAsync(pages.Campaign);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(page.Document.QuerySelectorAll("main form, main a[href$='/edit']"));
        Assert.Contains("/staff/denied", (await pages.Browser.GoAsync(pages.Campaign + "/edit")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task States_change_with_their_effects_and_an_early_end_says_what_becomes_of_the_money()
    {
        await using var pages = await EditorPages.StartAsync();
        Assert.Equal(HttpStatusCode.Redirect, (await pages.PressAsync(pages.Campaign, "form[action*=State]", "State", ("to", "Paused"), ("reason", "Stock-taking"))).Status);
        var refused = await pages.PressAsync(pages.Campaign, "form[action*=State]", "State", ("to", "EndedEarly"), ("reason", "No more stoves"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("Say what becomes of the money given", refused.Text, StringComparison.Ordinal);
        Assert.Contains("No more stoves", refused.Document.QuerySelectorAll("input[name=reason]").Select(e => e.GetAttribute("value")));
        await using var db = pages.Host.Db();
        Assert.Equal(CampaignState.Paused, (await db.Campaigns.AsNoTracking().SingleAsync()).State);
        Assert.Equal("Stock-taking", (await db.Audit.OrderBy(a => a.Id).LastAsync(a => a.Action == "campaign.state")).Reason);
    }
}
