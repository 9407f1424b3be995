using Charity.Browser.Tests.Giving;
using Charity.Browser.Tests.Running;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Reading;

/// <summary>
/// Every page that people read, in each language: nothing for axe to find, and nothing to scroll sideways for on a phone
/// of 360 px.
/// </summary>
public sealed class OpenToEveryoneTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const int NarrowestPhone = 360;

    /// <summary>WCAG 2.2 AA and the levels beneath it.</summary>
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    public static TheoryData<string> Languages => ["uk", "bg", "mk", "en"];

    [BrowserTheory]
    [MemberData(nameof(Languages))]
    public async Task Pages_are_open_to_everyone_and_fit_a_phone(string language)
    {
        await using var visitor = await ComeAsync(language);
        foreach (var path in (string[])["", "/campaigns/warm-doors", "/campaigns/light-for-the-clinic", "/programmes/medical", "/about", "/privacy", "/terms/bg/1", "/no-such-page"])
        {
            await visitor.Page.GotoAsync($"/{language}{path}");
            await SeeOpenToEveryoneAsync(visitor.Page);
        }

        await visitor.Page.GotoAsync($"/{language}/campaigns/school-for-carers");
        await SeeOpenToEveryoneAsync(visitor.Page);
    }

    [BrowserTheory]
    [MemberData(nameof(Languages))]
    public async Task Giving_is_open_to_everyone_and_fits_a_phone(string language)
    {
        await using var visitor = await ComeAsync(language);
        var page = visitor.Page;
        var gift = new Gift("warm-doors", language);
        await page.GotoAsync(gift.FormPath);
        await SeeOpenToEveryoneAsync(page);

        // Nothing filled in: every mistake at once, named at its field and in the list above.
        await page.SendMistakesAsync();
        foreach (var field in (string[])["#own", "#name", "#email", "#terms"])
        {
            await Assertions.Expect(page.Locator(field)).ToHaveAttributeAsync("aria-invalid", "true");
        }

        await SeeOpenToEveryoneAsync(page);

        await page.FillAsync(gift with { ByTransfer = true });
        await page.SendAsync();
        await page.WaitForURLAsync("**/thanks/**");
        await SeeOpenToEveryoneAsync(page);

        var paid = new Gift("steps-again", language);
        await page.ChooseCardAsync(paid);
        await page.PayAsync(GivingSteps.GoodCard);
        await page.SeeReceivedAsync();
        await SeeOpenToEveryoneAsync(page);
        var receipt = await page.Locator("a[href^='/receipts/']").GetAttributeAsync("href");
        Assert.NotNull(receipt);

        await using var staff = await ComeAsStaffAsync();
        Assert.Equal(1, await staff.Page.FindGiftsAsync(paid));
        await staff.Page.OpenBookedGiftAsync();
        var check = await staff.Page.Locator("a[href^='/check/']").First.GetAttributeAsync("href");
        await page.GotoAsync($"{check}?in={language}");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await SeeOpenToEveryoneAsync(page);
    }

    [BrowserFact]
    public async Task The_dark_look_is_as_readable()
    {
        await using var visitor = await ComeAsync("uk-UA", options => options.ColorScheme = ColorScheme.Dark);
        foreach (var path in (string[])["/uk", "/uk/campaigns/warm-doors", "/uk/give/warm-doors", "/staff/sign-in"])
        {
            await visitor.Page.GotoAsync(path);
            await SeeOpenToEveryoneAsync(visitor.Page);
        }
    }

    [BrowserTheory]
    [MemberData(nameof(Languages))]
    public async Task The_staff_side_is_open_to_everyone_and_fits_a_phone(string language)
    {
        await using (var stranger = await ComeAsync(language))
        {
            foreach (var path in (string[])["/staff/sign-in", "/staff/forgotten"])
            {
                await stranger.Page.GotoAsync(path);
                await SeeOpenToEveryoneAsync(stranger.Page);
            }
        }

        await using var staff = await ComeAsStaffAsync(language);
        foreach (var path in (string[])["/staff", "/staff/people", "/staff/people/audit", "/staff/people/invite", "/staff/sessions", "/staff/account", "/staff/account/password", "/staff/confirm", "/staff/gifts"])
        {
            await staff.Page.GotoAsync(path);
            await SeeOpenToEveryoneAsync(staff.Page);
        }

        await staff.Page.Locator("table.list tbody tr a").First.ClickAsync();
        await staff.Page.WaitForURLAsync("**/staff/gifts/*-*");
        await SeeOpenToEveryoneAsync(staff.Page);
    }

    private static async Task SeeOpenToEveryoneAsync(IPage page)
    {
        var found = await page.RunAxe(Rules);
        Assert.True(found.Violations.Length == 0, $"{page.Url}\n" + string.Join('\n', found.Violations.Select(Told)));

        var size = page.ViewportSize!;
        await page.SetViewportSizeAsync(NarrowestPhone, 740);
        var width = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        await page.SetViewportSizeAsync(size.Width, size.Height);
        Assert.True(width <= NarrowestPhone, $"{page.Url} is {width} px wide on a phone of {NarrowestPhone} px.");
    }

    private static string Told(AxeResultItem item)
        => $"{item.Impact} {item.Id}: {item.Help}\n" + string.Join('\n', item.Nodes.Take(4).Select(node => $"    {node.Html}\n      {node.Any.FirstOrDefault()?.Message}"));
}
