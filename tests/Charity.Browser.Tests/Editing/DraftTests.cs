using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Editing;

/// <summary>What the editor's scripts do: parts as tabs, the quiet save, the warning before leaving, and what a crash left behind.</summary>
public sealed class DraftTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string Kept = "() => Object.keys(localStorage).filter(name => name.startsWith('charity-draft/')).length";

    [BrowserFact]
    public async Task A_draft_saves_itself_and_names_what_it_cannot_read()
    {
        await using var staff = await ComeAsStaffAsync();
        var page = staff.Page;
        await BeginAsync(page, "Saved between");

        await page.Locator("[data-tabs] a[lang=en]").ClickAsync();
        await Assertions.Expect(page.Locator("#part-uk")).ToBeHiddenAsync();
        await page.Locator("[id='summary.en']").FillAsync("A first sentence");
        var status = page.Locator("[data-status]");
        await Assertions.Expect(status).ToContainTextAsync("Saved by itself");
        Assert.Equal(0, await page.EvaluateAsync<int>(Kept));

        await page.Locator("[data-tabs] a[href='#part-facts']").ClickAsync();
        await page.Locator("#goal").FillAsync("a lot");
        await Assertions.Expect(page.Locator("#goal-error")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#goal")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.Locator("[data-tabs] a[lang=bg]").ClickAsync();
        await status.Locator("a", new() { HasText = "Goal" }).ClickAsync();
        await Assertions.Expect(page.Locator("#goal")).ToBeFocusedAsync();

        await page.Locator("#goal").FillAsync("");
        await page.Locator("#starts").FillAsync("2030-05-10");
        await page.Locator("#ends").FillAsync("2030-05-01");
        await Assertions.Expect(page.Locator("#ends-error")).ToContainTextAsync("before the first");
        await Assertions.Expect(page.Locator("#goal-error")).ToHaveCountAsync(0);
        await Assertions.Expect(status).ToContainTextAsync("Last day");
        await page.Locator("#ends").FillAsync("2030-06-01");
        await Assertions.Expect(page.Locator("#ends-error")).ToHaveCountAsync(0);

        // Sending the form itself loses nothing that was typed a moment ago.
        await page.Locator("#position").FillAsync("7");
        await page.Locator(".save-bar .primary").ClickAsync();
        await Assertions.Expect(page.Locator(".notice.good")).ToBeVisibleAsync();
        Assert.Equal(("7", "2030-06-01"), (await page.Locator("#position").InputValueAsync(), await page.Locator("#ends").InputValueAsync()));
    }

    [BrowserFact]
    public async Task What_a_crash_left_is_offered_and_never_put_over_newer_words_by_itself()
    {
        await using var staff = await ComeAsStaffAsync();
        var page = staff.Page;
        var address = await BeginAsync(page, "Left behind");
        var summary = page.Locator("[id='summary.en']");
        var offer = page.Locator("#kept");
        await page.Locator("[data-tabs] a[lang=en]").ClickAsync();

        // The server does not answer; who leaves is warned, and this one leaves all the same.
        await page.RouteAsync("**/edit?handler=Autosave", route => route.AbortAsync());
        await summary.FillAsync("Typed and never saved");
        await Assertions.Expect(page.Locator("[data-status]")).ToHaveAttributeAsync("data-tone", "bad");
        var warned = 0;
        page.Dialog += async (_, dialog) =>
        {
            warned += dialog.Type == "beforeunload" ? 1 : 0;
            await dialog.AcceptAsync();
        };
        await page.GotoAsync("/staff/campaigns");
        Assert.Equal(1, warned);
        await page.UnrouteAllAsync();

        await page.GotoAsync(address);
        await Assertions.Expect(offer).ToContainTextAsync("Typed and never saved");
        Assert.Equal("", await summary.InputValueAsync());
        await offer.Locator("[data-all]").ClickAsync();
        await Assertions.Expect(offer).ToBeHiddenAsync();
        Assert.Equal("Typed and never saved", await summary.InputValueAsync());
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Saved by itself");
        await page.ReloadAsync();
        await Assertions.Expect(offer).ToBeHiddenAsync();

        // Somebody saved other words since: they stay until the old ones are asked for by name.
        const string plant = "key => localStorage.setItem(key, JSON.stringify({ 'summary.en': { was: 'Older', text: 'From before', at: Date.now() } }))";
        var key = await page.Locator("#draft").GetAttributeAsync("data-keep");
        await page.EvaluateAsync(plant, key);
        await page.ReloadAsync();
        await Assertions.Expect(offer.Locator(".tag.warm")).ToHaveCountAsync(1);
        await Assertions.Expect(offer.Locator("[data-all]")).ToBeHiddenAsync();
        Assert.Equal("Typed and never saved", await summary.InputValueAsync());
        await offer.Locator("li button").ClickAsync();
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Saved by itself");
        Assert.Equal("From before", await summary.InputValueAsync());

        // What anybody left behind goes after a month, whoever works here by then.
        await page.EvaluateAsync("() => localStorage.setItem('charity-draft/other/one', JSON.stringify({ 'summary.en': { was: '', text: 'Long ago', at: Date.now() - 31 * 24 * 3600 * 1000 } }))");
        await page.EvaluateAsync(plant, key);
        var second = await page.Context.NewPageAsync();
        await second.GotoAsync("/staff/campaigns");
        Assert.Equal(1, await page.EvaluateAsync<int>(Kept));

        // Who signs out leaves nothing on the machine, also not from a window where it still stands. The session itself is
        // needed by other tests.
        await second.RouteAsync("**/staff/sign-out", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html><title>Out</title>" }));
        await page.RouteAsync("**/edit?handler=Autosave", route => route.AbortAsync());
        await second.Locator("form.me button[type=submit]").ClickAsync();
        await second.WaitForURLAsync("**/staff/sign-out");
        Assert.Equal(0, await page.EvaluateAsync<int>(Kept));
        await summary.FillAsync("Typed after signing out elsewhere");
        await page.EvaluateAsync("() => dispatchEvent(new Event('pagehide'))");
        Assert.Equal(0, await page.EvaluateAsync<int>(Kept));
        await page.UnrouteAllAsync();
        await summary.FillAsync("Typed when signed in again");
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Saved by itself");

        await page.EvaluateAsync(plant, key);
        Assert.Equal(1, await page.EvaluateAsync<int>(Kept));
        await page.RouteAsync("**/staff/sign-out", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html><title>Out</title>" }));
        await page.Locator("form.me button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/staff/sign-out");
        Assert.Equal(0, await page.EvaluateAsync<int>(Kept));
    }

    /// <summary>Begins a campaign of its own, so that no other test's is touched; gives the address of its editor.</summary>
    private static async Task<string> BeginAsync(IPage page, string title)
    {
        await page.GotoAsync("/staff/campaigns/new");
        await page.Locator("[name='Input.Title[en]']").FillAsync(title);
        await page.Locator("main form button.primary").ClickAsync();
        await page.WaitForURLAsync("**/edit");
        return page.Url;
    }
}
