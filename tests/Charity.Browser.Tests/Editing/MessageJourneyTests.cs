using Charity.Browser.Tests.Giving;
using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Editing;

/// <summary>What a donor writes is read by a person here before everybody reads it, and goes when that person says so.</summary>
public sealed class MessageJourneyTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string Kind = "Для всіх, хто вчиться ходити вдруге";
    private const string Rude = "Купуйте лише в нас";

    [BrowserFact]
    public async Task One_message_is_let_through_another_held_back_and_the_first_is_gone_when_hidden()
    {
        await using var donor = await ComeAsync("uk");
        var gift = await GiveAsync(donor.Page, Kind);
        await GiveAsync(donor.Page, Rude);
        Assert.Equal((0, 0), await ShownAsync(donor.Page, gift));

        await using var staff = await ComeAsync();
        var editor = staff.Page;
        await editor.SignInAsync(await Sandbox.StaffAsync(), StaffSecrets.EditorEmail);
        await PressAsync(editor, "/staff/messages", Kind, "Show");
        await PressAsync(editor, "/staff/messages", Rude, "Hide");
        await donor.Page.AgainUntilAsync(() => ShownAsync(donor.Page, gift), shown => shown == (1, 0), "the kind message alone");

        await PressAsync(editor, "/staff/messages?view=Shown", Kind, "Hide");
        await donor.Page.AgainUntilAsync(() => ShownAsync(donor.Page, gift), shown => shown == (0, 0), "no message");
    }

    private static async Task<Gift> GiveAsync(IPage page, string message)
    {
        var gift = new Gift("steps-again", "uk");
        await page.GotoAsync(gift.FormPath);
        await page.Locator("#message summary").ClickAsync();
        await page.Locator("#message-text").FillAsync(message);
        await page.FillAsync(gift);
        await page.SendAsync();
        await page.WaitForURLAsync("**/c/pay/**");
        await page.PayAsync(GivingSteps.GoodCard);
        await page.SeeReceivedAsync();
        return gift;
    }

    private static async Task PressAsync(IPage editor, string list, string words, string what)
    {
        await editor.GotoAsync(list);
        var row = editor.Locator("table.list tbody tr", new() { HasText = words });
        await row.Locator($"button[formaction*='handler={what}']").ClickAsync();
        await editor.SeeAsync(".notice[role=status]");
        await Assertions.Expect(row).ToHaveCountAsync(0);
    }

    private static async Task<(int Kind, int Rude)> ShownAsync(IPage page, Gift gift)
    {
        await page.GotoAsync(gift.CampaignPath);
        var said = await page.Locator("blockquote").AllInnerTextsAsync();
        return (said.Count(s => s.Contains(Kind, StringComparison.Ordinal)), said.Count(s => s.Contains(Rude, StringComparison.Ordinal)));
    }
}
