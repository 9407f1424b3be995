using System.Net;
using System.Text.RegularExpressions;
using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Staff;
using Charity.Testing;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

public sealed partial class InvitationTests
{
    private const string Invited = "petro@charity.example";
    private const string Password = "seven quiet mountains";

    [Fact]
    public async Task An_invited_editor_follows_the_mail_sets_a_password_and_an_authenticator_and_is_in()
    {
        await using var host = await StartAsync();
        using var admin = await host.SignedInAsync();
        var link = await InviteAsync(host, admin, "uk");
        using var browser = host.Web.Browser();
        Assert.Contains("Запрошення до команди", await browser.GetStringAsync(link), StringComparison.Ordinal);
        // Mail programs follow links by themselves: looking uses nothing.
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(link)).StatusCode);

        var weak = await SignInTests.PostAsync(browser, link, ("Name", "Петро"), ("Password", "password12345"));
        Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
        Assert.Contains("зловмисники пробують першим", await weak.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var named = await SignInTests.PostAsync(browser, link, ("Name", "Зорецвіт"), ("Password", "зорецвіт20262026"));
        Assert.Equal(HttpStatusCode.BadRequest, named.StatusCode);
        Assert.Contains("Пароль складається майже лише з вашого імені", await named.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var made = await SignInTests.PostAsync(browser, link, ("Name", "Петро"), ("Password", Password));
        Assert.Equal("/staff/authenticator", made.Headers.Location?.OriginalString);
        Assert.Contains("/staff/denied", (await browser.GetAsync("/staff")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        var page = await browser.GetStringAsync("/staff/authenticator");
        var secret = Secret().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        await SignInTests.PostAsync(browser, "/staff/authenticator", ("Code", Totp.Code(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()))));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/staff")).StatusCode);

        using var stranger = host.Web.Browser();
        var used = await stranger.GetAsync(link);
        Assert.Equal(HttpStatusCode.Gone, used.StatusCode);
        Assert.Contains("вже використано", await used.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using var db = host.Web.Inner.Db();
        var user = await db.Users.SingleAsync(u => u.Email == Invited);
        Assert.Equal(("Editor", "uk", "Петро"), (user.Roles, user.Language, user.DisplayName));
        var actions = await db.Audit.OrderBy(a => a.Id).Select(a => a.Action).ToListAsync();
        Assert.Contains(StaffActions.Invite, actions);
        Assert.Contains(StaffActions.Accept, actions);
        // Neither the token nor anything it could be made from stands in the database.
        Assert.DoesNotContain(await db.Mails.Select(m => m.Subject).ToListAsync(), subject => link.Contains(subject, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_that_expired_was_replaced_or_withdrawn_or_never_was_says_so()
    {
        await using var host = await StartAsync();
        using var admin = await host.SignedInAsync();
        var first = await InviteAsync(host, admin, "en");
        Guid id;
        await using (var db = host.Web.Inner.Db())
        {
            id = (await db.StaffInvitations.SingleAsync()).Id;
        }

        using var browser = host.Web.Browser();
        host.Web.Clock.Advance(TimeSpan.FromDays(3));
        await SaysAsync(browser, first, HttpStatusCode.Gone, "has expired");

        var again = await SignInTests.PostAsync(admin, "/staff/people?handler=Again", "/staff/people", ("id", id.ToString()));
        Assert.Equal("/staff/people", again.Headers.Location?.OriginalString);
        var second = await LinkAsync(host);
        Assert.NotEqual(first, second);
        await SaysAsync(browser, first, HttpStatusCode.NotFound, "a newer one has replaced it");
        await SaysAsync(browser, second, HttpStatusCode.OK, Invited);

        await SignInTests.PostAsync(admin, "/staff/people?handler=Withdraw", "/staff/people", ("id", id.ToString()));
        await SaysAsync(browser, second, HttpStatusCode.Gone, "was withdrawn");
        var late = await SignInTests.PostAsync(browser, second, "/staff/sign-in", ("Name", "P"), ("Password", Password));
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
        await SaysAsync(browser, "/staff/invitation/" + new string('A', 43), HttpStatusCode.NotFound, "There is no such link");
        await using var after = host.Web.Inner.Db();
        Assert.Equal(1, await after.Users.CountAsync());
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task Nobody_gives_rights_beyond_their_own_nor_changes_their_own()
    {
        await using var host = await StartAsync();
        var finance = await CreateAsync(host, "f@charity.example", StaffRoles.Finance);
        var admin = (await UserAsync(host, StaffHost.Email)).Id;
        var useCases = host.Web.Services.GetRequiredService<UseCases>();
        Task<PeopleOutcome> Invite(Guid by, string email, params string[] roles)
            => useCases.RunAsync<InvitePerson, PeopleOutcome>(u => u.RunAsync(new(by, email, roles, "en"), default), default);

        Assert.Equal(PeopleOutcome.BeyondOwnRights, await Invite(finance, "x@charity.example", StaffRoles.Editor));
        Assert.Equal(PeopleOutcome.BeyondOwnRights, await Invite(Guid.NewGuid(), "x@charity.example", StaffRoles.Editor));
        Assert.Equal(PeopleOutcome.UnknownRole, await Invite(admin, "x@charity.example"));
        Assert.Equal(PeopleOutcome.UnknownRole, await Invite(admin, "x@charity.example", "Owner"));
        Assert.Equal(PeopleOutcome.AlreadyThere, await Invite(admin, "F@charity.example", StaffRoles.Editor));
        Assert.Equal(PeopleOutcome.BadAddress, await Invite(admin, "a@b.example\r\nBcc: c@d.example", StaffRoles.Editor));
        Assert.Equal(PeopleOutcome.Oneself, await useCases.RunAsync<ChangeRights, PeopleOutcome>(u => u.SetRolesAsync(admin, [StaffRoles.Editor], admin, null, default), default));
        Assert.Equal(PeopleOutcome.Oneself, await useCases.RunAsync<ChangeRights, PeopleOutcome>(u => u.ShutAsync(admin, admin, TimeProvider.System.GetUtcNow().UtcDateTime, default), default));
        Assert.Equal(PeopleOutcome.BeyondOwnRights, await useCases.RunAsync<ChangeRights, PeopleOutcome>(u => u.SetRolesAsync(admin, [StaffRoles.Editor], finance, null, default), default));
        await using var db = host.Web.Inner.Db();
        Assert.Empty(await db.StaffInvitations.ToListAsync());
        Assert.Empty(await db.Audit.Where(a => a.Action == StaffActions.ChangeRoles || a.Action == StaffActions.Disable).ToListAsync());
    }

    [Theory]
    [InlineData("Roles")]
    [InlineData("Disable")]
    [Trait("Case", "A09")]
    public async Task A_role_taken_or_an_account_shut_counts_at_the_very_next_request(string handler)
    {
        await using var host = await StartAsync();
        await CreateAsync(host, "admin@charity.example", StaffRoles.Administrator);
        using var colleague = await host.SignedInAsync();
        Assert.Equal(HttpStatusCode.OK, (await colleague.GetAsync("/staff/people")).StatusCode);
        var user = await UserAsync(host, StaffHost.Email);
        var by = await UserAsync(host, "admin@charity.example");

        var useCases = host.Web.Services.GetRequiredService<UseCases>();
        if (handler == "Disable")
        {
            Assert.Equal(PeopleOutcome.Done, await useCases.RunAsync<ChangeRights, PeopleOutcome>(
                u => u.ShutAsync(user.Id, by.Id, TimeProvider.System.GetUtcNow().UtcDateTime, default), default));
        }
        else
        {
            Assert.Equal(PeopleOutcome.AskedColleague, await useCases.RunAsync<ChangeRights, PeopleOutcome>(
                u => u.SetRolesAsync(user.Id, [StaffRoles.Editor], by.Id, "Moves to the desk", default), default));
            Assert.Equal(HttpStatusCode.OK, (await colleague.GetAsync("/staff/people")).StatusCode);
            await using var asked = host.Web.Inner.Db();
            var request = (await asked.Approvals.SingleAsync()).Id;
            Assert.Equal(ApprovalResult.Done, (await useCases.RunAsync<DecideApproval, ApprovalOutcome>(
                u => u.RunAsync(new(request, true, null, Actor.Staff(user.Id, "Olena"), true), default), default)).Result);
        }

        using var next = await colleague.GetAsync("/staff/people");
        Assert.Equal(HttpStatusCode.Redirect, next.StatusCode);
        Assert.Contains(handler == "Roles" ? "/staff/denied" : "/staff/sign-in", next.Headers.Location?.OriginalString, StringComparison.Ordinal);
        // Whoever only lost a role stays signed in, with what is left to them.
        Assert.Equal(handler == "Roles" ? HttpStatusCode.OK : HttpStatusCode.Redirect, (await colleague.GetAsync("/staff")).StatusCode);
        using var anew = host.Web.Browser();
        var password = await SignInTests.PostAsync(anew, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        Assert.Equal(handler == "Disable" ? HttpStatusCode.BadRequest : HttpStatusCode.Redirect, password.StatusCode);
        await using var db = host.Web.Inner.Db();
        var line = await db.Audit.SingleAsync(a => a.Action == (handler == "Roles" ? StaffActions.ChangeRoles : StaffActions.Disable));
        Assert.Equal(
            handler == "Roles" ? """{"before":{"roles":"Administrator"},"after":{"roles":"Editor","askedBy":"Colleague"}}""" : """{"before":{"disabled":false},"after":{"disabled":true}}""",
            line.Detail);
    }

    [Fact]
    [Trait("Case", "A18")]
    public async Task Giving_roles_asks_for_a_code_where_the_last_is_older_than_five_minutes_and_wrong_ones_lock()
    {
        var real = new FakeClock(TimeProvider.System.GetUtcNow());
        await using var host = await StartAsync(real);
        var other = await CreateAsync(host, "o@charity.example", StaffRoles.Editor);
        using var admin = await host.SignedInAsync();
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/staff/people/" + other)).StatusCode);
        real.Advance(TimeSpan.FromMinutes(5));
        using var stale = await admin.GetAsync("/staff/people/" + other);
        Assert.StartsWith("/staff/confirm", stale.Headers.Location?.OriginalString, StringComparison.Ordinal);
        await SignInTests.PostAsync(admin, $"/staff/people/{other}?handler=Disable", "/staff");
        Assert.Null((await UserAsync(host, "o@charity.example")).DisabledAt);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await SignInTests.PostAsync(admin, "/staff/confirm", ("Code", "000000"))).StatusCode);
        }

        var fifth = await SignInTests.PostAsync(admin, "/staff/confirm", ("Code", "000000"));
        Assert.Equal("/staff/sign-in", fifth.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.GetAsync("/staff")).StatusCode);
        Assert.True((await UserAsync(host, StaffHost.Email)).LockoutEnd > TimeProvider.System.GetUtcNow());
    }

    private static async Task<StaffHost> StartAsync(FakeClock? real = null)
    {
        var host = await StaffHost.StartAsync(role: StaffRoles.Administrator, configure: real is null ? null : services => services
            .PostConfigure<SecurityStampValidatorOptions>(options => options.TimeProvider = real)
            .PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, options => options.TimeProvider = real));
        await host.Web.Inner.SetUpOrganisationAsync();
        return host;
    }

    private static async Task<string> InviteAsync(StaffHost host, HttpClient admin, string language)
    {
        var sent = await SignInTests.PostAsync(admin, "/staff/people/invite", ("Email", Invited), ("Roles", StaffRoles.Editor), ("Reader", language));
        Assert.Equal("/staff/people", sent.Headers.Location?.OriginalString);
        return await LinkAsync(host);
    }

    private static async Task<string> LinkAsync(StaffHost host)
    {
        await host.Web.Inner.DrainAsync();
        var mail = host.Web.Inner.Mailbox.Mails.Last(m => m.ToAddress == Invited);
        return Link().Match(mail.Text).Value;
    }

    private static async Task SaysAsync(HttpClient browser, string address, HttpStatusCode status, string words)
    {
        using var response = await browser.GetAsync(address);
        Assert.Equal(status, response.StatusCode);
        Assert.Contains(words, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<Guid> CreateAsync(StaffHost host, string email, string role)
        => (await host.Web.Services.GetRequiredService<UseCases>().RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(
            u => u.RunAsync(new(email, "Colleague", Password, [role]), default), default)).Id;

    private static async Task<StaffUser> UserAsync(StaffHost host, string email)
    {
        await using var db = host.Web.Inner.Db();
        return await db.Users.AsNoTracking().SingleAsync(u => u.Email == email);
    }

    [GeneratedRegex("/staff/invitation/[A-Za-z0-9_-]{43}")]
    private static partial Regex Link();

    [GeneratedRegex("class=\"secret\">([A-Z2-7 ]+)<")]
    private static partial Regex Secret();
}
