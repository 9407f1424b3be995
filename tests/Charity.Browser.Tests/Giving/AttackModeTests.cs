using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Giving;

/// <summary>While somebody tries out cards, a donor whom nobody knows confirms by mail first.</summary>
[Collection(UnquietTests.Name)]
public sealed class AttackModeTests(UnquietSandbox sandbox)
{
    [BrowserFact]
    public async Task A_donor_confirms_by_mail_and_gives_while_staff_have_attack_mode_on()
    {
        await using var staff = await sandbox.Staff.ComeInAsync();
        await SwitchAsync(staff.Page, "Begin", "h1 .tag.bad");

        var gift = new Gift("steps-again", "uk");
        await using var donor = await sandbox.ComeAsync("uk");
        var page = donor.Page;
        await page.GotoAsync(gift.FormPath);
        await page.FillAsync(gift);
        await page.Locator("#give .pay-bar button[type=submit]").ClickAsync();
        await page.SeeAsync("#held");
        Assert.Contains(gift.Email, await page.Locator("#held").InnerTextAsync(), StringComparison.Ordinal);

        Assert.Equal(1, await page.MailsAsync(sandbox.Sandbox, gift));
        await page.GotoAsync(await page.LinkInMailAsync(sandbox.Sandbox.App + "/uk/confirm/"));
        await page.Locator("main form button.primary").ClickAsync();
        await page.WaitForURLAsync("**/c/pay/**");
        await page.PayAsync(GivingSteps.GoodCard);
        await page.SeeReceivedAsync();
        await GiftChecks.SeeOneBookedGiftAsync(staff.Page, gift);

        await SwitchAsync(staff.Page, "End", "h1 .tag.good");
    }

    private static async Task SwitchAsync(IPage page, string handler, string then)
    {
        await page.GotoAsync("/staff/limits");
        await page.Locator("#reason").FillAsync("Stripe told us of card tests");
        await page.Locator($"form[action*='handler={handler}'] button").ClickAsync();
        await page.SeeAsync(then);
    }
}
