using Charity.Browser.Tests.Giving;
using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Reading;

/// <summary>The staff pages without a mouse, and without scripts.</summary>
[Collection(Readings.Name)]
public sealed class StaffKeysTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string Row = "table.list tbody tr";

    [BrowserFact]
    public async Task A_list_is_walked_and_opened_by_keys()
    {
        await using var staff = await ComeAsStaffAsync();
        var page = staff.Page;
        await page.GotoAsync("/staff/gifts");
        var second = await page.Locator(Row).Nth(1).Locator("a").First.GetAttributeAsync("href");

        foreach (var key in (string[])["j", "j", "j", "k"])
        {
            await page.Keyboard.PressAsync(key);
        }

        await Assertions.Expect(page.Locator($"{Row} a:focus")).ToHaveAttributeAsync("href", second!);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**" + second);
        await page.Keyboard.PressAsync("u");
        await page.WaitForURLAsync("**/staff/gifts");
    }

    [BrowserFact]
    public async Task Two_letters_go_to_a_page_and_a_Cyrillic_layout_keeps_its_keys()
    {
        await using var staff = await ComeAsStaffAsync();
        var page = staff.Page;
        await page.GotoAsync("/staff/gifts");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("e");
        await page.WaitForURLAsync("**/staff/exceptions");

        // On a Ukrainian layout these two places say "п" and "з".
        await page.EvaluateAsync("""
            () => { for (const [key, code] of [["п", "KeyG"], ["з", "KeyP"]]) { document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true })); } }
            """);
        await page.WaitForURLAsync("**/staff/people");
    }

    [BrowserFact]
    public async Task The_command_box_jumps_to_a_page_and_finds_gifts_by_words()
    {
        await using var staff = await ComeAsStaffAsync();
        var page = staff.Page;
        await page.GotoAsync("/staff");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("exc");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator("#command-list [aria-selected=true]")).ToContainTextAsync("Exceptions");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/staff/exceptions");

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("nobody of this name");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/staff/gifts?q=nobody*");
    }

    [BrowserFact]
    public async Task The_question_mark_lists_the_keys_and_they_can_be_put_out()
    {
        await using var staff = await ComeAsStaffAsync();
        var page = staff.Page;
        await page.GotoAsync("/staff/gifts");
        await page.Keyboard.PressAsync("?");
        await page.SeeAsync("#keys[open]");
        await page.Locator("[data-keys-on]").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        Assert.Equal(0, await page.Locator($"{Row} :focus").CountAsync());

        await page.Locator("[data-keys]").ClickAsync();
        await page.Locator("[data-keys-on]").CheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        Assert.Equal(1, await page.Locator($"{Row} :focus").CountAsync());
    }

    [BrowserFact]
    public async Task Explaining_begins_in_the_row_with_the_keys_and_acts_only_by_its_form()
    {
        await using var staff = await ComeAsStaffAsync();
        var page = staff.Page;
        await page.GotoAsync("/staff/exceptions");
        var row = page.Locator($"{Row}:has([data-key=e])").First;
        var open = (await row.Locator("a[data-open]").GetAttributeAsync("href"))!;
        await row.Locator("a[data-open]").FocusAsync();
        await page.Keyboard.PressAsync("e");
        await page.WaitForURLAsync($"**{open}#explanation");
        await Assertions.Expect(page.Locator("#explanation")).ToBeFocusedAsync();
        Assert.Equal("", await page.Locator("#explanation").InputValueAsync());

        // Every key that the help names here has a name.
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("?");
        await page.SeeAsync("#keys[open] [data-keys-here] dd");
        Assert.DoesNotContain("", await page.Locator("#keys [data-keys-here] dd").AllInnerTextsAsync());
        Assert.Contains("e", await page.Locator("#keys [data-keys-here] kbd").AllInnerTextsAsync());
    }

    [BrowserFact]
    public async Task No_key_is_taken_from_someone_who_types()
    {
        await using var staff = await ComeAsStaffAsync();
        var page = staff.Page;
        await page.GotoAsync("/staff/gifts");
        await page.Locator("#q").FillAsync("");
        await page.Locator("#q").PressSequentiallyAsync("jk?/gp");
        Assert.Equal("jk?/gp", await page.Locator("#q").InputValueAsync());
        Assert.EndsWith("/staff/gifts", page.Url, StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("#keys[open]").CountAsync());
    }

    [BrowserFact]
    public async Task Without_scripts_the_menu_opens_and_the_command_box_finds()
    {
        await using var staff = await ComeAsStaffAsync(options: options =>
        {
            options.JavaScriptEnabled = false;
            options.ViewportSize = new() { Width = Eyes.NarrowestPhone, Height = 740 };
        });
        var page = staff.Page;
        await page.GotoAsync("/staff");
        await Assertions.Expect(page.Locator(".staff-nav")).ToBeHiddenAsync();
        await page.Locator(".staff-menu summary").ClickAsync();
        await Assertions.Expect(page.Locator(".staff-nav a[href='/staff/gifts']")).ToBeVisibleAsync();

        await page.Locator("#command").FillAsync("exceptions");
        await page.Locator("#command").PressAsync("Enter");
        await page.WaitForURLAsync("**/staff/exceptions");
    }
}
