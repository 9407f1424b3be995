using Charity.Browser.Tests.Running;
using Xunit;

namespace Charity.Browser.Tests.Giving;

/// <summary>Giving by bank transfer: everything to be copied, a code to be scanned, the same by mail.</summary>
public sealed class TransferTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [BrowserFact]
    public async Task A_transfer_shows_what_to_copy_and_a_code_to_scan_and_the_same_comes_by_mail()
    {
        var gift = new Gift("steps-again", "bg") { ByTransfer = true, Amount = "120", Name = "Петър Проба" };
        await using var donor = await ComeAsync("bg", options => options.Permissions = ["clipboard-read", "clipboard-write"]);
        var page = donor.Page;
        await page.GotoAsync(gift.FormPath);
        await page.FillAsync(gift);
        await page.SendAsync();
        await page.WaitForURLAsync("**/thanks/**");
        await page.SeeAsync(".verdict[data-state=Transfer]");

        var iban = await page.Locator("#copy-iban").InputValueAsync();
        var reference = await page.Locator("#copy-reference").InputValueAsync();
        Assert.Equal("BG80BNBG96611020345678", iban);
        Assert.Matches("^[0-9]+$", reference);
        await page.Locator("button[data-copy=copy-iban]").ClickAsync();
        Assert.Equal(iban, await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));

        Assert.True(await page.EvaluateAsync<bool>("() => document.querySelector('.transfer-qr img').naturalWidth > 0"));
        var png = await donor.Context.APIRequest.GetAsync(
            new Uri(new Uri(page.Url), await page.Locator(".transfer-qr a[download$='.png']").GetAttributeAsync("href")).ToString());
        Assert.Equal("image/png", png.Headers["content-type"]);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await png.BodyAsync())[..4]);

        Assert.Equal(1, await page.MailsAsync(Sandbox, gift));
        await page.Locator("ul.mails a").First.ClickAsync();
        var letter = page.FrameLocator("iframe.letter").Locator("body");
        Assert.Contains(reference, Gift.Digits(await letter.InnerTextAsync()), StringComparison.Ordinal);

        await using var staff = await ComeAsStaffAsync();
        Assert.Equal(1, await staff.Page.FindGiftsAsync(gift));
    }
}
