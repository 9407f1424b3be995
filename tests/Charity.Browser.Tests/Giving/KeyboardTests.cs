using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Giving;

/// <summary>Giving without a mouse, from the first page to "received".</summary>
public sealed class KeyboardTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    /// <summary>More stops than any page of ours has before what one looks for.</summary>
    private const int MostStops = 120;

    /// <summary>A ring around what has the focus, or around the card that it stretches over.</summary>
    private const string ShowsFocus = """
        () => {
            for (let at = document.activeElement, up = 0; at && up < 4; at = at.parentElement, up++) {
                const style = getComputedStyle(at);
                if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) {
                    return true;
                }
            }
            return false;
        }
        """;

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
        await TabToAsync(page, $"a[href='{gift.CampaignPath}']");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**" + gift.CampaignPath);
        await TabToAsync(page, ".ask a.button.primary");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/give/**");
        var fillingIn = GivingSteps.FillingInAsync();
        await TabToAsync(page, "#own");
        await page.Keyboard.TypeAsync(gift.Amount);
        await TabToAsync(page, "#name");
        await page.Keyboard.TypeAsync(gift.Name);
        await TabToAsync(page, "#email");
        await page.Keyboard.TypeAsync(gift.Email);
        await TabToAsync(page, "#terms");
        await page.Keyboard.PressAsync("Space");
        await fillingIn;
        await TabToAsync(page, ".pay-bar button[type=submit]");
        await page.SendAsync(_ => page.Keyboard.PressAsync("Enter"));
        await page.WaitForURLAsync("**/c/pay/**");
        await TabToAsync(page, "form.card > button.primary");
        await page.Keyboard.PressAsync("Enter");
        await page.SeeReceivedAsync();
        await SeeOneBookedGiftAsync(gift);
    }

    /// <summary>Goes on until it stands there, and can be seen to stand there.</summary>
    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var stop = 0; stop < MostStops; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("s => document.activeElement.matches(s)", selector))
            {
                Assert.True(await page.EvaluateAsync<bool>(ShowsFocus), $"{selector} shows no focus on {page.Url}");
                return;
            }
        }

        Assert.Fail($"No way by keyboard to {selector} on {page.Url}");
    }
}
