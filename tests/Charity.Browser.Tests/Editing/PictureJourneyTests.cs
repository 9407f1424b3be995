using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Editing;

/// <summary>An editor's way: a consent, a photograph made into three widths, an update with it, and the day it all has to go.</summary>
public sealed class PictureJourneyTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [BrowserFact]
    public async Task A_picture_goes_into_an_update_and_is_gone_when_the_person_withdraws()
    {
        await using var staff = await ComeAsStaffAsync();
        var page = staff.Page;
        await page.GotoAsync("/staff/consents/add");
        await page.Locator("#person").FillAsync("Проба Прикладна");
        await page.Locator("#purpose").FillAsync("A portrait in the news");
        await page.Locator("main form button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**said=recorded");
        var consent = new Uri(page.Url).AbsolutePath;

        await page.GotoAsync("/staff/pictures/add");
        await page.Locator("#original").SetInputFilesAsync(new FilePayload { Name = "IMG_0001.PNG", MimeType = "image/png", Buffer = await PhotographAsync(page) });
        await Assertions.Expect(page.Locator("output.made")).ToContainTextAsync("480 × 320, 960 × 640, 1600 × 1067");
        await page.Locator("[name='Form.Alt.En']").FillAsync("A portrait by the window");
        await page.Locator("[name='Form.ShowsPerson']").CheckAsync();
        await page.Locator("[name='Form.ConsentId']").SelectOptionAsync(consent.Split('/')[^1]);
        await page.Locator("main form button.primary").ClickAsync();
        await page.WaitForURLAsync("**said=added");

        // To the updates of the campaign that the demo's one consent belongs to.
        await page.GotoAsync("/staff/consents");
        await page.Locator("main a", new() { HasText = "Артем Прикладний" }).ClickAsync();
        await page.Locator("main a[href*='/updates/']").ClickAsync();
        await page.Locator(".back a").ClickAsync();
        await page.Locator("a[href$='/updates/write']").ClickAsync();
        await page.Locator("[name='Heading.En']").FillAsync("A portrait");
        var text = page.Locator("#body-en");
        await text.FillAsync("She is back");
        await text.SelectTextAsync();
        await page.Keyboard.PressAsync("Control+b");
        Assert.Equal("**She is back**", await text.InputValueAsync());
        await page.Keyboard.PressAsync("Control+z");
        Assert.Equal("She is back", await text.InputValueAsync());
        await page.Keyboard.PressAsync("End");
        await page.Locator(".md-bar[aria-controls='body-en'] button").Last.ClickAsync();
        await page.Locator("dialog button", new() { HasText = "A portrait by the window" }).ClickAsync();
        Assert.Matches("^She is back\n\n!\\[A portrait by the window\\]\\(picture:[0-9a-f]{32}\\)$", await text.InputValueAsync());
        await page.Locator("form.wide button.primary").ClickAsync();
        await page.WaitForURLAsync("**said=saved");
        Assert.Equal(1, await page.Locator("#preview img").CountAsync());
        await page.Locator("button[formaction*='handler=Now']").ClickAsync();
        await page.WaitForURLAsync("**said=published");

        await using var reader = await ComeAsync();
        await reader.Page.GotoAsync("/en/campaigns/steps-again");
        var shown = reader.Page.Locator("img[alt='A portrait by the window']");
        await Assertions.Expect(shown).ToHaveCountAsync(1);
        Assert.Contains("1600w", await shown.GetAttributeAsync("srcset"), StringComparison.Ordinal);
        var file = (await shown.GetAttributeAsync("src"))!;

        await page.GotoAsync(consent);
        await page.Locator("details.ask summary").First.ClickAsync();
        await page.Locator("#reason").FillAsync("Asked by phone");
        await page.Locator("form[action*='handler=Withdraw'] button").ClickAsync();
        await page.WaitForURLAsync("**said=withdrawn");

        await reader.Page.ReloadAsync();
        await Assertions.Expect(shown).ToHaveCountAsync(0);
        Assert.Equal(410, (await reader.Context.APIRequest.GetAsync(file)).Status);
    }

    /// <summary>A picture of 2400 by 1600, drawn by the browser itself.</summary>
    private static async Task<byte[]> PhotographAsync(IPage page) => Convert.FromBase64String(await page.EvaluateAsync<string>(
        """
        () => {
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [2400, 1600];
          const pen = canvas.getContext("2d");
          pen.fillStyle = "#c58";
          pen.fillRect(0, 0, 2400, 1600);
          pen.fillStyle = "#fff";
          pen.fillRect(700, 400, 600, 900);
          return canvas.toDataURL("image/png").split(",")[1];
        }
        """));
}
