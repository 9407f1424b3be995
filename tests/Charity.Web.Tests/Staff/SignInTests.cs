using System.Net;
using System.Text.RegularExpressions;
using Charity.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

public sealed partial class SignInTests
{
    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [Fact]
    public async Task Password_and_code_open_the_back_office_and_the_same_code_never_again()
    {
        await using var host = await StaffHost.StartAsync();
        using var browser = host.Web.Browser();
        var code = StaffHost.Code();

        var second = await PostAsync(browser, "/staff/sign-in?returnUrl=%2Fstaff%2Fgifts", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        Assert.Equal("/staff/code?returnUrl=%2Fstaff%2Fgifts", second.Headers.Location?.OriginalString);
        var inside = await PostAsync(browser, second.Headers.Location!.OriginalString, ("Code", code), ("ReturnUrl", "/staff/gifts"));
        Assert.Equal("/staff/gifts", inside.Headers.Location?.OriginalString);
        using var gifts = await browser.GetAsync("/staff/gifts");
        Assert.Equal(HttpStatusCode.OK, gifts.StatusCode);
        Assert.True(gifts.Headers.CacheControl?.NoStore);

        using var other = host.Web.Browser();
        var again = await PostAsync(other, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        var refused = await PostAsync(other, again.Headers.Location!.OriginalString, ("Code", code));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    [Trait("Case", "A11")]
    public async Task A_wrong_password_an_unknown_a_locked_and_a_shut_account_are_answered_alike_to_the_letter()
    {
        var hasher = new CountingHasher();
        await using var host = await StaffHost.StartAsync(configure: services => services.AddSingleton<IPasswordHasher<StaffUser>>(hasher));
        await using (var db = host.Web.Inner.Db())
        {
            await MakeAsync("locked@charity.example");
            await MakeAsync("shut@charity.example");
            await db.Users.Where(u => u.Email == "locked@charity.example").ExecuteUpdateAsync(set => set.SetProperty(u => u.LockoutEnd, DateTimeOffset.MaxValue));
            await db.Users.Where(u => u.Email == "shut@charity.example").ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, DateTime.UnixEpoch));
        }

        var answers = new List<string>();
        foreach (var (email, password) in new[]
        {
            (StaffHost.Email, "not the password at all"), ("nobody@charity.example", StaffHost.Password), ("locked@charity.example", StaffHost.Password),
            ("shut@charity.example", StaffHost.Password),
        })
        {
            using var browser = host.Web.Browser();
            hasher.Checked = 0;
            using var response = await PostAsync(browser, "/staff/sign-in", ("Input.Email", email), ("Input.Password", password));
            // The one slow step: each costs the same.
            Assert.Equal((email, 1), (email, hasher.Checked));
            var page = await response.Content.ReadAsStringAsync();
            Assert.Contains("The address or the password is wrong, or there were too many tries.", page, StringComparison.Ordinal);
            Assert.DoesNotContain(password, page, StringComparison.Ordinal);
            var headers = string.Join('\n', response.Headers.Where(h => h.Key != "Set-Cookie").Select(h => $"{h.Key}: {string.Join(',', h.Value)}").Order(StringComparer.Ordinal));
            answers.Add($"{(int)response.StatusCode}\n{headers}\n{Token().Replace(page, "").Replace(email, "", StringComparison.Ordinal)}");
        }

        Assert.StartsWith("400", answers[0], StringComparison.Ordinal);
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));

        async Task MakeAsync(string email)
            => Assert.Empty((await host.Web.Inner.RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(
                u => u.RunAsync(new(email, "Olena", StaffHost.Password, [StaffRoles.Finance]), default))).Errors);
    }

    [Fact]
    [Trait("Case", "A18")]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        await using var host = await StaffHost.StartAsync();
        using var browser = host.Web.Browser();
        for (var i = 0; i < 5; i++)
        {
            await PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", "wrong wrong wrong"));
        }

        var right = await PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        Assert.Equal(HttpStatusCode.BadRequest, right.StatusCode);
        // It was the lockout and nothing else: a quarter of an hour later the same form leads on.
        await UnlockAsync(host, TimeSpan.FromMinutes(15));
        var later = await PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        Assert.StartsWith("/staff/code", later.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    /// <summary>Lets the lockout's time pass, which must not be longer than it should be.</summary>
    private static async Task UnlockAsync(StaffHost host, TimeSpan lockout)
    {
        await using var db = host.Web.Inner.Db();
        var user = await db.Users.SingleAsync();
        Assert.InRange(user.LockoutEnd!.Value, TimeProvider.System.GetUtcNow() + (lockout / 2), TimeProvider.System.GetUtcNow() + lockout);
        await db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.LockoutEnd, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    [Trait("Case", "A11")]
    public async Task A_locked_account_costs_as_much_time_as_one_that_does_not_exist()
    {
        var hasher = new CountingHasher();
        await using var host = await StaffHost.StartAsync(configure: services => services.AddSingleton<IPasswordHasher<StaffUser>>(hasher));
        using var browser = host.Web.Browser();
        foreach (var email in Enumerable.Repeat(StaffHost.Email, 7).Append("nobody@charity.example"))
        {
            hasher.Checked = 0;
            await PostAsync(browser, "/staff/sign-in", ("Input.Email", email), ("Input.Password", "wrong wrong wrong"));
            // The one slow step; the rest is a few rows by their key.
            Assert.Equal(1, hasher.Checked);
        }
    }

    private sealed class CountingHasher : PasswordHasher<StaffUser>
    {
        public int Checked { get; set; }

        public override PasswordVerificationResult VerifyHashedPassword(StaffUser user, string hashedPassword, string providedPassword)
        {
            Checked++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    [Fact]
    public async Task Every_cookie_is_bound_to_the_host_and_hidden_from_scripts()
    {
        await using var host = await StaffHost.StartAsync();
        using var browser = host.Web.Browser();
        var second = await PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        var inside = await PostAsync(browser, second.Headers.Location!.OriginalString, ("Code", StaffHost.Code()), ("ReturnUrl", "/staff"));
        var said = await PostAsync(browser, "/staff/work?handler=Retry", tokenFrom: "/staff", ("table", "Inbox"), ("id", "1"));
        Assert.Equal("/staff/work", said.Headers.Location?.OriginalString);

        var set = new[] { second, inside, said }.SelectMany(r => r.Headers.GetValues("Set-Cookie")).Where(c => !c.Contains("=; expires=Thu, 01 Jan 1970", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, set.Count);
        Assert.All(set, cookie =>
        {
            Assert.StartsWith("__Host-charity-", cookie, StringComparison.Ordinal);
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    [Trait("Case", "A18")]
    public async Task Wrong_codes_lock_the_account_as_wrong_passwords_do()
    {
        await using var host = await StaffHost.StartAsync();
        using var browser = host.Web.Browser();
        await PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(browser, "/staff/code", ("Code", "000000"))).StatusCode);
        }

        var right = await PostAsync(browser, "/staff/code", ("Code", StaffHost.Code()));
        Assert.Equal(HttpStatusCode.BadRequest, right.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/staff")).StatusCode);
        await UnlockAsync(host, TimeSpan.FromMinutes(15));
        var later = await PostAsync(browser, "/staff/code", ("Code", StaffHost.Code()), ("ReturnUrl", "/staff"));
        Assert.Equal("/staff", later.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Without_a_second_factor_the_first_sign_in_leads_to_setting_one_up()
    {
        await using var host = await StaffHost.StartAsync(withSecondFactor: false);
        using var browser = host.Web.Browser();
        var first = await PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        Assert.Equal("/staff/authenticator", first.Headers.Location?.OriginalString);
        using var early = await browser.GetAsync("/staff/gifts");
        Assert.StartsWith("/staff/denied", early.Headers.Location?.PathAndQuery ?? early.Headers.Location?.OriginalString, StringComparison.Ordinal);

        var page = await (await browser.GetAsync("/staff/authenticator")).Content.ReadAsStringAsync();
        var secret = SecretOnPage().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var done = await PostAsync(browser, "/staff/authenticator", ("Code", Totp.Code(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()))));
        var shown = await done.Content.ReadAsStringAsync();
        Assert.Equal(10, RecoveryCode().Count(shown));
        using var inside = await browser.GetAsync("/staff/gifts");
        Assert.Equal(HttpStatusCode.OK, inside.StatusCode);

        var recovery = RecoveryCode().Match(shown).Groups[1].Value;
        using var other = host.Web.Browser();
        await PostAsync(other, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        var byRecovery = await PostAsync(other, "/staff/code?recovery=true", ("Code", recovery), ("Recovery", "true"));
        Assert.Equal("/staff", byRecovery.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task An_authenticator_key_that_nobody_can_read_any_more_lets_no_password_in_until_an_administrator_says_so()
    {
        await using var host = await StaffHost.StartAsync();
        await using (var db = host.Web.Inner.Db())
        {
            // What a changed Tokens__Key leaves.
            await db.UserTokens.Where(t => t.Name == "AuthenticatorKey").ExecuteUpdateAsync(set => set.SetProperty(t => t.Value, "CfDJ8unreadable"));
        }

        using var browser = host.Web.Browser();
        var second = await PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        Assert.StartsWith("/staff/code", second.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(browser, "/staff/code", ("Code", StaffHost.Code()))).StatusCode);
        using var outside = await browser.GetAsync("/staff/authenticator");
        Assert.Contains("/staff/sign-in", outside.Headers.Location?.OriginalString, StringComparison.Ordinal);

        await using var said = new StringWriter();
        Assert.Equal(0, await new Charity.Web.Commands.AdminCommands(host.Web.Services, TextReader.Null, said).RunAsync(["forget-sign-ins"], default));
        Assert.Contains("1 authenticator", said.ToString(), StringComparison.Ordinal);
        using var other = host.Web.Browser();
        var anew = await PostAsync(other, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        Assert.Equal("/staff/authenticator", anew.Headers.Location?.OriginalString);
        using var page = await other.GetAsync("/staff/authenticator");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/uk")]
    [Trait("Case", "A04")]
    public async Task Signing_in_leads_into_the_back_office_only(string returnUrl)
    {
        await using var host = await StaffHost.StartAsync();
        using var browser = host.Web.Browser();
        var second = await PostAsync(browser, "/staff/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl), ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        Assert.Equal("/staff/code?returnUrl=%2Fstaff", second.Headers.Location?.OriginalString);
        var inside = await PostAsync(browser, "/staff/code", ("Code", StaffHost.Code()), ("ReturnUrl", returnUrl));
        Assert.Equal("/staff", inside.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_a_link_does_not()
    {
        await using var host = await StaffHost.StartAsync();
        using var browser = await host.SignedInAsync();
        using var link = await browser.GetAsync("/staff/sign-out");
        Assert.Equal(HttpStatusCode.Redirect, link.StatusCode);
        using var still = await browser.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);

        await PostAsync(browser, "/staff/sign-out", tokenFrom: "/staff");
        using var gone = await browser.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.Redirect, gone.StatusCode);
    }

    [Theory]
    [InlineData(StaffRoles.Editor, "/staff/gifts")]
    [InlineData(StaffRoles.Editor, "/staff/work")]
    [InlineData(StaffRoles.Editor, "/staff/exceptions")]
    [Trait("Case", "A08")]
    public async Task A_role_without_the_permission_is_denied(string role, string path)
    {
        await using var host = await StaffHost.StartAsync(role: role);
        using var browser = await host.SignedInAsync();
        using var response = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Contains("/staff/denied", response.Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var denied = await browser.GetAsync("/staff/denied");
        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
    }

    [Fact]
    [Trait("Case", "A10")]
    public async Task A_sign_in_without_the_form_s_token_is_refused()
    {
        await using var host = await StaffHost.StartAsync();
        using var browser = host.Web.Browser();
        using var form = new FormUrlEncodedContent([new("Input.Email", StaffHost.Email), new("Input.Password", StaffHost.Password)]);
        using var response = await browser.PostAsync("/staff/sign-in", form);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie") && response.Headers.GetValues("Set-Cookie").Any(c => c.Contains("staff", StringComparison.Ordinal)));
    }

    [GeneratedRegex("class=\"secret\">([A-Z2-7 ]+)<")]
    private static partial Regex SecretOnPage();

    [GeneratedRegex("<li><code>([A-Za-z0-9-]+)</code></li>")]
    private static partial Regex RecoveryCode();

    internal static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string address, params (string Name, string Value)[] fields)
        => await PostAsync(browser, address, address, fields);

    internal static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string address, string tokenFrom, params (string Name, string Value)[] fields)
    {
        var page = await (await browser.GetAsync(tokenFrom)).Content.ReadAsStringAsync();
        var token = WebUtility.HtmlDecode(Token().Match(page).Groups[1].Value);
        using var form = new FormUrlEncodedContent(fields
            .Select(f => new KeyValuePair<string, string>(f.Name, f.Value))
            .Append(new("__RequestVerificationToken", token)));
        return await browser.PostAsync(address, form);
    }
}
