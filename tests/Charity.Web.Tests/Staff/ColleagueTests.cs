using System.Net;
using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Staff;
using Charity.Staff.Factors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

public sealed class ColleagueTests
{
    private const string Petro = "petro@charity.example";
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Fact]
    [Trait("Case", "A18")]
    public async Task An_administrator_resets_a_colleague_s_second_step_with_a_reason_and_they_hear_of_it()
    {
        await using var host = await StartAsync();
        var id = await CreateAsync(host, Petro, StaffRoles.Editor);
        using var petro = host.Web.Browser();
        await SignInTests.PostAsync(petro, "/staff/sign-in", ("Input.Email", Petro), ("Input.Password", StaffHost.Password));
        await SignInTests.PostAsync(petro, "/staff/code", ("Code", StaffHost.Code()), ("ReturnUrl", "/staff"));
        Assert.Equal(HttpStatusCode.OK, (await petro.GetAsync("/staff")).StatusCode);
        using var admin = await host.SignedInAsync();

        using var without = await SignInTests.PostAsync(admin, $"/staff/people/{id}?handler=SecondFactor", $"/staff/people/{id}", ("reason", "  "));
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        using var done = await SignInTests.PostAsync(
            admin, $"/staff/people/{id}?handler=SecondFactor", $"/staff/people/{id}", ("reason", "Called back on the number we know"));
        Assert.Equal("/staff/people", done.Headers.Location?.OriginalString);

        Assert.Equal(HttpStatusCode.Redirect, (await petro.GetAsync("/staff")).StatusCode);
        using var anew = await SignInTests.PostAsync(petro, "/staff/sign-in", ("Input.Email", Petro), ("Input.Password", StaffHost.Password));
        Assert.Equal("/staff/authenticator", anew.Headers.Location?.OriginalString);
        await host.Web.Inner.DrainAsync();
        Assert.Equal((Petro, "Your second step was reset"), (host.Web.Inner.Mailbox.Mails[^1].ToAddress, host.Web.Inner.Mailbox.Mails[^1].Subject));
        await using var db = host.Web.Inner.Db();
        var line = await db.Audit.SingleAsync(a => a.Action == StaffActions.ResetSecondFactor);
        Assert.Equal(("Olena", "Called back on the number we know", "staff:" + id.ToString("N")), (line.ActorName, line.Reason, line.Subject));
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task Nobody_resets_their_own_second_step_nor_that_of_someone_with_greater_rights()
    {
        await using var host = await StartAsync();
        var finance = await CreateAsync(host, Petro, StaffRoles.Finance);
        var admin = await IdAsync(host, StaffHost.Email);
        Task<PeopleOutcome> Reset(Guid id, Guid by) => Run<ResetSecondFactor>(host, u => u.RunAsync(new(id, by, "why", DateTime.UnixEpoch), default));

        Assert.Equal(PeopleOutcome.Oneself, await Reset(admin, admin));
        Assert.Equal(PeopleOutcome.BeyondOwnRights, await Reset(admin, finance));
        Assert.Equal(PeopleOutcome.NotFound, await Reset(Guid.NewGuid(), admin));
        await using var db = host.Web.Inner.Db();
        Assert.All(await db.Users.ToListAsync(), user => Assert.True(user.TwoFactorEnabled));
    }

    [Fact]
    [Trait("Case", "A09")]
    public async Task Two_administrators_who_shut_each_other_out_at_once_leave_one()
    {
        await using var host = await StartAsync();
        var a = await IdAsync(host, StaffHost.Email);
        var b = await CreateAsync(host, Petro, StaffRoles.Administrator);
        Task<PeopleOutcome> Out(Guid id, Guid by) => Task.Run(() => Run<ChangeRights>(host, u => u.ShutAsync(id, by, TimeProvider.System.GetUtcNow().UtcDateTime, default)));

        var outcomes = await Task.WhenAll(Out(a, b), Out(b, a));

        Assert.Equal([PeopleOutcome.Done, PeopleOutcome.BeyondOwnRights], outcomes.Order());
        await using var db = host.Web.Inner.Db();
        var left = await db.Users.Where(u => u.DisabledAt == null && u.Roles.Contains(StaffRoles.Administrator)).ToListAsync();
        Assert.Single(left);
    }

    [Fact]
    [Trait("Case", "A09")]
    public async Task A_role_given_while_a_session_is_open_counts_from_its_next_request()
    {
        await using var host = await StartAsync();
        var id = await CreateAsync(host, Petro, StaffRoles.Editor);
        using var petro = host.Web.Browser();
        await SignInTests.PostAsync(petro, "/staff/sign-in", ("Input.Email", Petro), ("Input.Password", StaffHost.Password));
        await SignInTests.PostAsync(petro, "/staff/code", ("Code", StaffHost.Code()), ("ReturnUrl", "/staff"));
        Assert.Contains("/staff/denied", (await petro.GetAsync("/staff/people")).Headers.Location?.OriginalString, StringComparison.Ordinal);

        Assert.Equal(PeopleOutcome.Done, await Run<ChangeRights>(host, async u => await u.SetRolesAsync(id, [StaffRoles.Auditor], await IdAsync(host, StaffHost.Email), null, default)));

        Assert.Equal(HttpStatusCode.OK, (await petro.GetAsync("/staff/people")).StatusCode);
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task The_only_administrator_makes_a_second_one_alone_and_a_third_needs_both()
    {
        await using var host = await StartAsync();
        var first = await IdAsync(host, StaffHost.Email);
        var petro = await CreateAsync(host, Petro, StaffRoles.Editor);
        var third = await CreateAsync(host, "iva@charity.example", StaffRoles.Editor);
        Task<PeopleOutcome> Make(Guid id, Guid by, string? reason)
            => Run<ChangeRights>(host, u => u.SetRolesAsync(id, [StaffRoles.Administrator], by, reason, default));

        Assert.Equal(PeopleOutcome.Done, await Make(petro, first, null));
        Assert.Equal(PeopleOutcome.NoReason, await Make(third, first, " "));
        Assert.Equal(PeopleOutcome.AskedColleague, await Make(third, first, "Takes over from me"));
        Assert.Equal(PeopleOutcome.AskedBefore, await Make(third, petro, "Takes over from me"));
        await using (var db = host.Web.Inner.Db())
        {
            Assert.Equal(StaffRoles.Editor, (await db.Users.SingleAsync(u => u.Id == third)).Roles);
            Assert.Contains("No other administrator", (await db.Audit.SingleAsync(a => a.Action == StaffActions.ChangeRoles)).Reason, StringComparison.Ordinal);
        }

        Assert.Equal(ApprovalResult.OwnRequest, await DecideAsync(host, first));
        Assert.Equal(ApprovalResult.NotAllowed, await DecideAsync(host, third));
        Assert.Equal(ApprovalResult.Done, await DecideAsync(host, petro));
        await using var after = host.Web.Inner.Db();
        Assert.Equal(StaffRoles.Administrator, (await after.Users.SingleAsync(u => u.Id == third)).Roles);
        var line = await after.Audit.OrderBy(a => a.Id).LastAsync(a => a.Action == StaffActions.ChangeRoles);
        Assert.Contains("\"askedBy\":\"Olena\"", line.Detail, StringComparison.Ordinal);
        Assert.Equal("Takes over from me", line.Reason);
    }

    [Theory]
    [InlineData(StaffRoles.Administrator)]
    [InlineData(StaffRoles.Finance)]
    [Trait("Case", "A08")]
    public async Task Inviting_someone_with_a_say_is_no_way_round_the_second_person(string role)
    {
        await using var host = await StartAsync();
        var petro = await CreateAsync(host, Petro, StaffRoles.Administrator);
        using var admin = await host.SignedInAsync();
        var form = new[] { ("Email", "iva@charity.example"), ("Roles", role), ("Reader", "bg") };
        using var without = await SignInTests.PostAsync(admin, "/staff/people/invite", form);
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        using var asked = await SignInTests.PostAsync(admin, "/staff/people/invite", [.. form, ("Reason", "New treasurer")]);
        Assert.Contains("This takes two", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using (var db = host.Web.Inner.Db())
        {
            Assert.Empty(await db.StaffInvitations.ToListAsync());
        }

        Assert.Equal(ApprovalResult.Done, await DecideAsync(host, petro));
        await host.Web.Inner.DrainAsync();
        Assert.Equal("iva@charity.example", host.Web.Inner.Mailbox.Mails[^1].ToAddress);
        await using var after = host.Web.Inner.Db();
        var invitation = await after.StaffInvitations.SingleAsync();
        Assert.Equal((role, "Olena", "bg"), (invitation.Roles, invitation.InvitedBy, invitation.Language));
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task The_pages_say_what_takes_two_ask_for_the_reason_and_show_how_long_a_shut_administrator_counts()
    {
        await using var host = await StartAsync();
        var petro = await CreateAsync(host, Petro, StaffRoles.Administrator);
        var iva = await CreateAsync(host, "iva@charity.example", StaffRoles.Administrator);
        using var admin = await host.SignedInAsync();
        Assert.Contains("goes on counting as the second one for seven days", await admin.GetStringAsync("/staff/people"), StringComparison.Ordinal);
        Assert.Contains("It works at once and needs nobody else.", await admin.GetStringAsync($"/staff/people/{petro}"), StringComparison.Ordinal);

        // Another one shuts it, so this one opens it only together with somebody.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Assert.Equal(PeopleOutcome.Done, await Run<ChangeRights>(host, u => u.ShutAsync(petro, iva, now, default)));
        Assert.Contains("counts as the second until", await admin.GetStringAsync("/staff/people"), StringComparison.Ordinal);
        var page = await admin.GetStringAsync($"/staff/people/{petro}");
        Assert.Contains("they count as the second administrator", page, StringComparison.Ordinal);
        Assert.Contains("id=\"open-why\"", page, StringComparison.Ordinal);
        using var without = await SignInTests.PostAsync(admin, $"/staff/people/{petro}?handler=Enable", $"/staff/people/{petro}", ("reason", " "));
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        using var asked = await SignInTests.PostAsync(admin, $"/staff/people/{petro}?handler=Enable", $"/staff/people/{petro}", ("reason", "A mistake"));
        Assert.Contains("This takes two", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var reset = await SignInTests.PostAsync(admin, $"/staff/people/{iva}?handler=SecondFactor", $"/staff/people/{iva}", ("reason", "Called back"));
        Assert.Contains("This takes two", await reset.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using (var db = host.Web.Inner.Db())
        {
            Assert.Equal(
                ["staff.open-account A mistake", "staff.reset-second-factor Called back"],
                (await db.Approvals.ToListAsync()).Select(a => $"{a.Kind} {a.Reason}").Order(StringComparer.Ordinal));
            Assert.NotNull((await db.Users.SingleAsync(u => u.Id == petro)).DisabledAt);
            Assert.True((await db.Users.SingleAsync(u => u.Id == iva)).TwoFactorEnabled);
            // A week later the word is gone.
            await db.Users.Where(u => u.Id == petro).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, now - SecondPerson.StillCounts));
        }

        Assert.DoesNotContain("counts as the second until", await admin.GetStringAsync("/staff/people"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_says_once_what_was_just_done_and_to_whom()
    {
        await using var host = await StartAsync();
        var iva = await CreateAsync(host, "iva@charity.example", StaffRoles.Editor);
        using var admin = await host.SignedInAsync();
        foreach (var (handler, said) in (IEnumerable<(string, string)>)[("Disable", "The account is shut and all its sessions are ended: "), ("Enable", "The account is open again: ")])
        {
            using var sent = await SignInTests.PostAsync(admin, $"/staff/people/{iva}?handler={handler}", $"/staff/people/{iva}");
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
            Assert.Contains(said, await admin.GetStringAsync("/staff/people"), StringComparison.Ordinal);
            Assert.DoesNotContain(said, await admin.GetStringAsync("/staff/people"), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Case", "A09")]
    public async Task A_request_of_someone_who_is_no_administrator_any_more_makes_none()
    {
        await using var host = await StartAsync();
        var first = await IdAsync(host, StaffHost.Email);
        var petro = await CreateAsync(host, Petro, StaffRoles.Administrator);
        var third = await CreateAsync(host, "iva@charity.example", StaffRoles.Editor);
        await Run<ChangeRights>(host, u => u.SetRolesAsync(third, [StaffRoles.Administrator], first, "why", default));
        Assert.Equal(PeopleOutcome.Done, await Run<ChangeRights>(host, u => u.ShutAsync(first, petro, TimeProvider.System.GetUtcNow().UtcDateTime, default)));

        Assert.Equal(ApprovalResult.WorldChanged, await DecideAsync(host, petro));
        await using var db = host.Web.Inner.Db();
        Assert.Equal(StaffRoles.Editor, (await db.Users.SingleAsync(u => u.Id == third)).Roles);
    }

    [Fact]
    [Trait("Case", "A09")]
    public async Task Whoever_is_shut_out_does_not_come_in_again_by_an_invitation_that_they_sent()
    {
        await using var host = await StartAsync();
        var admin = await IdAsync(host, StaffHost.Email);
        var petro = await CreateAsync(host, Petro, StaffRoles.Administrator);
        Assert.Equal(PeopleOutcome.Done, await Run<InvitePerson>(host, u => u.RunAsync(new(petro, "again@charity.example", [StaffRoles.Editor], "en"), default)));
        Assert.Equal(PeopleOutcome.Done, await Run<InvitePerson>(host, u => u.RunAsync(new(admin, "iva@charity.example", [StaffRoles.Editor], "en"), default)));

        Assert.Equal(PeopleOutcome.Done, await Run<ChangeRights>(host, u => u.ShutAsync(petro, admin, TimeProvider.System.GetUtcNow().UtcDateTime, default)));

        await using var db = host.Web.Inner.Db();
        Assert.Equal("iva@charity.example", (await db.StaffInvitations.SingleAsync(i => i.WithdrawnAt == null)).Email);
        var line = await db.Audit.SingleAsync(a => a.Action == StaffActions.WithdrawInvitation);
        Assert.Equal("Olena", line.ActorName);
        Assert.Contains("again@charity.example", line.Detail, StringComparison.Ordinal);
    }

    private static async Task<ApprovalResult> DecideAsync(StaffHost host, Guid by)
    {
        await using var db = host.Web.Inner.Db();
        var request = await db.Approvals.AsNoTracking().SingleAsync();
        return (await host.Web.Services.GetRequiredService<UseCases>().RunAsync<DecideApproval, ApprovalOutcome>(
            decide => decide.RunAsync(new(request.Id, true, null, Actor.Staff(by, "Second"), true), default), default)).Result;
    }

    private static Task<PeopleOutcome> Run<TVerb>(StaffHost host, Func<TVerb, Task<PeopleOutcome>> run)
        where TVerb : notnull
        => host.Web.Services.GetRequiredService<UseCases>().RunAsync(run, default);

    private static async Task<StaffHost> StartAsync()
    {
        var host = await StaffHost.StartAsync(role: StaffRoles.Administrator);
        await host.Web.Inner.SetUpOrganisationAsync();
        return host;
    }

    private static async Task<Guid> CreateAsync(StaffHost host, string email, string role)
        => (await host.Web.Services.GetRequiredService<UseCases>().RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(
            u => u.RunAsync(new(email, "Petro", StaffHost.Password, [role], AuthenticatorSecret: Secret), default), default)).Id;

    private static async Task<Guid> IdAsync(StaffHost host, string email)
    {
        await using var db = host.Web.Inner.Db();
        return (await db.Users.AsNoTracking().SingleAsync(u => u.Email == email)).Id;
    }
}
