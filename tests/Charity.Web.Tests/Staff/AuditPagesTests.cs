using System.Net;
using System.Text.RegularExpressions;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Staff;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

public sealed partial class AuditPagesTests
{
    [Fact]
    [Trait("Case", "A18")]
    public async Task A_line_names_what_it_is_about_and_leads_to_its_page_and_its_id_is_short()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Auditor, stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        var gift = await host.Web.Inner.GivenAsync();
        var campaign = await CampaignAsync(host);
        using (var scope = host.Web.Services.CreateScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Charity.Data.CharityDb>();
            var audit = scope.ServiceProvider.GetRequiredService<AuditLog>();
            audit.Add(Actor.Program("look"), "gift.note", "gift", gift.Id);
            audit.Add(Actor.Program("look"), "campaign.edit", "campaign", campaign.Id);
            audit.Add(Actor.Program("look"), "campaign.edit", "campaign", Guid.Empty, new { state = "AwaitsModeration" }, new { state = "Shown" });
            await db.SaveChangesAsync();
        }

        using var browser = await host.SignedInAsync();
        var page = (await browser.GoAsync("/staff/people/audit")).Document;

        Assert.Equal((await host.Web.Inner.GiftAsync(gift.Id)).DonorName, page.QuerySelector($"main a[href='/staff/gifts/{gift.Id}']")!.TextContent);
        Assert.Contains(campaign.Title, text => text.Text == page.QuerySelector($"main a[href='/staff/campaigns/{campaign.Id}']")!.TextContent);
        // One that is no longer there leads to its page all the same, which says so.
        Assert.NotNull(page.QuerySelector($"main a[href='/staff/campaigns/{Guid.Empty}']"));
        Assert.Contains(page.QuerySelectorAll("main td code"), code => code.TextContent == gift.Id.ToString("N")[^8..]);
        Assert.DoesNotContain(gift.Id.ToString("N"), page.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("AwaitsModeration", page.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
    }

    private static async Task<Charity.Campaigns.Campaign> CampaignAsync(StaffHost host)
    {
        await using var db = host.Web.Inner.Db();
        return await db.Campaigns.AsNoTracking().FirstAsync();
    }

    [Fact]
    [Trait("Case", "A18")]
    public async Task Each_way_an_attempt_to_sign_in_ends_leaves_its_line_and_none_keeps_what_was_typed()
    {
        await using var host = await StaffHost.StartAsync();
        using (await host.SignedInAsync())
        {
        }

        using var browser = host.Web.Browser();
        await SignInTests.PostAsync(browser, "/staff/sign-in", ("Input.Email", "secret-typed-here@charity.example"), ("Input.Password", "a secret typed"));
        for (var i = 0; i < 6; i++)
        {
            await SignInTests.PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", "a secret typed"));
        }

        await using var db = host.Web.Inner.Db();
        var user = await db.Users.SingleAsync();
        var about = "staff:" + user.Id.ToString("N");
        var lines = await db.Audit.OrderBy(a => a.Id).ToListAsync();
        Assert.Equal(
            [
                (StaffActions.Create, about), (StaffActions.SignIn, about), (StaffActions.RefuseSignIn, "staff:unknown"),
                (StaffActions.RefuseSignIn, about), (StaffActions.LockOut, about),
            ],
            lines.Select(a => (a.Action, a.Subject)));
        Assert.Equal("""{"after":{"by":"code"}}""", lines[1].Detail);
        Assert.Equal(user.Id.ToString("N"), lines[1].ActorId);
        Assert.All(lines, line => Assert.DoesNotContain("secret", line.Detail, StringComparison.Ordinal));
        Assert.NotNull(user.LastSignInAt);
        // The rest of them are counted, and told in one line when the hour is over.
        host.Web.Clock.Advance(TimeSpan.FromHours(1));
        await host.Web.Services.GetRequiredService<Charity.Data.UseCases>().RunAsync<SumRefusedSignIns, int>(sum => sum.RunAsync(default), default);
        await using var later = host.Web.Inner.Db();
        var summed = Assert.Single((await later.Audit.OrderBy(a => a.Id).ToListAsync())[lines.Count..]);
        Assert.Equal((StaffActions.RefuseSignIn, about), (summed.Action, summed.Subject));
        Assert.Contains("\"further\":4", summed.Detail, StringComparison.Ordinal);
        Assert.Empty(await later.RefusedSignIns.ToListAsync());
    }

    [Fact]
    [Trait("Case", "A11")]
    public async Task A_stranger_who_keeps_knocking_with_invented_addresses_writes_one_line_an_hour()
    {
        await using var host = await StaffHost.StartAsync();
        using var browser = host.Web.Browser();
        for (var i = 0; i < 8; i++)
        {
            await SignInTests.PostAsync(browser, "/staff/sign-in", ("Input.Email", $"nobody{i}@charity.example"), ("Input.Password", "a secret typed"));
        }

        await using var db = host.Web.Inner.Db();
        Assert.Equal(1, await db.Audit.CountAsync(a => a.Action == StaffActions.RefuseSignIn));
        var counted = await db.RefusedSignIns.SingleAsync();
        Assert.Equal(8, counted.Count);
        Assert.DoesNotContain("127.0.0.1", counted.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_up_the_authenticator_and_trying_parked_work_again_are_written_down()
    {
        await using var host = await StaffHost.StartAsync(withSecondFactor: false);
        using var browser = host.Web.Browser();
        await SignInTests.PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        var page = await (await browser.GetAsync("/staff/authenticator")).Content.ReadAsStringAsync();
        var secret = Secret().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        await SignInTests.PostAsync(browser, "/staff/authenticator", ("Code", Totp.Code(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()))));
        long id;
        await using (var scope = host.Web.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Charity.Data.CharityDb>();
            scope.ServiceProvider.GetRequiredService<Outbox>().Add(new Charity.Notifications.MailDue(Guid.NewGuid()));
            await db.SaveChangesAsync();
            var row = await db.Outbox.SingleAsync();
            await db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(r => r.State, WorkState.Parked));
            id = row.Id;
        }

        await SignInTests.PostAsync(
            browser, "/staff/work?handler=Retry", "/staff", ("row", FormattableString.Invariant($"outbox-{id}")));

        await using var after = host.Web.Inner.Db();
        var lines = await after.Audit.OrderBy(a => a.Id).Select(a => new { a.Action, a.Subject, a.ActorName, a.Detail }).ToListAsync();
        Assert.Contains(lines, a => a is { Action: StaffActions.SetUpAuthenticator, ActorName: "Olena", Detail: """{"before":{"secondFactor":false},"after":{"secondFactor":true}}""" });
        Assert.Contains(lines, a => a.Action == "work.retry" && a.Subject == $"work:outbox-{id}" && a.ActorName == "Olena");
    }

    [Fact]
    public async Task People_are_listed_with_roles_second_factor_and_last_sign_in()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Auditor);
        using var browser = await host.SignedInAsync();
        var page = await browser.GetStringAsync("/staff/people");
        Assert.Contains(StaffHost.Email, page, StringComparison.Ordinal);
        Assert.Contains("Auditor", page, StringComparison.Ordinal);
        Assert.Contains("Authenticator app", page, StringComparison.Ordinal);
        Assert.Contains("/staff/people/audit", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_is_read_page_by_page_by_person_and_by_subject()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Auditor);
        await using (var scope = host.Web.Services.CreateAsyncScope())
        {
            var audit = scope.ServiceProvider.GetRequiredService<AuditLog>();
            for (var i = 0; i < 120; i++)
            {
                audit.Add(Actor.Program("nightly"), "test.do", "thing", FormattableString.Invariant($"n{i % 2}"), before: new { at = i }, after: new { at = i + 1 });
            }

            await scope.ServiceProvider.GetRequiredService<Charity.Data.CharityDb>().SaveChangesAsync();
        }

        using var browser = await host.SignedInAsync();
        var seen = new List<string>();
        var next = "/staff/people/audit?person=program:nightly";
        while (next.Length > 0)
        {
            var page = await browser.GetStringAsync(next);
            seen.AddRange(Before().Matches(page).Select(m => m.Groups[1].Value));
            next = WebUtility.HtmlDecode(NextPage().Match(page).Groups[1].Value);
        }

        Assert.Equal(Enumerable.Range(0, 120).Reverse().Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), seen);
        var one = await browser.GetStringAsync("/staff/people/audit?subject=thing:n1");
        Assert.Contains("thing:n1", one, StringComparison.Ordinal);
        Assert.DoesNotContain("<code>thing:n0</code>", one, StringComparison.Ordinal);
        Assert.Contains("No such lines", await browser.GetStringAsync("/staff/people/audit?subject=thing:%3Cscript%3E"), StringComparison.Ordinal);
    }

    [GeneratedRegex("class=\"secret\">([A-Z2-7 ]+)<")]
    private static partial Regex Secret();

    [GeneratedRegex("<del>([0-9]+)</del>")]
    private static partial Regex Before();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]+)\"")]
    private static partial Regex NextPage();
}
