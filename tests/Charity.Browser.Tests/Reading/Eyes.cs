using System.Collections.Concurrent;
using Charity.Browser.Tests.Running;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Reading;

/// <summary>
/// Looks at a page as it stands in the browser: axe finds nothing, in the light and at the width of a desk as in the dark
/// and on a phone, and nothing has to be scrolled sideways. Of a list of pages each is looked at in the light and for its
/// width in every language, and by axe in the dark in one of them, in turn: colours know no language.
/// </summary>
internal sealed class Eyes
{
    internal const int NarrowestPhone = 360;

    /// <summary>WCAG 2.2 AA and the levels beneath it.</summary>
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        ResultTypes = [ResultType.Violations],
    };

    /// <summary>The phone preview holds a whole page with landmarks of its own, which is looked at by its own address.</summary>
    private static readonly AxeRunOptions RulesOfTheFrame = new() { RunOnly = Rules.RunOnly, ResultTypes = Rules.ResultTypes, Iframes = false };

    /// <summary>Windows side by side when there are many pages to look at.</summary>
    private const int Windows = 3;

    private static readonly string[] Turns = ["uk", "bg", "mk", "en"];

    private readonly ConcurrentQueue<string> faults = new();

    /// <summary>Looks at all of these in this visitor's language.</summary>
    internal async Task LookAsync(Visitor visitor, IEnumerable<Way> ways, string language)
    {
        var left = new ConcurrentQueue<(int Number, Way Way)>(ways.Index());
        await Task.WhenAll(Enumerable.Range(0, Windows).Select(async _ =>
        {
            var page = await visitor.Context.NewPageAsync();
            while (left.TryDequeue(out var next))
            {
                if (await next.Way.GoAsync(page, language))
                {
                    await LookAsync(page, Turns[next.Number % Turns.Length] == language);
                }
                else
                {
                    faults.Enqueue($"{page.Url}: '{next.Way.Follow}' leads nowhere.");
                }
            }

            await page.CloseAsync();
        }));
    }

    internal Task LookAsync(IPage page) => LookAsync(page, inTheDarkToo: true);

    internal void AssertNothingFound() => Assert.True(faults.IsEmpty, string.Join('\n', faults));

    private async Task LookAsync(IPage page, bool inTheDarkToo)
    {
        var size = page.ViewportSize!;
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await AskAxeAsync(page, "light");
        await SeeWidthAsync(page);
        await page.SetViewportSizeAsync(NarrowestPhone, 740);
        await SeeWidthAsync(page);
        if (inTheDarkToo)
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
            await AskAxeAsync(page, "dark");
        }

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Null });
        await page.SetViewportSizeAsync(size.Width, size.Height);
    }

    private async Task AskAxeAsync(IPage page, string scheme)
    {
        var found = await page.RunAxe(page.Url.Contains("/phone/", StringComparison.Ordinal) ? RulesOfTheFrame : Rules);
        foreach (var item in found.Violations)
        {
            faults.Enqueue($"{page.Url} ({scheme}, {page.ViewportSize!.Width} px)\n  {Told(item)}");
        }
    }

    private async Task SeeWidthAsync(IPage page)
    {
        var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        if (wide > page.ViewportSize!.Width)
        {
            faults.Enqueue($"{page.Url} is {wide} px wide in a window of {page.ViewportSize.Width} px.");
        }
    }

    private static string Told(AxeResultItem item)
        => $"{item.Impact} {item.Id}: {item.Help}\n" + string.Join('\n', item.Nodes.Take(4).Select(node => $"    {node.Html}\n      {node.Any.FirstOrDefault()?.Message}"));
}
