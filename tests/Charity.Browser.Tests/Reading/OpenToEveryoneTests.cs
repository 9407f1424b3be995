using Charity.Browser.Tests.Giving;
using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Reading;

/// <summary>
/// Every page that people read, in each language: nothing for axe to find, nothing to scroll sideways for on a phone of
/// 360 px, and (as for every <see cref="Visitor"/>) no request to a stranger.
/// </summary>
[Collection(Readings.Name)]
public sealed class OpenToEveryoneTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    public static TheoryData<string> Languages => ["uk", "bg", "mk", "en"];

    [Fact]
    public void Every_page_of_the_program_is_looked_at()
    {
        var listed = AllPages.Open.Keys.Concat(AllPages.Staff.Keys).Concat(AllPages.OnTheWay.Keys).ToList();
        Assert.Equal(listed.Count, listed.Distinct().Count());
        var compiled = AllPages.Compiled().Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(compiled);
        Assert.True(!compiled.Except(listed).Any(), "Add a line to AllPages.cs for: " + string.Join(", ", compiled.Except(listed)));
        Assert.True(!listed.Except(compiled).Any(), "AllPages.cs names what is no page: " + string.Join(", ", listed.Except(compiled)));
    }

    [BrowserTheory]
    [MemberData(nameof(Languages))]
    public async Task Public_pages_are_open_to_everyone(string language)
    {
        await using var visitor = await ComeAsync(language);
        var eyes = new Eyes();
        await eyes.LookAsync(visitor, AllPages.Open.Values.SelectMany(ways => ways), language);

        eyes.AssertNothingFound();
    }

    [BrowserTheory]
    [MemberData(nameof(Languages))]
    public async Task Staff_pages_are_open_to_everyone(string language)
    {
        await using var staff = await ComeAsStaffAsync(language);
        var eyes = new Eyes();
        await eyes.LookAsync(staff, AllPages.Staff.Values.SelectMany(ways => ways), language);

        // What a script lays over the page.
        await staff.Page.GotoAsync("/staff/gifts");
        await staff.Page.Locator("[data-keys]").ClickAsync();
        await staff.Page.SeeAsync("#keys[open]");
        await eyes.LookAsync(staff.Page);
        eyes.AssertNothingFound();
    }

    [BrowserTheory]
    [MemberData(nameof(Languages))]
    public async Task Pages_of_the_sandbox_are_open_to_everyone(string language)
    {
        await using var visitor = await ComeAsync(language, options => options.BaseURL = Sandbox.Sandbox);
        var eyes = new Eyes();
        await eyes.LookAsync(visitor, AllPages.Sandbox, language);

        eyes.AssertNothingFound();
    }

    [BrowserTheory]
    [MemberData(nameof(Languages))]
    public async Task Giving_is_open_to_everyone(string language)
    {
        await using var visitor = await ComeAsync(language);
        var page = visitor.Page;
        var eyes = new Eyes();
        var gift = new Gift("warm-doors", language);
        await page.GotoAsync(gift.FormPath);

        // Nothing filled in: every mistake at once, named at its field and in the list above.
        await page.SendMistakesAsync();
        foreach (var field in (string[])["#own", "#name", "#email", "#terms"])
        {
            await Assertions.Expect(page.Locator(field)).ToHaveAttributeAsync("aria-invalid", "true");
        }

        await eyes.LookAsync(page);

        await page.FillAsync(gift with { ByTransfer = true });
        await page.SendAsync();
        await page.WaitForURLAsync("**/thanks/**");
        await eyes.LookAsync(page);

        var paid = new Gift("steps-again", language);
        await page.ChooseCardAsync(paid);
        await eyes.LookAsync(page);
        await page.PayAsync(GivingSteps.GoodCard);
        await page.SeeReceivedAsync();
        await eyes.LookAsync(page);
        var receipt = await page.Locator("a[href^='/receipts/']").GetAttributeAsync("href");
        Assert.NotNull(receipt);

        await using var staff = await ComeAsStaffAsync();
        Assert.Equal(1, await staff.Page.FindGiftsAsync(paid));
        await staff.Page.OpenBookedGiftAsync();
        var check = await staff.Page.Locator("a[href^='/check/']").First.GetAttributeAsync("href");
        await page.GotoAsync($"{check}?in={language}");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await eyes.LookAsync(page);
        eyes.AssertNothingFound();
    }

    [BrowserTheory]
    [MemberData(nameof(Languages))]
    public async Task Signing_in_is_open_to_everyone(string language)
    {
        await using var visitor = await ComeAsync(language);
        var page = visitor.Page;
        var eyes = new Eyes();
        await page.GotoAsync("/staff/sign-in");
        await page.Locator("#email").FillAsync("nobody@example.org");
        await page.Locator("#password").FillAsync("wrong");
        await page.Locator("form:has(#password) button[type=submit]").ClickAsync();
        await page.SeeAsync(".notice[role=alert]");
        await eyes.LookAsync(page);

        await page.Locator("#email").FillAsync(StaffSecrets.Email);
        await page.Locator("#password").FillAsync((await Sandbox.StaffAsync()).StaffPassword);
        await page.Locator("form:has(#password) button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/staff/code**");
        await eyes.LookAsync(page);
        await page.Locator("main a[href*='recovery']").First.ClickAsync();
        await eyes.LookAsync(page);
        eyes.AssertNothingFound();

        await using var staff = await ComeAsStaffAsync(language);
        await staff.Page.GotoAsync("/staff/authenticator");
        await eyes.LookAsync(staff.Page);
        eyes.AssertNothingFound();
    }
}
