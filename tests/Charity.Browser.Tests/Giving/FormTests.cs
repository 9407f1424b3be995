using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Giving;

/// <summary>What the give form shows and keeps while it is filled in, where the browser itself takes part.</summary>
public sealed class FormTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const int SmallPhoneWidth = 360;
    private const int SmallPhoneHeight = 640;

    [BrowserFact]
    [Trait("Case", "M01")]
    [Trait("Case", "M06")]
    public async Task An_amount_with_grouped_thousands_and_the_fee_is_charged_as_its_foot_says()
    {
        var gift = new Gift("warm-doors", "mk") { Amount = "1.234,50", Name = "Ѓорѓи Проба" };
        await using var donor = await ComeAsync("mk");
        var page = donor.Page;
        await page.GotoAsync(gift.FormPath);
        await page.FillAsync(gift);
        await page.Locator("input[name=CoverFee]").CheckAsync();
        var foot = Gift.Hundredths(await page.Locator("[data-sum]").InnerTextAsync());

        await page.SendAsync();
        await page.WaitForURLAsync("**/c/pay/**");
        Assert.Equal(foot, Gift.Hundredths(await page.Locator("h1.amount").InnerTextAsync()));
        Assert.InRange(foot, 1234_50 + 1, 1300_00);
    }

    [BrowserFact]
    [Trait("Case", "M06")]
    public async Task An_amount_that_the_script_cannot_read_is_asked_about_once_and_then_charged()
    {
        var gift = new Gift("warm-doors", "en") { Amount = "25 EUR" };
        await using var donor = await ComeAsync("en");
        var page = donor.Page;
        await page.GotoAsync(gift.FormPath);
        await page.FillAsync(gift);
        await page.Locator("input[name=CoverFee]").CheckAsync();
        await page.Locator(".pay-bar button").ClickAsync();
        await page.SeeAsync(".notice[role=status]");

        await page.SendAsync();
        await page.WaitForURLAsync("**/c/pay/**");
    }

    [BrowserFact]
    public async Task Only_what_follows_the_chosen_means_is_announced()
    {
        await using var donor = await ComeAsync("en");
        var page = donor.Page;
        await page.GotoAsync("/en/give/warm-doors");
        await Assertions.Expect(page.Locator(".next .if-card")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".next .if-transfer")).ToBeHiddenAsync();

        await page.Locator("input[name=Means][value=transfer]").CheckAsync();
        await Assertions.Expect(page.Locator(".next .if-card")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".next .if-transfer")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Going_back_by_the_browsers_button_finds_the_amount_as_it_was()
    {
        var gift = new Gift("warm-doors", "en") { Amount = "37" };
        await using var donor = await ComeAsync("en");
        await donor.Page.ChooseCardAsync(gift);

        await donor.Page.GoBackAsync();

        await Assertions.Expect(donor.Page.Locator("#own")).ToHaveValueAsync("37");
    }

    [BrowserFact]
    public async Task The_first_screen_of_a_small_phone_shows_the_amounts_in_every_language()
    {
        foreach (var language in new[] { "uk", "bg", "mk", "en" })
        {
            await using var donor = await ComeAsync(language, options =>
                options.ViewportSize = new() { Width = SmallPhoneWidth, Height = SmallPhoneHeight });
            await donor.Page.GotoAsync($"/{language}/give/warm-doors");

            var first = await donor.Page.Locator(".amount-chip:visible").First.BoundingBoxAsync();
            var bar = await donor.Page.Locator(".pay-bar").BoundingBoxAsync();
            Assert.True(first!.Y + first.Height < bar!.Y, $"{language}: the amounts begin at {first.Y}, the bar at {bar.Y}.");
        }
    }
}
