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

    /// <summary>WCAG 2.2 AA and the levels beneath it.</summary>
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    /// <summary>The phone preview holds a whole page with landmarks of its own, which is looked at by its own address.</summary>
    private static readonly AxeRunOptions RulesOfTheFrame = new() { RunOnly = Rules.RunOnly, Iframes = false };

    private readonly List<string> faults = [];

    internal async Task LookAsync(IPage page, Way way, string language)
    {
        if (await way.GoAsync(page, language))
        {
            await LookAsync(page);
        }
        else
        {
            faults.Add($"{page.Url}: '{way.Follow}' leads nowhere.");
        }
    }

    internal async Task LookAsync(IPage page)
    {
        var size = page.ViewportSize!;
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await SeeAsync(page, size.Width, size.Height, "light");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await SeeAsync(page, NarrowestPhone, 740, "dark");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Null });
        await page.SetViewportSizeAsync(size.Width, size.Height);
    }

    internal void AssertNothingFound() => Assert.True(faults.Count == 0, string.Join('\n', faults));

    private async Task SeeAsync(IPage page, int width, int height, string scheme)
    {
        await page.SetViewportSizeAsync(width, height);
        var found = await page.RunAxe(page.Url.Contains("/phone/", StringComparison.Ordinal) ? RulesOfTheFrame : Rules);
        faults.AddRange(found.Violations.Select(item => $"{page.Url} ({scheme}, {width} px)\n  {Told(item)}"));
        var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        if (wide > width)
        {
            faults.Add($"{page.Url} is {wide} px wide in a window of {width} px.");
        }
    }

    private static string Told(AxeResultItem item)
        => $"{item.Impact} {item.Id}: {item.Help}\n" + string.Join('\n', item.Nodes.Take(4).Select(node => $"    {node.Html}\n      {node.Any.FirstOrDefault()?.Message}"));
}
