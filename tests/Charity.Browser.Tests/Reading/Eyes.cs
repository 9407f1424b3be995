using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Reading;

/// <summary>
/// Looks at a page as it stands in the browser: axe finds nothing, in the light and at the width of a desk as in the dark
/// and on a phone, and nothing has to be scrolled sideways.
/// </summary>
internal sealed class Eyes
{
    internal const int NarrowestPhone = 360;

    /// <summary>Colours are the same in every language; its words are the longest.</summary>
    private const string DarkLanguage = "uk";

    /// <summary>WCAG 2.2 AA and the levels beneath it.</summary>
    private static readonly AxeRunOptions Rules = new()
    {
        // A page within a page has a beginning and an end of its own, and is looked at by its own address.
        Iframes = false,
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    private readonly List<string> faults = [];

    internal async Task LookAsync(IPage page, Way way, string language)
    {
        if (await way.GoAsync(page, language))
        {
            await LookAsync(page, inDarkToo: language == DarkLanguage);
        }
        else
        {
            faults.Add($"{page.Url}: '{way.Follow}' leads nowhere.");
        }
    }

    /// <param name="inDarkToo">Axe on the dark phone as well; how wide the page gets there is seen in any case.</param>
    internal async Task LookAsync(IPage page, bool inDarkToo = true)
    {
        var size = page.ViewportSize!;
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await SeeAsync(page, size.Width, size.Height, "light", withAxe: true);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await SeeAsync(page, NarrowestPhone, 740, "dark", inDarkToo);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Null });
        await page.SetViewportSizeAsync(size.Width, size.Height);
    }

    internal void AssertNothingFound() => Assert.True(faults.Count == 0, string.Join('\n', faults));

    private async Task SeeAsync(IPage page, int width, int height, string scheme, bool withAxe)
    {
        await page.SetViewportSizeAsync(width, height);
        if (withAxe)
        {
            var found = await page.RunAxe(Rules);
            faults.AddRange(found.Violations.Select(item => $"{page.Url} ({scheme}, {width} px)\n  {Told(item)}"));
        }

        var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        if (wide > width)
        {
            faults.Add($"{page.Url} is {wide} px wide in a window of {width} px.");
        }
    }

    private static string Told(AxeResultItem item)
        => $"{item.Impact} {item.Id}: {item.Help}\n" + string.Join('\n', item.Nodes.Take(4).Select(node => $"    {node.Html}\n      {node.Any.FirstOrDefault()?.Message}"));
}
