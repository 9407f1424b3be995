using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Running;

/// <summary>Getting about without a mouse.</summary>
internal static class Keys
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

    /// <summary>Goes on until it stands there, and can be seen to stand there.</summary>
    internal static async Task TabToAsync(this IPage page, string selector)
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
