using Charity.Browser.Tests.Giving;
using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Reading;

/// <summary>From an empty installation to the first gift, as an administrator goes, without any script.</summary>
public sealed class SetUpTests
{
    private static readonly string[] Languages = ["uk", "bg", "mk", "en"];

    [BrowserFact]
    public async Task An_administrator_walks_from_an_empty_installation_to_the_first_gift()
    {
        await using var empty = await OwnSandbox.EmptyAsync();
        await using var admin = await Visitor.ComeAsync(empty.Browser, empty.Sandbox, "en", options => options.JavaScriptEnabled = false);
        var page = admin.Page;
        await page.SignInAsync(await empty.Sandbox.StaffAsync());
        await page.Locator("a.button[href='/staff/set-up']").ClickAsync();
        Assert.Equal(8, await page.Locator("ol.set-up > li").CountAsync());
        Assert.Equal(0, await page.Locator("ol.set-up > li.good").CountAsync());

        await page.GotoAsync("/staff/organisation");
        await page.Locator("#email").FillAsync("office@charity.example");
        await FillAsync(page, "Form-Name", "Form-Mission", "Form-About", "Form-Privacy");
        await SaveAsync(page, "main form.form");

        await page.GotoAsync("/staff/organisation/new");
        await FillAsync(page, "Form-Name", "Form-Address", "Form-SignatoryRole");
        await page.Locator("#pack").SelectOptionAsync("bg");
        await page.Locator("#code").FillAsync("bg");
        await page.Locator("#series").FillAsync("BG");
        await page.Locator("#signatory").FillAsync("A. Signer");
        await page.Locator("#registration").FillAsync("205000001");
        await page.Locator("main form.form button[type=submit]").ClickAsync();
        await page.SeeAsync(".notice.bad");
        await page.Locator("#registration").FillAsync("205000006");
        await SaveAsync(page, "main form.form");

        await page.GotoAsync("/staff/organisation/bank");
        await page.Locator("[name='Form.Iban']").FillAsync("BG80 BNBG 9661 1020 3456 78");
        await page.Locator("[name='Form.Holder']").FillAsync("Foundation");
        await page.Locator("[name='Form.BankName']").FillAsync("Test bank");
        await SaveAsync(page, "main form.form");

        await page.GotoAsync("/staff/set-up/stripe");
        await page.Locator("form[action*=Prove] button").ClickAsync();
        // The page looks again by itself: no script, no press.
        await Assertions.Expect(page.Locator("section[id] .findings .good")).ToBeVisibleAsync(GivingSteps.Patiently);

        await ProveMailAsync(admin, empty.Sandbox);
        await StartAsync(page);
        await page.GotoAsync("/staff/set-up");
        // All but the back-up, which a machine's job makes, and the gift that comes now.
        Assert.Equal(6, await page.Locator("ol.set-up > li.good, ol.set-up > li.accent").CountAsync());

        await using var donor = await Visitor.ComeAsync(empty.Browser, empty.Sandbox);
        await donor.Page.GotoAsync("/en/give/first");
        var filling = GivingSteps.FillingInAsync();
        await donor.Page.Locator("#own").FillAsync("1");
        await donor.Page.Locator("#name").FillAsync("First Donor");
        await donor.Page.Locator("#email").FillAsync("first@donor.example");
        await donor.Page.Locator("input[name=Means][value=card]").CheckAsync();
        await donor.Page.Locator("#terms").CheckAsync();
        await filling;
        await donor.Page.SendAsync();
        await donor.Page.WaitForURLAsync("**/c/pay/**");
        await donor.Page.PayAsync(GivingSteps.GoodCard);
        await donor.Page.SeeReceivedAsync();

        await page.GotoAsync("/staff/set-up/start");
        await page.AgainUntilAsync(() => page.Locator(".title-row > .tag.good").CountAsync(), green => green > 0, "the last step in order");
    }

    /// <summary>What donors need before they give: terms, a programme, a fund, a first campaign.</summary>
    private static async Task StartAsync(IPage page)
    {
        await page.GotoAsync("/staff/set-up/start");
        await FillAsync(page, "TermsText");
        await SaveAsync(page, "form[action*=Terms]");
        await FillAsync(page, "Programme-Name", "Programme-Description");
        await page.Locator("#programme-slug").FillAsync("aid");
        await SaveAsync(page, "form[action*=Programme]");
        await FillAsync(page, "Fund-Name");
        await page.Locator("#fund-code").FillAsync("general");
        await SaveAsync(page, "form[action*=Fund]");
        // The first campaign is written where all others are, and the step sees when it is published.
        await page.Locator("a.button[href='/staff/campaigns/new']").ClickAsync();
        await page.Locator("[name='Input.Title[en]']").FillAsync("First");
        await page.Locator("main form button.primary").ClickAsync();
        await page.WaitForURLAsync("**/edit");
        foreach (var language in Languages)
        {
            foreach (var field in (string[])["title", "summary", "story", "purpose", "surplus"])
            {
                await page.Locator($"[id='{field}.{language}']").FillAsync($"{field} {language}");
            }
        }

        await page.Locator("button[name=then][value=publish]").ClickAsync();
        await page.WaitForURLAsync("**/publish");
        await page.Locator("#publish button.primary").ClickAsync();
        await page.SeeAsync(".notice.good");
    }

    private static async Task ProveMailAsync(Visitor admin, SandboxProcess sandbox)
    {
        var page = admin.Page;
        await page.GotoAsync("/staff/set-up/mail");
        await page.Locator("form[action*=Send] button").ClickAsync();
        // It went when the page says what the server answered.
        await Assertions.Expect(page.Locator(".findings")).ToContainTextAsync("Handed over", new() { Timeout = Visitor.Patience });
        await page.GotoAsync($"{sandbox.Sandbox}/mailbox");
        await page.GotoAsync(await page.LinkInMailAsync(sandbox.App + "/staff/set-up/received/"));
        await page.Locator(".door button").ClickAsync();
        await page.SeeAsync(".notice.good");
    }

    private static async Task FillAsync(IPage page, params string[] fields)
    {
        foreach (var field in fields)
        {
            foreach (var language in Languages)
            {
                await page.Locator($"#{field}-{language}").FillAsync($"{field} {language}");
            }
        }
    }

    private static async Task SaveAsync(IPage page, string form)
    {
        await page.Locator($"{form} button[type=submit]").First.ClickAsync();
        await page.SeeAsync(".notice.good");
    }
}
