using System.Net;
using Charity.Data;
using Charity.Staff;
using Charity.Staff.Factors;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

public sealed class PasskeyTests
{
    [Fact]
    public async Task A_passkey_alone_signs_in_and_counts_as_two_factors()
    {
        await using var host = await StaffHost.StartAsync();
        using var device = new SoftwareAuthenticator();
        await AddedAsync(host, device);

        using var browser = host.Web.Browser();
        using var inside = await SignInAsync(browser, device, returnUrl: "/staff/gifts");

        Assert.Equal("/staff/gifts", inside.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/staff/gifts")).StatusCode);
        // It was shown just now, so that nothing asks for it again.
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/staff/authenticator")).StatusCode);
        await using var db = host.Web.Inner.Db();
        Assert.Equal("""{"after":{"by":"passkey"}}""", (await db.Audit.OrderBy(a => a.Id).LastAsync(a => a.Action == StaffActions.SignIn)).Detail);
        var passkey = await db.StaffPasskeys.SingleAsync();
        Assert.Equal(("Desk", 1, true), (passkey.Name, passkey.SignCount, passkey.LastUsedAt is not null));
    }

    [Theory]
    [InlineData("party")]
    [InlineData("origin")]
    [InlineData("port")]
    [InlineData("unverified")]
    [InlineData("other-key")]
    [InlineData("challenge")]
    [InlineData("nothing")]
    [Trait("Case", "A18")]
    public async Task An_answer_for_another_site_without_its_holder_or_to_no_question_of_ours_lets_nobody_in(string fault)
    {
        await using var host = await StaffHost.StartAsync();
        using var device = new SoftwareAuthenticator();
        using var another = new SoftwareAuthenticator();
        await AddedAsync(host, device);
        another.UserHandle = device.UserHandle;
        using var browser = host.Web.Browser();
        var question = await QuestionAsync(browser, "/staff/sign-in");
        switch (fault)
        {
            case "party": device.RelyingParty = "give.example.com"; break;
            case "origin": device.Origin = "https://evil.example"; break;
            case "port": device.Origin = "https://give.example.org:8443"; break;
            case "unverified": device.VerifiesUser = false; break;
            case "challenge": question = await QuestionAsync(host.Web.Browser(), "/staff/sign-in"); break;
        }

        var answer = fault switch { "other-key" => another.Use(question), "nothing" => "{}", _ => device.Use(question) };
        using var refused = await SignInTests.PostAsync(browser, "/staff/sign-in?handler=Passkey", "/staff/sign-in", ("Answer", answer));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Contains("This passkey was not accepted", page, StringComparison.Ordinal);
        // The password beside it goes to its own address, not to that of this answer.
        Assert.Matches("<form method=\"post\" class=\"door-form\" action=\"/staff/sign-in(\\?returnUrl=[^\"]*)?\">", page);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/staff")).StatusCode);
    }

    [Theory]
    [InlineData("party")]
    [InlineData("origin")]
    [InlineData("unverified")]
    [Trait("Case", "A18")]
    public async Task A_passkey_made_for_another_site_or_by_nobody_in_particular_is_not_taken(string fault)
    {
        await using var host = await StaffHost.StartAsync();
        using var device = new SoftwareAuthenticator();
        using var browser = await host.SignedInAsync();
        var question = await QuestionAsync(browser, "/staff/account");
        Assert.Contains("\"userVerification\":\"required\"", question, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"give.example.org\"", question, StringComparison.Ordinal);
        _ = fault switch
        {
            "party" => device.RelyingParty = "example.org",
            "origin" => device.Origin = "https://www.give.example.org",
            _ => (device.VerifiesUser = false).ToString(),
        };

        using var refused = await SignInTests.PostAsync(browser, "/staff/account?handler=Passkey", "/staff/account", ("Answer", device.Make(question)), ("Name", "Desk"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        await using var db = host.Web.Inner.Db();
        Assert.Empty(await db.StaffPasskeys.ToListAsync());
    }

    [Fact]
    [Trait("Case", "A18")]
    public async Task One_answer_opens_the_door_once_and_one_that_counts_no_further_not_at_all()
    {
        await using var host = await StaffHost.StartAsync();
        using var device = new SoftwareAuthenticator();
        await AddedAsync(host, device);
        using var browser = host.Web.Browser();
        var answer = device.Use(await QuestionAsync(browser, "/staff/sign-in"));
        using var first = await SignInTests.PostAsync(browser, "/staff/sign-in?handler=Passkey", "/staff/sign-in", ("Answer", answer));
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        using var other = host.Web.Browser();
        using var again = await SignInTests.PostAsync(other, "/staff/sign-in?handler=Passkey", "/staff/sign-in", ("Answer", answer));
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);

        // The same answer from the very browser that asked, twice at once: both carry the question's cookie.
        using var twice = host.Web.Browser();
        var copy = device.Use(await QuestionAsync(twice, "/staff/sign-in"));
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => SignInTests.PostAsync(twice, "/staff/sign-in?handler=Passkey", "/staff/forgotten", ("Answer", copy))));
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.BadRequest], both.Select(b => b.StatusCode).Order());

        // A copy of the device, which has not seen the last signature.
        device.SignCount = 0;
        using var copied = await SignInAsync(other, device);
        Assert.Equal(HttpStatusCode.BadRequest, copied.StatusCode);
    }

    [Fact]
    [Trait("Case", "A18")]
    public async Task Wrong_passwords_lock_out_guesses_and_not_the_holder_of_a_passkey_and_a_shut_account_stays_shut()
    {
        await using var host = await StaffHost.StartAsync();
        using var device = new SoftwareAuthenticator();
        using var working = await AddedAsync(host, device);
        using var stranger = host.Web.Browser();
        for (var i = 0; i < 5; i++)
        {
            await SignInTests.PostAsync(stranger, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", "wrong wrong wrong"));
        }

        using var browser = host.Web.Browser();
        using var inside = await SignInAsync(browser, device);
        Assert.Equal("/staff", inside.Headers.Location?.OriginalString);
        var answer = device.Use(await QuestionAsync(working, "/staff/confirm"));
        using var confirmed = await SignInTests.PostAsync(
            working, "/staff/confirm?handler=Passkey", "/staff/confirm", ("Answer", answer), ("ReturnUrl", "/staff/account"));
        Assert.Equal("/staff/account", confirmed.Headers.Location?.OriginalString);

        await using (var db = host.Web.Inner.Db())
        {
            await db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, DateTime.UnixEpoch));
        }

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/staff")).StatusCode);
        using var shut = await SignInAsync(host.Web.Browser(), device);
        Assert.Equal(HttpStatusCode.BadRequest, shut.StatusCode);
    }

    [Fact]
    [Trait("Case", "A18")]
    public async Task One_s_own_passkey_confirms_and_a_colleague_s_does_not()
    {
        var real = new FakeClock(TimeProvider.System.GetUtcNow());
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Administrator, configure: services => services
            .PostConfigure<SecurityStampValidatorOptions>(options => options.TimeProvider = real)
            .PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, options => options.TimeProvider = real));
        using var mine = new SoftwareAuthenticator();
        using var theirs = new SoftwareAuthenticator();
        using var admin = await AddedAsync(host, mine);
        await ColleagueAsync(host, theirs);
        real.Advance(TimeSpan.FromMinutes(6));
        Assert.StartsWith("/staff/confirm", (await admin.GetAsync("/staff/people/invite")).Headers.Location?.OriginalString, StringComparison.Ordinal);

        // At the door any passkey of the site is asked for; its answer is right, and still no confirmation of mine.
        var anyone = theirs.Use(await QuestionAsync(admin, "/staff/sign-in", "/staff"));
        using var refused = await SignInTests.PostAsync(admin, "/staff/confirm?handler=Passkey", "/staff/confirm", ("Answer", anyone));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var asked = theirs.Use(await QuestionAsync(admin, "/staff/confirm"));
        using var again = await SignInTests.PostAsync(admin, "/staff/confirm?handler=Passkey", "/staff/confirm", ("Answer", asked));
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);

        var right = mine.Use(await QuestionAsync(admin, "/staff/confirm"));
        using var confirmed = await SignInTests.PostAsync(
            admin, "/staff/confirm?handler=Passkey", "/staff/confirm", ("Answer", right), ("ReturnUrl", "/staff/people/invite"));
        Assert.Equal("/staff/people/invite", confirmed.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/staff/people/invite")).StatusCode);
    }

    [Fact]
    [Trait("Case", "A18")]
    public async Task A_passkey_as_the_first_second_step_closes_the_way_by_password_alone()
    {
        await using var host = await StaffHost.StartAsync(withSecondFactor: false);
        using var device = new SoftwareAuthenticator();
        using var browser = host.Web.Browser();
        using var thief = host.Web.Browser();
        foreach (var either in new[] { browser, thief })
        {
            using var first = await SignInTests.PostAsync(either, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
            Assert.Equal("/staff/authenticator", first.Headers.Location?.OriginalString);
            Assert.Equal(HttpStatusCode.OK, (await either.GetAsync("/staff/authenticator")).StatusCode);
        }

        var answer = device.Make(await QuestionAsync(browser, "/staff/authenticator"));
        using var made = await SignInTests.PostAsync(
            browser, "/staff/authenticator?handler=Passkey", "/staff/authenticator", ("Answer", answer), ("Name", "Phone"));
        Assert.Contains("Recovery codes", await made.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/staff")).StatusCode);

        // Whoever signed in by password before now has to show it, and so has whoever comes by password.
        Assert.Contains("/staff/sign-in", (await thief.GetAsync("/staff/authenticator")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var next = await SignInTests.PostAsync(thief, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        Assert.StartsWith("/staff/code", next.Headers.Location?.OriginalString, StringComparison.Ordinal);
        var page = await thief.GetStringAsync("/staff/code");
        Assert.Contains("Use a passkey", page, StringComparison.Ordinal);
        Assert.Contains("Recovery code", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Use the app instead", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_second_step_is_never_removed_not_even_by_two_at_once()
    {
        await using var host = await StaffHost.StartAsync();
        using var first = new SoftwareAuthenticator();
        using var second = new SoftwareAuthenticator();
        using var browser = await AddedAsync(host, first, "First");
        await AddAsync(browser, second, "Second");
        using var app = await SignInTests.PostAsync(browser, "/staff/account?handler=RemoveApp", "/staff/account");
        Assert.Equal("/staff/account", app.Headers.Location?.OriginalString);
        var (user, ids) = await PasskeysAsync(host);
        var useCases = host.Web.Services.GetRequiredService<UseCases>();

        var outcomes = await Task.WhenAll(ids.Select(id => Task.Run(() => useCases.RunAsync<ChangePasskey, FactorChange>(
            change => change.RemoveAsync(id, user, null, DateTime.UnixEpoch, default), default))));

        Assert.Equal([FactorChange.Done, FactorChange.LastFactor], outcomes.Order());
        Assert.Single((await PasskeysAsync(host)).Ids);
    }

    [Fact]
    public async Task The_list_of_people_names_every_second_factor_that_someone_has()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Administrator);
        using var device = new SoftwareAuthenticator();
        using var admin = await host.SignedInAsync();
        Assert.Contains(">Authenticator app</td>", await admin.GetStringAsync("/staff/people"), StringComparison.Ordinal);

        await AddAsync(admin, device, "Desk");

        Assert.Contains(">Authenticator app, 1 passkey</td>", await admin.GetStringAsync("/staff/people"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passkey_is_renamed_and_removed_and_sessions_elsewhere_end()
    {
        await using var host = await StaffHost.StartAsync();
        using var device = new SoftwareAuthenticator();
        using var browser = await AddedAsync(host, device);
        using var elsewhere = host.Web.Browser();
        await SignInAsync(elsewhere, device);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/staff")).StatusCode);
        var (_, ids) = await PasskeysAsync(host);

        using var unnamed = await SignInTests.PostAsync(browser, "/staff/account?handler=Rename", "/staff/account", ("id", ids[0].ToString()), ("name", " "));
        Assert.Equal(HttpStatusCode.BadRequest, unnamed.StatusCode);
        await SignInTests.PostAsync(browser, "/staff/account?handler=Rename", "/staff/account", ("id", ids[0].ToString()), ("name", "Старий ноутбук"));
        Assert.Contains("Старий ноутбук", await browser.GetStringAsync("/staff/account"), StringComparison.Ordinal);
        await SignInTests.PostAsync(browser, "/staff/account?handler=Remove", "/staff/account", ("id", ids[0].ToString()));

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/staff")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync("/staff")).StatusCode);
        using var gone = await SignInAsync(host.Web.Browser(), device);
        Assert.Equal(HttpStatusCode.BadRequest, gone.StatusCode);
        await using var db = host.Web.Inner.Db();
        var actions = await db.Audit.Select(a => a.Action).ToListAsync();
        Assert.All([StaffActions.AddPasskey, StaffActions.RenamePasskey, StaffActions.RemovePasskey], action => Assert.Contains(action, actions));
    }

    [Fact]
    public async Task Cancelling_a_passkey_after_the_password_leaves_the_code_to_be_typed()
    {
        await using var host = await StaffHost.StartAsync();
        using var browser = host.Web.Browser();
        using var second = await SignInTests.PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        Assert.StartsWith("/staff/code", second.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.NotEmpty(await QuestionAsync(browser, "/staff/sign-in"));

        using var inside = await SignInTests.PostAsync(browser, "/staff/code", ("Code", StaffHost.Code()));
        Assert.Equal("/staff", inside.Headers.Location?.OriginalString);
    }

    private static async Task<HttpClient> AddedAsync(StaffHost host, SoftwareAuthenticator device, string name = "Desk")
    {
        var browser = await host.SignedInAsync();
        await AddAsync(browser, device, name);
        return browser;
    }

    private static async Task AddAsync(HttpClient browser, SoftwareAuthenticator device, string name)
    {
        using var added = await SignInTests.PostAsync(
            browser, "/staff/account?handler=Passkey", "/staff/account", ("Answer", device.Make(await QuestionAsync(browser, "/staff/account"))), ("Name", name));
        Assert.Equal("/staff/account", added.Headers.Location?.OriginalString);
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, SoftwareAuthenticator device, string returnUrl = "/staff")
        => await SignInTests.PostAsync(
            browser, "/staff/sign-in?handler=Passkey", "/staff/sign-in", ("Answer", device.Use(await QuestionAsync(browser, "/staff/sign-in"))), ("ReturnUrl", returnUrl));

    private static async Task<string> QuestionAsync(HttpClient browser, string page, string? tokenFrom = null)
    {
        using var reply = await SignInTests.PostAsync(browser, page + "?handler=PasskeyQuestion", tokenFrom ?? page);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        return await reply.Content.ReadAsStringAsync();
    }

    private static async Task ColleagueAsync(StaffHost host, SoftwareAuthenticator device)
    {
        const string email = "petro@charity.example";
        Assert.Empty((await host.Web.Services.GetRequiredService<UseCases>().RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(
            u => u.RunAsync(new(email, "Petro", StaffHost.Password, [StaffRoles.Editor]), default), default)).Errors);
        using var browser = host.Web.Browser();
        await SignInTests.PostAsync(browser, "/staff/sign-in", ("Input.Email", email), ("Input.Password", StaffHost.Password));
        var answer = device.Make(await QuestionAsync(browser, "/staff/authenticator"));
        using var made = await SignInTests.PostAsync(browser, "/staff/authenticator?handler=Passkey", "/staff/authenticator", ("Answer", answer), ("Name", "Phone"));
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
    }

    private static async Task<(Guid User, IReadOnlyList<Guid> Ids)> PasskeysAsync(StaffHost host)
    {
        await using var db = host.Web.Inner.Db();
        return ((await db.Users.SingleAsync()).Id, await db.StaffPasskeys.Select(p => p.Id).ToListAsync());
    }
}
