using Charity.Browser.Tests.Running;
using Charity.Testing.Tools;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Giving;

/// <summary>What a donor finds in the mailbox.</summary>
internal static class MailboxSteps
{
    /// <summary>Waits for a mail to that address; the list looks again by itself. Gives how many there are.</summary>
    internal static async Task<int> MailsAsync(this IPage page, SandboxProcess sandbox, Gift gift)
    {
        await page.GotoAsync($"{sandbox.Sandbox}/mailbox?lang={gift.Language}&to={Uri.EscapeDataString(gift.Email)}");
        await page.SeeAsync("ul.mails a");
        return await page.Locator("ul.mails a").CountAsync();
    }

    /// <summary>Opens the newest mail of the list, which must carry a PDF; gives the PDF's text.</summary>
    internal static async Task<string> OpenPdfAsync(this IPage page)
    {
        await page.Locator("ul.mails a").First.ClickAsync();
        var link = page.Locator("ul.files a", new PageLocatorOptions { HasText = ".pdf" });
        await Assertions.Expect(link).ToHaveCountAsync(1);
        var address = new Uri(new Uri(page.Url), await link.GetAttributeAsync("href")).ToString();
        return await PdfTextAsync(page, address);
    }

    /// <summary>The link that the newest mail of the list tells of in plain text, by how it begins.</summary>
    internal static async Task<string> LinkInMailAsync(this IPage page, string start)
    {
        await page.Locator("ul.mails a").First.ClickAsync();
        var text = await page.Locator("pre.plain").First.TextContentAsync() ?? "";
        var link = text[text.IndexOf(start, StringComparison.Ordinal)..];
        return link[..link.IndexOfAny(['\n', ' '])].Trim();
    }

    /// <summary>What the mail server does from now on: <c>Takes</c>, <c>Defers</c> and so on.</summary>
    internal static async Task SetWeatherAsync(this IPage page, SandboxProcess sandbox, string conduct)
    {
        await page.GotoAsync($"{sandbox.Sandbox}/mailbox?lang=en&still");
        // Folded away while the server takes mails.
        if (await page.Locator("details.conduct[open]").CountAsync() == 0)
        {
            await page.Locator("details.conduct > summary").ClickAsync();
        }

        var button = page.Locator($"form:has(input[name=conduct][value={conduct}]) button");
        await button.ClickAsync();
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
    }

    /// <summary>What a PDF at that address says, as another program reads it.</summary>
    internal static async Task<string> PdfTextAsync(IPage page, string address)
    {
        var answer = await page.Context.APIRequest.GetAsync(address);
        Assert.Equal(200, answer.Status);
        Assert.Equal("application/pdf", answer.Headers["content-type"]);
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pdf");
        try
        {
            await File.WriteAllBytesAsync(file, await answer.BodyAsync());
            var read = await SystemTool.RunAsync("pdftotext", "-layout", file, "-");
            Assert.Equal(0, read.ExitCode);
            return read.Output;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
