using Charity.Browser.Tests.Giving;
using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Keeping;

/// <summary>Two receipts' mails were given up. One is sent after all, the other is set aside by two people.</summary>
[Collection(UnquietTests.Name)]
public sealed class ParkedWorkTests(UnquietSandbox sandbox)
{
    /// <summary>Newest first: the oldest is the one that the treasurer has asked to set aside.</summary>
    private const string Rows = "table.list tbody a[data-open][href^='/staff/work/outbox-']";

    [BrowserFact]
    public async Task A_parked_receipt_goes_out_once_when_the_mail_server_is_back()
    {
        await using var treasurer = await sandbox.Staff.ComeInAsync();
        var page = treasurer.Page;
        await page.GotoAsync("/staff/work");
        var row = (await page.Locator(Rows).First.GetAttributeAsync("href"))!;
        var address = await ReceiverAsync(page, row);
        await using var server = await sandbox.ComeAsync();

        // The server is down: the retry is put off, and nothing arrives.
        await server.Page.SetWeatherAsync(sandbox.Sandbox, "Defers");
        await RetryAsync(page, row);
        await page.AgainUntilAsync(() => InListAsync(page, "/staff/work?view=Later", row), found => found == 1, "the row among what is tried later");
        Assert.Equal(0, await MailsAsync(server.Page, address));

        // It is back.
        await server.Page.SetWeatherAsync(sandbox.Sandbox, "Takes");
        await RetryAsync(page, row);
        await server.Page.AgainUntilAsync(() => MailsAsync(server.Page, address), mails => mails > 0, "the receipt's mail");
        await page.AgainUntilAsync(() => InListAsync(page, "/staff/work?view=Later", row), found => found == 0, "no row to be tried later");
        Assert.Equal(0, await InListAsync(page, "/staff/work", row));
        Assert.Equal(1, await MailsAsync(server.Page, address));
        Assert.NotEmpty(await server.Page.OpenPdfAsync());
    }

    [BrowserFact]
    public async Task Who_asks_to_set_work_aside_cannot_agree_and_a_colleague_does_so_by_keys()
    {
        await using var treasurer = await sandbox.Staff.ComeInAsync();
        await treasurer.Page.GotoAsync("/staff/work");
        var row = (await treasurer.Page.Locator(Rows).Last.GetAttributeAsync("href"))!;
        await treasurer.Page.GotoAsync(row);
        var request = (await treasurer.Page.Locator("main a[href^='/staff/approvals/']").GetAttributeAsync("href"))!;
        await treasurer.Page.GotoAsync(request);
        Assert.Equal(0, await treasurer.Page.Locator("button[formaction*='handler=Approve']").CountAsync());

        await using var director = await sandbox.ComeAsync();
        var page = director.Page;
        await page.SignInAsync(await sandbox.Sandbox.StaffAsync(), StaffSecrets.SecondEmail);
        await page.GotoAsync("/staff/approvals");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("a");
        await page.WaitForURLAsync("**" + request + "#note");
        await Assertions.Expect(page.Locator("#note")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Spoke with the donor too");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("button[formaction*='handler=Approve']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/staff/approvals");
        await page.GotoAsync(request);
        await page.SeeAsync("h1 .tag.good");
        Assert.Contains("Spoke with the donor too", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await InListAsync(page, "/staff/work", row));
        Assert.Equal(1, await InListAsync(page, "/staff/work?view=Aside", row));
    }

    private static async Task<int> InListAsync(IPage page, string list, string row)
    {
        await page.GotoAsync(list);
        return await page.Locator($"table.list a[href='{row}']").CountAsync();
    }

    private static async Task RetryAsync(IPage page, string row)
    {
        await page.GotoAsync(row);
        await page.Locator("form[action*='handler=Retry'] button").ClickAsync();
        await page.SeeAsync(".notice[role=status]");
    }

    /// <summary>Where the mail of that row is to go: the address of its gift.</summary>
    private static async Task<string> ReceiverAsync(IPage page, string row)
    {
        await page.GotoAsync(row);
        await page.Locator("main a[href^='/staff/gifts/']").First.ClickAsync();
        await page.WaitForURLAsync("**/staff/gifts/*-*");
        var words = (await page.Locator("main").InnerTextAsync()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.First(word => word.EndsWith("@full-mailbox.example", StringComparison.Ordinal));
    }

    private async Task<int> MailsAsync(IPage page, string address)
    {
        await page.GotoAsync($"{sandbox.Sandbox.Sandbox}/mailbox?lang=en&still&to={Uri.EscapeDataString(address)}");
        return await page.Locator("ul.mails a").CountAsync();
    }
}
