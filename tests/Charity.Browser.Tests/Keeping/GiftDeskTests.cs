using System.Text;
using System.Text.RegularExpressions;
using Charity.Browser.Tests.Giving;
using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Keeping;

/// <summary>Staff put a gift right and take the list away.</summary>
public sealed partial class GiftDeskTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [BrowserFact]
    public async Task A_misspelt_donor_is_found_and_corrected_by_keys_gets_a_new_receipt_and_stands_in_the_file()
    {
        var gift = new Gift("steps-again", "uk") { Name = "Оксана Їжакевичь" };
        await using var donor = await ComeAsync("uk-UA");
        await donor.Page.ChooseCardAsync(gift);
        await donor.Page.PayAsync(GivingSteps.GoodCard);
        await donor.Page.SeeReceivedAsync();
        Assert.Equal(1, await donor.Page.MailsAsync(Sandbox, gift));
        var check = CheckAddress().Match(WhiteSpace().Replace(await donor.Page.OpenPdfAsync(), "")).Value;

        await using var staff = await ComeAsStaffAsync();
        var page = staff.Page;
        await page.GotoAsync("/staff");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("їжакевичь");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/staff/gifts?q=**");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/staff/gifts/*-*");
        await page.TabToAsync(".gift-actions details:has(input[name=Reason]) summary");
        await page.Keyboard.PressAsync("Enter");
        await page.TabToAsync("input[name=Name]");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("Оксана Їжакевич");
        await page.TabToAsync("input[name=Reason]");
        await page.Keyboard.TypeAsync("The donor wrote that her name ends otherwise");
        await page.Keyboard.PressAsync("Enter");
        await page.SeeAsync(".notice.good[role=status]");
        Assert.Contains("Їжакевич", await page.Locator(".story").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await page.Locator("a[href^='/receipts/']").CountAsync());

        await donor.Page.GotoAsync($"{Sandbox.Sandbox}/mailbox?lang=uk&to={Uri.EscapeDataString(gift.Email)}");
        await donor.Page.AgainUntilAsync(() => donor.Page.Locator("ul.mails a").CountAsync(), mails => mails == 2, "the second mail");
        var pdf = await donor.Page.OpenPdfAsync();
        Assert.Contains("Оксана Їжакевич", pdf, StringComparison.Ordinal);
        Assert.DoesNotContain("Їжакевичь", pdf, StringComparison.Ordinal);
        await donor.Page.GotoAsync(check + "?in=uk");
        await donor.Page.SeeAsync(".notice.bad");

        var csv = await ExportAsync(page, "їжакевич");
        Assert.StartsWith("\uFEFF", csv, StringComparison.Ordinal);
        Assert.Contains("Оксана Їжакевич,", csv, StringComparison.Ordinal);
        Assert.Contains(gift.Email, csv, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Without_scripts_a_gift_is_found_noted_and_corrected()
    {
        await using var staff = await ComeAsStaffAsync(options: options => options.JavaScriptEnabled = false);
        var page = staff.Page;
        await page.GotoAsync("/staff/gifts?status=Succeeded");
        await page.Locator("table.list tbody tr a").First.ClickAsync();
        var name = await page.Locator("input[name=Name]").InputValueAsync();
        await page.GotoAsync("/staff");
        await page.Locator("#command").FillAsync(name);
        await page.Locator("#command").PressAsync("Enter");
        await page.WaitForURLAsync("**/staff/gifts?q=**");
        await page.Locator("table.list tbody tr a").First.ClickAsync();
        await page.WaitForURLAsync("**/staff/gifts/*-*");

        await page.Locator("textarea[name=text]").FillAsync("Called, and will write");
        await page.Locator("form[action*='handler=Note'] button").ClickAsync();
        await page.SeeAsync(".notice.good[role=status]");
        await page.Locator(".gift-actions details:has(input[name=Reason]) summary").ClickAsync();
        await page.Locator("input[name=Name]").FillAsync("Проба Виправлена");
        await page.Locator("input[name=Reason]").FillAsync("The donor wrote to us");
        await page.Locator("form[action*='handler=Correct'] button").ClickAsync();
        await page.SeeAsync(".notice.good[role=status]");
        var story = await page.Locator("main").InnerTextAsync();
        Assert.Contains("Проба Виправлена", story, StringComparison.Ordinal);
        Assert.Contains("Called, and will write", story, StringComparison.Ordinal);
    }

    private async Task<string> ExportAsync(IPage page, string words)
    {
        await page.GotoAsync("/staff/gifts/export?q=" + Uri.EscapeDataString(words));
        await page.Locator("form[action^='/staff/gifts/export'] button").ClickAsync();
        await page.WaitForLoadStateAsync();
        if (page.Url.Contains("/staff/confirm", StringComparison.Ordinal))
        {
            await page.ConfirmAsync(await Sandbox.StaffAsync(), "**/staff/gifts/export**");
            await page.Locator("form[action^='/staff/gifts/export'] button").ClickAsync();
        }

        await page.SeeAsync(".exports li");
        var link = page.Locator(".exports li:first-child a[href*='handler=File']");
        await page.AgainUntilAsync(() => link.CountAsync(), links => links > 0, "a finished file");
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        return Encoding.UTF8.GetString(await File.ReadAllBytesAsync(await download.PathAsync()));
    }

    [GeneratedRegex(@"http://localhost:\d+/check/[A-Za-z0-9_\-]{43}")]
    private static partial Regex CheckAddress();

    [GeneratedRegex(@"\s")]
    private static partial Regex WhiteSpace();
}
