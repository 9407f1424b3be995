using Charity.Browser.Tests.Giving;
using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Reading;

/// <summary>The staff side at the width of a phone: sentences run in lines, and nothing runs out of the page.</summary>
[Collection(Readings.Name)]
public sealed class StaffOnPhoneTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const int Width = 360;
    private const int Height = 640;

    [BrowserFact]
    public async Task A_refused_sign_in_says_so_in_lines()
    {
        await using var visitor = await ComeAsync("en", OnPhone);
        var page = visitor.Page;
        await page.GotoAsync("/staff/sign-in");
        await page.Locator("#email").FillAsync("nobody@example.org");
        await page.Locator("#password").FillAsync("wrong");
        await page.Locator("form:has(#password) button[type=submit]").ClickAsync();
        await page.SeeAsync(".door > .notice[role=alert]");

        var sentence = await page.Locator(".door > .notice[role=alert] p").BoundingBoxAsync();
        Assert.True(sentence!.Width > Width / 2, $"The sentence is {sentence.Width} wide.");
    }

    [BrowserFact]
    public async Task The_tables_stay_within_the_page()
    {
        await using var staff = await ComeAsStaffAsync();
        await staff.Page.SetViewportSizeAsync(Width, Height);
        foreach (var path in new[] { "/staff", "/staff/gifts", "/staff/work", "/staff/exceptions", "/staff/people", "/staff/people/audit", "/staff/people/invite", "/staff/sessions", "/staff/account", "/staff/account/password" })
        {
            await staff.Page.GotoAsync(path);
            Assert.Equal(0, await staff.Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
            Assert.Equal(0, await staff.Page.EvaluateAsync<int>("() => [...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth + 1).length"));
        }
    }

    private static void OnPhone(BrowserNewContextOptions options) => options.ViewportSize = new() { Width = Width, Height = Height };
}
