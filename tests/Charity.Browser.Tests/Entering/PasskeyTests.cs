using System.Text.RegularExpressions;
using Charity.Browser.Tests.Giving;
using Charity.Browser.Tests.Running;
using Charity.Staff;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Entering;

/// <summary>A new colleague's way: invited by mail, a password once, and from then on a passkey.</summary>
public sealed partial class PasskeyTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string Ask = "form[data-passkey=ask] button";
    private const string Make = "form[data-passkey=make] button";

    [BrowserFact]
    public async Task An_invited_colleague_makes_a_passkey_signs_in_and_confirms_with_it_and_removes_it()
    {
        var link = await InviteAsync("iva@bright-threshold.example");
        await using var visitor = await ComeAsync();
        var page = visitor.Page;
        var device = await Device.PutBeforeAsync(page);

        await page.GotoAsync(link);
        await page.Locator("#name").FillAsync("Ива Пробна");
        await page.Locator("#password").FillAsync("seven quiet mountains");
        await page.Locator("form.door-form button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/staff/authenticator");
        await page.Locator("#passkey-name").FillAsync("Phone");
        await page.Locator(Make).ClickAsync();
        await page.SeeAsync(".codes li");
        Assert.Equal(1, await device.PasskeysAsync());
        Assert.Equal(10, await page.Locator(".codes li").CountAsync());

        await page.GotoAsync("/staff");
        await page.Locator("form[action='/staff/sign-out'] button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/staff/sign-in**");
        await page.Locator(Ask).ClickAsync();
        await page.WaitForURLAsync(address => new Uri(address).AbsolutePath == "/staff");

        await page.GotoAsync("/staff/confirm?returnUrl=%2Fstaff%2Faccount");
        await page.Locator(Ask).ClickAsync();
        await page.WaitForURLAsync(address => new Uri(address).AbsolutePath == "/staff/account");
        // The only one stays.
        Assert.Equal(1, await page.Locator(".kept li").CountAsync());
        Assert.Equal(0, await page.Locator("form[action*=Remove]").CountAsync());
        await SetUpAppAsync(page);
        await page.Locator("details:has(form[action$='handler=Remove']) summary").ClickAsync();
        await page.Locator("form[action$='handler=Remove'] button").ClickAsync();
        await Assertions.Expect(page.Locator(".kept li")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_device_that_refuses_says_so_and_leaves_the_password_way_open()
    {
        await using var visitor = await ComeAsync("uk");
        var device = await Device.PutBeforeAsync(visitor.Page);
        await device.HolderAsync(passes: false);
        await visitor.Page.GotoAsync("/staff/sign-in");

        await visitor.Page.Locator(Ask).ClickAsync();

        await visitor.Page.SeeAsync("form[data-passkey] .notice[role=alert] p");
        Assert.NotEmpty(await visitor.Page.Locator("form[data-passkey] .notice[role=alert] p").InnerTextAsync());
        Assert.True(await visitor.Page.Locator("#password").IsEnabledAsync());
        Assert.True(await visitor.Page.Locator(Ask).IsEnabledAsync());
    }

    [BrowserFact]
    public async Task Without_scripts_no_passkey_is_offered_and_the_password_way_is_whole()
    {
        await using var visitor = await ComeAsync("en", options => options.JavaScriptEnabled = false);
        await visitor.Page.GotoAsync("/staff/sign-in");
        Assert.False(await visitor.Page.Locator("form[data-passkey]").IsVisibleAsync());
        await visitor.Page.Locator("#email").FillAsync(StaffSecrets.Email);
        await visitor.Page.Locator("#password").FillAsync((await Sandbox.StaffAsync()).StaffPassword);
        await visitor.Page.Locator("form:not([data-passkey]) button[type=submit]").ClickAsync();
        await visitor.Page.WaitForURLAsync("**/staff/code**");
        Assert.True(await visitor.Page.Locator("#code").IsVisibleAsync());
    }

    /// <summary>As the administrator, who may have to confirm first; gives the link of the mail.</summary>
    private async Task<string> InviteAsync(string email)
    {
        await using var staff = await ComeAsStaffAsync();
        var page = staff.Page;
        await page.GotoAsync("/staff/people/invite");
        if (page.Url.Contains("/staff/confirm", StringComparison.Ordinal))
        {
            await page.ConfirmAsync(await Sandbox.StaffAsync(), "**/staff/people/invite");
        }

        await page.Locator("#email").FillAsync(email);
        await page.Locator("input[name=Roles][value=Editor]").CheckAsync();
        await page.Locator("form.door-form button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(address => new Uri(address).AbsolutePath == "/staff/people");
        await page.GotoAsync($"{Sandbox.Sandbox}/mailbox?lang=en&to={Uri.EscapeDataString(email)}");
        await page.SeeAsync("ul.mails a");
        await page.Locator("ul.mails a").First.ClickAsync();
        await page.WaitForURLAsync("**/mailbox/**");
        var frames = await Task.WhenAll(page.Frames.Select(frame => frame.ContentAsync()));
        return InvitationPath().Match(string.Join('\n', frames)).Value;
    }

    private static async Task SetUpAppAsync(IPage page)
    {
        await page.GotoAsync("/staff/authenticator");
        var secret = (await page.Locator("code.secret").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.Locator("#code").FillAsync(Totp.Code(secret, Totp.StepAt(TimeProvider.System.GetUtcNow())));
        await page.Locator("form.door-form button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/staff/account");
    }

    [GeneratedRegex("/staff/invitation/[A-Za-z0-9_-]{43}")]
    private static partial Regex InvitationPath();
}
