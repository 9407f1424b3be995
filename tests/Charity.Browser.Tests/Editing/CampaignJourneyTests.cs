using System.Globalization;
using System.Text.RegularExpressions;
using Charity.Browser.Tests.Giving;
using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Editing;

/// <summary>An editor's way from an empty form to a campaign that everyone reads in their own language, with news to come.</summary>
[Collection(UnquietTests.Name)]
public sealed partial class CampaignJourneyTests(UnquietSandbox sandbox)
{
    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        ["uk"] = "Шкільний автобус", ["bg"] = "Училищен автобус", ["mk"] = "Училишен автобус", ["en"] = "The school bus",
    };

    [BrowserFact]
    public async Task An_editor_publishes_a_campaign_in_four_languages_and_its_news_appear_at_their_time()
    {
        await using var editor = await sandbox.ComeAsync();
        var page = editor.Page;
        await page.SignInAsync(await sandbox.Sandbox.StaffAsync(), StaffSecrets.EditorEmail);
        await page.GotoAsync("/staff/campaigns/new");
        foreach (var (language, title) in Titles)
        {
            await page.Locator($"#title-{language}").FillAsync(title);
        }

        await page.Locator("#slug").FillAsync("school-bus");
        await page.Locator("main form button.primary").ClickAsync();
        await page.WaitForURLAsync("**/edit**");
        var campaign = new Uri(page.Url).AbsolutePath[..^"/edit".Length];
        foreach (var language in Titles.Keys)
        {
            await page.Locator($"[data-tabs] a[href='#part-{language}']").ClickAsync();
            foreach (var field in (string[])["summary", "story", "purpose", "surplus"])
            {
                await page.Locator($"[id='{field}.{language}']").FillAsync($"{field} {language}");
            }
        }

        await using var reader = await sandbox.ComeAsync();
        Assert.Equal(404, (await reader.Page.GotoAsync("/en/campaigns/school-bus"))!.Status);
        await page.Locator("button[name=then][value=publish]").ClickAsync();
        await page.WaitForURLAsync("**/publish**");
        await page.Locator("#publish button.big").ClickAsync();
        await page.WaitForURLAsync(address => new Uri(address).AbsolutePath == campaign);
        foreach (var (language, title) in Titles)
        {
            await reader.Page.GotoAsync($"/{language}/campaigns/school-bus");
            Assert.Equal(title, await reader.Page.Locator("h1").InnerTextAsync());
            Assert.Contains($"story {language}", await reader.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        }

        await ScheduleNewsAsync(page, campaign);
        Assert.Equal(0, await NewsAsync(reader.Page, "uk", "Автобус купили"));
        await AdvanceAsync(editor, TimeSpan.FromHours(2));
        await reader.Page.AgainUntilAsync(() => NewsAsync(reader.Page, "uk", "Автобус купили"), shown => shown == 1, "the news");
        // Each language's page is remembered for some seconds by itself.
        await reader.Page.AgainUntilAsync(() => NewsAsync(reader.Page, "en", "The bus is bought"), shown => shown == 1, "the news in English");
    }

    /// <summary>An hour from now, as the organisation's clock shows it.</summary>
    private async Task ScheduleNewsAsync(IPage page, string campaign)
    {
        await page.GotoAsync(campaign + "/updates/write");
        await page.Locator("[name='Heading.Uk']").FillAsync("Автобус купили");
        await page.Locator("[name='Heading.En']").FillAsync("The bus is bought");
        await page.Locator("#body-uk").FillAsync("Він жовтий.");
        await page.Locator("#body-en").FillAsync("It is yellow.");
        await page.Locator("form.wide button.primary").ClickAsync();
        await page.WaitForURLAsync("**said=saved");
        var zone = ZoneName().Match(await page.Locator("#at-hint").InnerTextAsync()).Value;
        var clock = await page.Context.APIRequest.GetAsync($"{sandbox.Sandbox.Sandbox}/_sim/clock");
        var now = (await clock.JsonAsync())!.Value.GetProperty("now").GetDateTimeOffset();
        var at = TimeZoneInfo.ConvertTime(now.AddHours(1), TimeZoneInfo.FindSystemTimeZoneById(zone));
        await page.Locator("#at").FillAsync(at.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        await page.Locator("button[formaction*='handler=Schedule']").ClickAsync();
        await page.SeeAsync("h1 .tag.accent");
    }

    private async Task AdvanceAsync(Visitor visitor, TimeSpan by)
    {
        var answer = await visitor.Context.APIRequest.PostAsync(
            $"{sandbox.Sandbox.Sandbox}/_sim/clock", new() { DataObject = new { advance_seconds = (long)by.TotalSeconds } });
        Assert.Equal(200, answer.Status);
    }

    private static async Task<int> NewsAsync(IPage page, string language, string heading)
    {
        await page.GotoAsync($"/{language}/campaigns/school-bus");
        return await page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true }).CountAsync();
    }

    [GeneratedRegex("[A-Z][a-z]+/[A-Z][a-z]+")]
    private static partial Regex ZoneName();
}
