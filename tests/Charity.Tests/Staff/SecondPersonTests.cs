using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Staff;
using Charity.Staff.ByTwo;
using Charity.Staff.Factors;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Staff;

/// <summary>
/// What one dishonest administrator tries so as to act alone (ADR 0028): to be rid of the other one, and to be two people
/// themselves.
/// </summary>
public sealed class SecondPersonTests
{
    private const string Why = "It must be";

    [Fact]
    [Trait("Case", "A08")]
    public async Task Whoever_shuts_the_only_other_administrator_gains_nothing_for_a_week()
    {
        await using var host = await CharityHost.StartAsync();
        var (mallory, borys) = (await host.ColleagueAsync("Mallory", StaffRoles.Administrator), await host.ColleagueAsync("Borys", StaffRoles.Administrator));
        var editor = await host.ColleagueAsync("Iva", StaffRoles.Editor);

        Assert.Equal(PeopleOutcome.Done, await ShutAsync(host, borys, mallory));

        Assert.Equal(PeopleOutcome.AskedColleague, await RolesAsync(host, editor, mallory, StaffRoles.Administrator));
        Assert.Equal(PeopleOutcome.AskedColleague, await RolesAsync(host, borys, mallory, StaffRoles.Editor));
        Assert.Equal(PeopleOutcome.AskedColleague, await InviteAsync(host, mallory, StaffRoles.Finance));
        foreach (var request in await RequestsAsync(host))
        {
            Assert.Equal(ApprovalResult.OwnRequest, await DecideAsync(host, request, mallory));
            Assert.Equal(ApprovalResult.NotAllowed, await DecideAsync(host, request, borys));
        }

        // Shutting again does not turn the week back, and a second before its end it still counts.
        Assert.Equal(PeopleOutcome.Done, await ShutAsync(host, borys, mallory));
        await AgeAsync(host, borys, SecondPerson.StillCounts - TimeSpan.FromMinutes(1));
        Assert.Equal(PeopleOutcome.AskedBefore, await RolesAsync(host, editor, mallory, StaffRoles.Administrator));
        Assert.Equal([(StaffRoles.Administrator, true), (StaffRoles.Editor, false), (StaffRoles.Administrator, false)], await StandingAsync(host));

        await AgeAsync(host, borys, SecondPerson.StillCounts);
        Assert.Equal(PeopleOutcome.Done, await RolesAsync(host, borys, mallory, StaffRoles.Editor));
        await using var db = host.Db();
        Assert.Equal(SecondPerson.NobodyElse, (await db.Audit.SingleAsync(a => a.Action == StaffActions.ChangeRoles)).Reason);
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task Shutting_one_after_the_other_leaves_as_many_who_count()
    {
        await using var host = await CharityHost.StartAsync();
        var mallory = await host.ColleagueAsync("Mallory", StaffRoles.Administrator);
        var others = new[] { await host.ColleagueAsync("Borys", StaffRoles.Administrator), await host.ColleagueAsync("Cveta", StaffRoles.Administrator) };
        var editor = await host.ColleagueAsync("Iva", StaffRoles.Editor);
        foreach (var other in others)
        {
            Assert.Equal(PeopleOutcome.Done, await ShutAsync(host, other, mallory));
        }

        Assert.Equal(PeopleOutcome.AskedColleague, await RolesAsync(host, editor, mallory, StaffRoles.Finance));
        await AgeAsync(host, others[0], SecondPerson.StillCounts);
        Assert.Equal(PeopleOutcome.AskedBefore, await RolesAsync(host, editor, mallory, StaffRoles.Finance));
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task An_administrator_is_unmade_by_two_and_may_be_one_of_them()
    {
        await using var host = await CharityHost.StartAsync();
        var (olena, borys) = (await host.ColleagueAsync("Olena", StaffRoles.Administrator), await host.ColleagueAsync("Borys", StaffRoles.Administrator));
        Assert.Equal(PeopleOutcome.Done, await host.RunAsync<InvitePerson, PeopleOutcome>(i => i.RunAsync(new(Id(borys), "x@charity.example", [StaffRoles.Editor], "en"), default)));
        Assert.Equal(PeopleOutcome.NoReason, await RolesAsync(host, borys, olena, StaffRoles.Editor, reason: " "));
        Assert.Equal(PeopleOutcome.AskedColleague, await RolesAsync(host, borys, olena, StaffRoles.Editor));
        Assert.All(await StandingAsync(host), one => Assert.Equal(StaffRoles.Administrator, one.Roles));

        Assert.Equal(ApprovalResult.Done, await DecideAsync(host, Assert.Single(await RequestsAsync(host)), borys));

        Assert.Equal([(StaffRoles.Editor, false), (StaffRoles.Administrator, false)], await StandingAsync(host));
        await using var db = host.Db();
        var line = await db.Audit.SingleAsync(a => a.Action == StaffActions.ChangeRoles);
        Assert.Equal(("Borys", Why), (line.ActorName, line.Reason));
        Assert.Contains("\"askedBy\":\"Olena\"", line.Detail, StringComparison.Ordinal);
        // Whoever may no longer invite has their invitations taken back.
        Assert.NotNull((await db.StaffInvitations.SingleAsync()).WithdrawnAt);
    }

    [Theory]
    [InlineData(StaffRoles.Administrator)]
    [InlineData(StaffRoles.Finance)]
    [Trait("Case", "A08")]
    public async Task A_shut_account_with_a_say_is_opened_by_two_or_within_a_week_by_whoever_shut_it(string role)
    {
        await using var host = await CharityHost.StartAsync();
        var (olena, borys) = (await host.ColleagueAsync("Olena", StaffRoles.Administrator), await host.ColleagueAsync("Borys", StaffRoles.Administrator));
        var cveta = await host.ColleagueAsync("Cveta", role);
        await ShutAsync(host, cveta, olena);

        // Whoever holds the password of a shut account opens it alone neither at once nor years later.
        Assert.Equal(PeopleOutcome.AskedColleague, await OpenAsync(host, cveta, borys));
        Assert.Equal(PeopleOutcome.Done, await OpenAsync(host, cveta, olena));
        Assert.Equal(ApprovalResult.WorldChanged, await DecideAsync(host, Assert.Single(await RequestsAsync(host)), olena));

        await ShutAsync(host, cveta, olena);
        await AgeAsync(host, cveta, TimeSpan.FromDays(400));
        Assert.Equal(PeopleOutcome.AskedBefore, await OpenAsync(host, cveta, olena));
        Assert.Equal(ApprovalResult.OwnRequest, await DecideAsync(host, Assert.Single(await RequestsAsync(host)), borys));
        Assert.Equal(ApprovalResult.Done, await DecideAsync(host, Assert.Single(await RequestsAsync(host)), olena));
        await using var db = host.Db();
        var opened = await db.Users.SingleAsync(u => u.DisplayName == "Cveta");
        Assert.Equal((null, (Guid?)null), (opened.DisabledAt, opened.DisabledById));
    }

    [Theory]
    [InlineData("invite")]
    [InlineData("raise")]
    [InlineData("open")]
    [InlineData("reset")]
    [Trait("Case", "A08")]
    public async Task Nobody_makes_themselves_a_second_person_out_of_another_account(string way)
    {
        await using var host = await CharityHost.StartAsync();
        var (mallory, borys) = (await host.ColleagueAsync("Mallory", StaffRoles.Administrator), await host.ColleagueAsync("Borys", StaffRoles.Administrator));
        var editor = await host.ColleagueAsync("Iva", StaffRoles.Editor);
        var finance = Actor.Staff(
            (await host.RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(create => create.RunAsync(
                new("f@charity.example", "Finn", "a river under old bridges", [StaffRoles.Finance], AuthenticatorSecret: Totp.NewSecret()), default))).Id, "Finn");
        if (way == "open")
        {
            await ShutAsync(host, finance, borys);
        }

        Task<PeopleOutcome> TryAsync() => way switch
        {
            "invite" => InviteAsync(host, mallory, StaffRoles.Editor, StaffRoles.Finance),
            "raise" => RolesAsync(host, editor, mallory, StaffRoles.Finance),
            "open" => OpenAsync(host, finance, mallory),
            _ => host.RunAsync<ResetSecondFactor, PeopleOutcome>(r => r.RunAsync(new(Id(finance), Id(mallory), Why, Now), default)),
        };

        Assert.Equal(PeopleOutcome.AskedColleague, await TryAsync());
        var before = await StandingAsync(host);
        var request = Assert.Single(await RequestsAsync(host));
        Assert.Equal(ApprovalResult.OwnRequest, await DecideAsync(host, request, mallory));
        // Finance may agree to much, but not to who is Finance.
        Assert.Equal(ApprovalResult.NotAllowed, await DecideAsync(host, request, finance));
        await using (var db = host.Db())
        {
            Assert.Empty(await db.StaffInvitations.ToListAsync());
            Assert.True((await db.Users.SingleAsync(u => u.DisplayName == "Finn")).TwoFactorEnabled);
        }

        Assert.Equal(ApprovalResult.Done, await DecideAsync(host, request, borys));
        await using var after = host.Db();
        var changed = way switch
        {
            "invite" => (await after.StaffInvitations.SingleAsync()) is { AgreedBy: "Borys", InvitedBy: "Mallory", Roles: "Finance,Editor" },
            "reset" => !(await after.Users.SingleAsync(u => u.DisplayName == "Finn")).TwoFactorEnabled,
            _ => !before.SequenceEqual(await StandingAsync(host)),
        };
        Assert.True(changed);
    }

    [Fact]
    public async Task One_administrator_alone_gives_and_takes_what_carries_no_say()
    {
        await using var host = await CharityHost.StartAsync();
        var (olena, _) = (await host.ColleagueAsync("Olena", StaffRoles.Administrator), await host.ColleagueAsync("Borys", StaffRoles.Administrator));
        var editor = await host.ColleagueAsync("Iva", StaffRoles.Editor);
        var finance = await host.ColleagueAsync("Finn", StaffRoles.Finance);
        Assert.Equal(PeopleOutcome.Done, await InviteAsync(host, olena, StaffRoles.Editor, StaffRoles.Auditor));
        Assert.Equal(PeopleOutcome.Done, await RolesAsync(host, editor, olena, StaffRoles.Auditor));
        Assert.Equal(PeopleOutcome.Done, await RolesAsync(host, finance, olena, StaffRoles.Editor));
        Assert.Equal(PeopleOutcome.Done, await ShutAsync(host, editor, olena));
        await AgeAsync(host, editor, TimeSpan.FromDays(30));
        Assert.Equal(PeopleOutcome.Done, await OpenAsync(host, editor, olena));
        Assert.Empty(await RequestsAsync(host));
    }

    [Fact]
    public async Task The_only_administrator_is_asked_for_nobody_and_the_audit_says_so()
    {
        await using var host = await CharityHost.StartAsync();
        var olena = await host.ColleagueAsync("Olena", StaffRoles.Administrator);
        var finance = await host.ColleagueAsync("Finn", StaffRoles.Finance);
        var editor = await host.ColleagueAsync("Iva", StaffRoles.Editor);
        Assert.Equal(PeopleOutcome.Done, await InviteAsync(host, olena, StaffRoles.Finance));
        Assert.Equal(PeopleOutcome.Done, await RolesAsync(host, editor, olena, StaffRoles.Finance));
        await ShutAsync(host, finance, olena);
        await AgeAsync(host, finance, TimeSpan.FromDays(30));
        Assert.Equal(PeopleOutcome.Done, await OpenAsync(host, finance, olena));
        await using var db = host.Db();
        string[] alone = [StaffActions.Invite, StaffActions.ChangeRoles, StaffActions.Enable];
        var lines = await db.Audit.Where(a => alone.Contains(a.Action)).ToListAsync();
        Assert.Equal(3, lines.Count);
        Assert.All(lines, line => Assert.Equal(SecondPerson.NobodyElse, line.Reason));
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task An_invitation_with_a_say_that_one_sent_alone_is_not_prolonged_once_there_are_two()
    {
        await using var host = await CharityHost.StartAsync();
        var mallory = await host.ColleagueAsync("Mallory", StaffRoles.Administrator);
        await InviteAsync(host, mallory, StaffRoles.Finance);
        await using var db = host.Db();
        var id = (await db.StaffInvitations.SingleAsync()).Id;
        Task<PeopleOutcome> AgainAsync() => host.RunAsync<RenewInvitation, PeopleOutcome>(renew => renew.SendAgainAsync(id, Id(mallory), default));
        Assert.Equal(PeopleOutcome.Done, await AgainAsync());

        await host.ColleagueAsync("Borys", StaffRoles.Administrator);

        Assert.Equal(PeopleOutcome.NeedsColleague, await AgainAsync());
        Assert.Equal(PeopleOutcome.Done, await host.RunAsync<RenewInvitation, PeopleOutcome>(renew => renew.WithdrawAsync(id, Id(mallory), default)));
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task An_invitation_to_which_another_agreed_long_ago_is_not_prolonged_by_one_person()
    {
        await using var host = await CharityHost.StartAsync();
        var (mallory, borys) = (await host.ColleagueAsync("Mallory", StaffRoles.Administrator), await host.ColleagueAsync("Borys", StaffRoles.Administrator));
        await InviteAsync(host, mallory, StaffRoles.Finance);
        await using var db = host.Db();
        await DecideAsync(host, (await db.Approvals.SingleAsync()).Id, borys);
        var id = (await db.StaffInvitations.SingleAsync()).Id;
        Task<PeopleOutcome> AgainAsync() => host.RunAsync<RenewInvitation, PeopleOutcome>(renew => renew.SendAgainAsync(id, Id(mallory), default));
        host.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(PeopleOutcome.Done, await AgainAsync());

        host.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(PeopleOutcome.NeedsColleague, await AgainAsync());
    }

    [Fact]
    public void An_address_of_any_length_can_be_asked_about()
        => Assert.Equal(200, new InviteByTwo(new string('a', 240) + "@charity.example", StaffRoles.Finance, "en").Subject.Length);

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    private static Guid Id(Actor actor) => Guid.ParseExact(actor.Id, "N");

    private static Task<PeopleOutcome> ShutAsync(CharityHost host, Actor who, Actor by)
        => host.RunAsync<ChangeRights, PeopleOutcome>(change => change.ShutAsync(Id(who), Id(by), Now, default));

    private static Task<PeopleOutcome> OpenAsync(CharityHost host, Actor who, Actor by)
        => host.RunAsync<ChangeRights, PeopleOutcome>(change => change.OpenAsync(Id(who), Id(by), Why, Now, default));

    private static Task<PeopleOutcome> RolesAsync(CharityHost host, Actor who, Actor by, string role, string reason = Why)
        => host.RunAsync<ChangeRights, PeopleOutcome>(change => change.SetRolesAsync(Id(who), [role], Id(by), reason, default));

    private static Task<PeopleOutcome> InviteAsync(CharityHost host, Actor by, params string[] roles)
        => host.RunAsync<InvitePerson, PeopleOutcome>(invite => invite.RunAsync(new(Id(by), "second@charity.example", roles, "en", Why), default));

    private static async Task<ApprovalResult> DecideAsync(CharityHost host, Guid request, Actor by)
        => (await host.RunAsync<DecideApproval, ApprovalOutcome>(decide => decide.RunAsync(new(request, true, null, by, true), default))).Result;

    /// <summary>Lets real time pass for one who was shut.</summary>
    private static async Task AgeAsync(CharityHost host, Actor who, TimeSpan by)
    {
        await using var db = host.Db();
        var (id, at) = (Id(who), Now - by);
        Assert.Equal(1, await db.Users.Where(u => u.Id == id && u.DisabledAt != null).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, at)));
    }

    private static async Task<IReadOnlyList<Guid>> RequestsAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.Approvals.Where(a => a.Decision == ApprovalDecision.Pending).Select(a => a.Id).ToListAsync();
    }

    /// <summary>Everyone's roles, and whether they are shut, by name.</summary>
    private static async Task<IReadOnlyList<(string Roles, bool Shut)>> StandingAsync(CharityHost host)
    {
        await using var db = host.Db();
        return [.. (await db.Users.OrderBy(u => u.DisplayName).ToListAsync()).Select(u => (u.Roles, u.DisabledAt != null))];
    }
}
