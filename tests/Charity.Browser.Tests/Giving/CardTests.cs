using System.Text.RegularExpressions;
using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Giving;

/// <summary>Giving by card, in a real browser: however it goes, one gift, one charge, one receipt.</summary>
public sealed partial class CardTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    /// <summary>How soon a confirmed gift stands on the campaign's page.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private const long TwentyFiveEuro = 25_00;

    [BrowserFact]
    public async Task A_gift_goes_from_the_fund_to_the_receipt_and_into_the_books()
    {
        var gift = new Gift("steps-again", "uk");
        await using var donor = await ComeAsync("uk-UA");
        var page = donor.Page;
        await page.GotoAsync("/");
        await page.WaitForURLAsync("**/uk");
        await page.Locator($"#campaigns a[href='{gift.CampaignPath}']").First.ClickAsync();
        await page.WaitForURLAsync("**" + gift.CampaignPath);
        var before = Gift.Hundredths(await page.Locator(".raised").First.InnerTextAsync());
        await page.Locator(".ask a.button.primary").ClickAsync();
        await page.WaitForURLAsync("**/uk/give/**");
        await page.FillAsync(gift);
        await page.SendAsync();
        await page.WaitForURLAsync("**/c/pay/**");
        await page.PayAsync(GivingSteps.GoodCard);

        await page.SeeReceivedAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Отримано. Дякуємо!");
        await SeeTotalAsync(page, gift, before + TwentyFiveEuro);

        Assert.Equal(1, await page.MailsAsync(Sandbox, gift));
        var pdf = await page.OpenPdfAsync();
        Assert.Contains(gift.Name, pdf, StringComparison.Ordinal);
        var check = CheckAddress().Match(WhiteSpace().Replace(pdf, "")).Value;
        Assert.StartsWith(Sandbox.App, check, StringComparison.Ordinal);
        await page.GotoAsync(check + "?in=uk");
        var number = await page.Locator("dd.number").First.InnerTextAsync();
        Assert.Contains(number, pdf, StringComparison.Ordinal);
        await page.SeeAsync(".notice.good");
        Assert.DoesNotContain(gift.Name, await page.ContentAsync(), StringComparison.Ordinal);

        await SeeOneBookedGiftAsync(gift);
    }

    [BrowserFact]
    public async Task A_declined_card_costs_nothing_and_another_one_pays_the_same_gift()
    {
        var gift = new Gift("a-trade-for-life", "bg") { Name = "Яна Проба" };
        await using var donor = await ComeAsync("bg");
        await donor.Page.ChooseCardAsync(gift);
        var session = SessionOf(donor.Page);
        await donor.Page.PayAsync(GivingSteps.DeclinedCard);
        await donor.Page.SeeAsync(".error[role=alert]");
        Assert.Null((await PaymentsAsync(donor, session)).Single().GetProperty("balance_transaction").GetString());

        await donor.Page.PayAsync(GivingSteps.GoodCard);
        await donor.Page.SeeReceivedAsync();
        await SeeOneBookedGiftAsync(gift);
    }

    [BrowserFact]
    public async Task A_card_confirmed_by_3D_Secure_pays()
    {
        var gift = new Gift("steps-again", "mk") { Name = "Марија Проба" };
        await using var donor = await ComeAsync("mk");
        await donor.Page.ChooseCardAsync(gift);
        await donor.Page.PayAsync(GivingSteps.ChallengedCard);
        await donor.Page.WaitForURLAsync("**/c/3ds/**");
        await donor.Page.Locator("button[value=complete]").ClickAsync();
        await donor.Page.SeeReceivedAsync();
        await SeeOneBookedGiftAsync(gift);
    }

    [BrowserFact]
    public async Task A_failed_3D_Secure_leads_back_to_the_card_and_another_card_pays()
    {
        var gift = new Gift("steps-again", "en") { Name = "Ann Example" };
        await using var donor = await ComeAsync();
        await donor.Page.ChooseCardAsync(gift);
        await donor.Page.PayAsync(GivingSteps.ChallengedCard);
        await donor.Page.WaitForURLAsync("**/c/3ds/**");
        await donor.Page.Locator("button[value=fail]").ClickAsync();
        await donor.Page.SeeAsync(".error[role=alert]");
        await donor.Page.PayAsync(GivingSteps.GoodCard);
        await donor.Page.SeeReceivedAsync();
        await SeeOneBookedGiftAsync(gift);
    }

    [BrowserFact]
    public async Task Who_leaves_3D_Secure_has_given_nothing_and_finds_the_amount_again()
    {
        var gift = new Gift("a-trade-for-life", "uk") { Amount = "37,50" };
        await using var donor = await ComeAsync("uk-UA");
        var before = await donor.Page.RaisedAsync(gift);
        await donor.Page.ChooseCardAsync(gift);
        var session = SessionOf(donor.Page);
        var back = await donor.Page.Locator(".back a").GetAttributeAsync("href");
        await donor.Page.PayAsync(GivingSteps.ChallengedCard);
        await donor.Page.WaitForURLAsync("**/c/3ds/**");
        await donor.Page.GotoAsync(back!);
        await donor.Page.SeeAsync(".notice[role=status]");
        Assert.Equal("37,50", await donor.Page.Locator("#own").InputValueAsync());
        Assert.Equal("", await donor.Page.Locator("#email").InputValueAsync());
        Assert.Equal(before, await donor.Page.RaisedAsync(gift));
        Assert.Null((await PaymentsAsync(donor, session)).Single().GetProperty("balance_transaction").GetString());

        await using var staff = await ComeAsStaffAsync();
        Assert.Equal(1, await staff.Page.FindGiftsAsync(gift));
        await staff.Page.Locator("table.list tbody tr a").First.ClickAsync();
        await staff.Page.WaitForURLAsync("**/staff/gifts/*-*");
        Assert.Equal(0, await staff.Page.Locator("table.entry").CountAsync());
        Assert.Equal(0, await staff.Page.Locator("a[href^='/receipts/']").CountAsync());
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_double_click_gives_once(bool scripts)
    {
        var gift = new Gift("warm-doors", "en") { Name = "Ann Twice" };
        await using var donor = await ComeAsync(with: options => options.JavaScriptEnabled = scripts);
        await donor.Page.GotoAsync(gift.FormPath);
        await donor.Page.FillAsync(gift);
        await donor.Page.SendAsync(button => button.DblClickAsync());
        await donor.Page.WaitForURLAsync("**/c/pay/**");
        await donor.Page.Locator("#card").FillAsync(GivingSteps.GoodCard);
        await donor.Page.Locator("form.card > button.primary").DblClickAsync();
        await donor.Page.SeeReceivedAsync();
        await SeeOneBookedGiftAsync(gift);
    }

    [BrowserFact]
    public async Task Without_scripts_the_page_turns_to_received_by_itself_all_the_same()
    {
        var gift = new Gift("steps-again", "bg") { Name = "Без Скрипт" };
        await using var donor = await ComeAsync("bg", options => options.JavaScriptEnabled = false);
        await donor.Page.ChooseCardAsync(gift);
        await donor.Page.PayAsync(GivingSteps.GoodCard);
        await donor.Page.SeeReceivedAsync();
        await SeeOneBookedGiftAsync(gift);
    }

    /// <summary>The browsers inside Viber, Facebook and Telegram may come back without what they had.</summary>
    [BrowserFact]
    public async Task Cookies_lost_on_the_way_back_change_nothing()
    {
        var gift = new Gift("steps-again", "uk");
        await using var donor = await ComeAsync("uk-UA");
        await donor.Page.ChooseCardAsync(gift);
        await donor.Context.ClearCookiesAsync();
        await donor.Page.PayAsync(GivingSteps.GoodCard);
        await donor.Page.SeeReceivedAsync();

        await using var elsewhere = await ComeAsync("uk-UA");
        await elsewhere.Page.GotoAsync(donor.Page.Url);
        await elsewhere.Page.SeeReceivedAsync();
    }

    /// <summary>A page asked for five seconds after the donor saw "received", or later, must show the new sum.</summary>
    private static async Task SeeTotalAsync(IPage page, Gift gift, long expected)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var late = TimeProvider.System.GetElapsedTime(since) > Fresh;
            var raised = await page.RaisedAsync(gift);
            if (raised == expected || late)
            {
                Assert.Equal(expected, raised);
                return;
            }
        }
    }

    private static string SessionOf(IPage page) => new Uri(page.Url).Segments[^1];

    [GeneratedRegex(@"http://localhost:\d+/check/[A-Za-z0-9_\-]{43}")]
    private static partial Regex CheckAddress();

    [GeneratedRegex(@"\s")]
    private static partial Regex WhiteSpace();
}
