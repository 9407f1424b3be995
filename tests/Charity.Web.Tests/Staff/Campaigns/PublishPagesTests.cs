using System.Net;
using System.Text.Json;
using Charity.Languages;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Web.Tests.Staff.Campaigns;

/// <summary>What an editor is told: which field, what is missing and where, and that it was done.</summary>
public sealed class PublishPagesTests
{
    [Fact]
    public async Task The_quiet_save_names_each_field_that_cannot_be_read()
    {
        await using var pages = await EditorPages.StartAsync();
        var told = await QuietAsync(pages, ("goal", "a lot"), ("amount.1", "-5"), ("example.1.uk", "Рядок"));
        Assert.Equal("unreadable", told.State);
        Assert.Equal([("amount.1", "Amounts of the examples: Row 2"), ("goal", "Goal")], told.Fields.Select(f => (f.Name, f.Label)).Order());
        Assert.All(told.Fields, field => Assert.NotEmpty(field.Text));
    }

    [Theory]
    [InlineData("uk", "Останній день")]
    [InlineData("bg", "Последен ден")]
    [InlineData("mk", "Последен ден")]
    [InlineData("en", "Last day")]
    public async Task A_last_day_before_the_first_stays_in_the_draft_is_said_beside_the_field_and_is_not_published(string language, string label)
    {
        await using var pages = await EditorPages.StartAsync(language: language);
        var told = await QuietAsync(pages, ("starts", "2026-05-10"), ("ends", "2026-05-01"));
        Assert.Equal("saved", told.State);
        Assert.Equal(("ends", label), Assert.Single(told.Fields.Select(f => (f.Name, f.Label))));

        var page = await pages.Browser.GoAsync(pages.Campaign + "/edit");
        Assert.Equal("2026-05-01", page.FormData("#draft")["ends"]);
        Assert.Equal(told.Fields[0].Text, page.Document.QuerySelector("#ends-error")!.TextContent);
        Assert.Equal("ends-error", page.Document.QuerySelector("#ends")!.GetAttribute("aria-describedby"));

        var review = await pages.Browser.GoAsync(pages.Campaign + "/publish");
        Assert.Null(review.Document.QuerySelector("#publish"));
        Assert.NotNull(review.Document.QuerySelector($".notice a[href='{pages.Campaign}/edit#ends']"));
    }

    [Fact]
    public async Task A_publication_that_is_refused_says_so_names_what_is_missing_and_offers_the_editor_in_place_of_the_button()
    {
        await using var pages = await EditorPages.StartAsync();
        await pages.WriteAsync(("title.en", "Warmer winter"));
        var form = EditorPages.Filled(await pages.Browser.GoAsync(pages.Campaign + "/publish"), "#publish");
        // A colleague takes the summary out in the meantime.
        foreach (var language in Language.All)
        {
            await pages.WriteAsync(($"summary.{language.Code}", ""));
        }

        await using var db = pages.Host.Db();
        form["Input.Version"] = (await db.CampaignDrafts.AsNoTracking().SingleAsync()).Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var refused = await pages.SendAsync(pages.Campaign + "/publish?handler=Now", form);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        var notice = Assert.Single(refused.Document.QuerySelectorAll(".notice.bad"));
        Assert.Equal("Not published", notice.QuerySelector("h2")!.TextContent);
        Assert.NotNull(notice.QuerySelector($"a[href='{pages.Campaign}/edit#summary.en']"));
        Assert.Null(refused.Document.QuerySelector("#publish"));
    }

    [Fact]
    public async Task After_each_step_the_page_says_that_it_was_done()
    {
        await using var pages = await EditorPages.StartAsync();
        Assert.Equal(pages.Campaign, (await pages.Browser.GoAsync(pages.Campaign + "/publish")).Location);
        Assert.Contains("nothing to publish yet", (await pages.Browser.GoAsync(pages.Campaign)).Document.QuerySelector(".notice.warm")!.TextContent, StringComparison.Ordinal);
        await pages.WriteAsync(("title.en", "Warmer winter"));
        await pages.PressAsync(pages.Campaign + "/publish", "#publish", "Schedule", ("Input.Day", "2026-03-29"), ("Input.Hour", "09:30"));
        Assert.Contains("goes live 29 March 2026", await SaidAsync(), StringComparison.Ordinal);
        await pages.PressAsync(pages.Campaign, "form[action*=Unschedule]", "Unschedule");
        Assert.Contains("taken back", await SaidAsync(), StringComparison.Ordinal);
        await pages.PressAsync(pages.Campaign + "/publish", "#publish", "Now");
        Assert.Contains("donors see them now", await SaidAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("donors see them now", (await pages.Browser.GoAsync(pages.Campaign)).Text, StringComparison.Ordinal);
        await pages.PressAsync(pages.Campaign, "form[action*=Rename]", "Rename", ("slug", "warmer-winter"));
        Assert.Contains("The old one leads here", await SaidAsync(), StringComparison.Ordinal);
        Assert.Contains("They lead here for good", (await pages.Browser.GoAsync(pages.Campaign)).Text, StringComparison.Ordinal);
        await pages.PressAsync(pages.Campaign + "/history", "form[action*=Restore]", "Restore", ("number", "1"));
        Assert.Contains("earlier edition stands in the draft", (await pages.Browser.GoAsync(pages.Campaign + "/edit")).Text, StringComparison.Ordinal);

        async Task<string> SaidAsync()
            => (await pages.Browser.GoAsync(pages.Campaign)).Document.QuerySelector(".notice.good")!.TextContent.Replace('\u00A0', ' ');
    }

    [Fact]
    public async Task A_missing_consent_is_seen_in_the_list_and_in_the_editor_before_anyone_wants_to_publish()
    {
        await using var pages = await EditorPages.StartAsync();
        Assert.DoesNotContain("Consent missing", (await pages.Browser.GoAsync("/staff/campaigns")).Text, StringComparison.Ordinal);
        await pages.WriteAsync(("person", "on"));
        Assert.Contains("Consent missing", (await pages.Browser.GoAsync("/staff/campaigns?show=Waiting")).Text, StringComparison.Ordinal);
        var edit = await pages.Browser.GoAsync(pages.Campaign + "/edit");
        Assert.Contains("names no consent", edit.Document.QuerySelector(".notice.warm")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("names no consent", (await pages.Browser.GoAsync(pages.Campaign + "/publish")).Document.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_at_its_time_stands_on_today_until_it_is_mended()
    {
        await using var pages = await EditorPages.StartAsync();
        await pages.WriteAsync(("goal", "30000"));
        await pages.PressAsync(pages.Campaign + "/publish", "#publish", "Schedule", ("Input.Day", "2026-03-29"), ("Input.Hour", "09:30"));
        await using (var db = pages.Host.Db())
        {
            // Somebody gives meanwhile: the new goal now needs a public reason, which nobody wrote.
            (await db.Campaigns.SingleAsync()).MarkFirstGift(pages.Host.Clock.UtcNow);
            await db.SaveChangesAsync();
        }

        Assert.DoesNotContain("Not published at their time", (await pages.Browser.GoAsync("/staff")).Text, StringComparison.Ordinal);
        pages.Web.Clock.Advance(new DateTime(2026, 3, 29, 7, 0, 0, DateTimeKind.Utc) - pages.Web.Clock.UtcNow);
        await pages.Host.DrainAsync();

        var today = await pages.Browser.GoAsync("/staff");
        var link = today.Document.QuerySelector(".tile.bad a")!.GetAttribute("href")!;
        Assert.Equal(pages.Campaign + "/publish", link);
        Assert.NotNull((await pages.Browser.GoAsync(link)).Document.QuerySelector("#publish textarea"));
        await pages.WriteAsync(("goal", "10000"));
        Assert.DoesNotContain("Not published at their time", (await pages.Browser.GoAsync("/staff")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_says_what_was_before_and_what_is_now_in_words()
    {
        await using var pages = await EditorPages.StartAsync();
        await pages.PressAsync("/staff/campaigns/programmes", "main > section:last-child form", null, ("Input.Slug", "schools"), ("Input.Name[en]", "Schools"));
        Guid programme;
        await using (var db = pages.Host.Db())
        {
            programme = (await db.Programmes.SingleAsync(p => p.Slug == "schools")).Id;
        }

        await pages.WriteAsync(
            ("programme", programme.ToString()), ("goal", "30000"), ("ends", "2026-12-24"), ("person", "on"),
            ("amount.0", "25"), ("example.0.en", "a stove"));
        var review = await pages.Browser.GoAsync(pages.Campaign + "/publish");
        var changes = review.Document.QuerySelectorAll(".changes > div").ToDictionary(
            row => row.QuerySelector("dt")!.TextContent, row => (Plain(row.QuerySelector("del")), Plain(row.QuerySelector("ins"))));
        Assert.Equal("Schools", changes["Programme"].Item2);
        Assert.NotEmpty(changes["Programme"].Item1!);
        Assert.Equal("24 December 2026", changes["Last day"].Item2);
        Assert.Equal("€30,000", changes["Goal"].Item2);
        Assert.Equal(("no", "yes, no consent named"), changes["Story of a person"]);
        Assert.Contains("€25: a stove", changes["What a gift does (English)"].Item2, StringComparison.Ordinal);
    }

    private static string? Plain(AngleSharp.Dom.IElement? element) => element?.TextContent.Replace('\u00A0', ' ');

    private sealed record Told(string State, IReadOnlyList<ToldField> Fields);

    private sealed record ToldField(string Name, string Label, string Text);

    private static async Task<Told> QuietAsync(EditorPages pages, params (string Name, string Value)[] changes)
    {
        var form = EditorPages.Filled(await pages.Browser.GoAsync(pages.Campaign + "/edit"), "#draft");
        var answer = await pages.SendAsync(pages.Campaign + "/edit?handler=Autosave", form, changes);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return JsonSerializer.Deserialize<Told>(await answer.Response.Content.ReadAsStringAsync(), JsonSerializerOptions.Web)!;
    }
}
