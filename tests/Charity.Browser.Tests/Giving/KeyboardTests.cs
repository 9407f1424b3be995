using Charity.Browser.Tests.Running;
using Xunit;

namespace Charity.Browser.Tests.Giving;

/// <summary>Giving without a mouse, from the first page to "received".</summary>
public sealed class KeyboardTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [BrowserFact]
    public async Task A_gift_needs_no_mouse()
    {
        var gift = new Gift("steps-again", "en") { Name = "Kay Board" };
        await using var donor = await ComeAsync();
        var page = donor.Page;
        await page.GotoAsync("/en");
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement.matches('a.skip')"), "The first stop is the way past the navigation.");
        await page.Keyboard.PressAsync("Enter");
        await page.TabToAsync($"a[href='{gift.CampaignPath}']");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**" + gift.CampaignPath);
        await page.TabToAsync(".ask a.button.primary");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/give/**");
        var fillingIn = GivingSteps.FillingInAsync();
        await page.TabToAsync("#own");
        await page.Keyboard.TypeAsync(gift.Amount);
        await page.TabToAsync("#name");
        await page.Keyboard.TypeAsync(gift.Name);
        await page.TabToAsync("#email");
        await page.Keyboard.TypeAsync(gift.Email);
        await page.TabToAsync("#terms");
        await page.Keyboard.PressAsync("Space");
        await fillingIn;
        await page.TabToAsync(".pay-bar button[type=submit]");
        await page.SendAsync(_ => page.Keyboard.PressAsync("Enter"));
        await page.WaitForURLAsync("**/c/pay/**");
        await page.TabToAsync("form.card > button.primary");
        await page.Keyboard.PressAsync("Enter");
        await page.SeeReceivedAsync();
        await SeeOneBookedGiftAsync(gift);
    }
}
