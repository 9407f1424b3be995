using Charity.Accounting;
using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Staff;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Data.Approvals;

/// <summary>What one asks for and another agrees to.</summary>
public sealed class ApprovalTests
{
    [Fact]
    public async Task A_second_person_agrees_and_it_is_done_in_the_same_save()
    {
        await using var host = await StartAsync();
        var (olena, petro) = await TwoAsync(host);
        var asked = await AskAsync(host, olena, "first");
        Assert.Equal(ApprovalRequestResult.Asked, asked.Result);
        Assert.Empty(await DoneAsync(host));

        Assert.Equal(ApprovalResult.Done, (await DecideAsync(host, asked.Id, petro)).Result);

        Assert.Equal(["first by Olena with Petro: it must be"], await DoneAsync(host));
        await using var db = host.Db();
        var row = await db.Approvals.SingleAsync();
        Assert.Equal((ApprovalDecision.Approved, "Petro", null), (row.Decision, row.DecidedBy, row.PendingKey));
        Assert.Equal(
            ["Olena approval.request", "Petro approval.approve", "Petro test.done"],
            (await db.Audit.Where(a => !a.Action.StartsWith("staff.")).OrderBy(a => a.Id).ToListAsync()).Select(a => $"{a.ActorName} {a.Action}").Order());
        Assert.Equal(ApprovalResult.AlreadyDecided, (await DecideAsync(host, asked.Id, petro)).Result);
    }

    [Fact]
    public async Task Nobody_decides_alone_without_the_permission_or_without_showing_who_they_are()
    {
        await using var host = await StartAsync();
        var (olena, petro) = await TwoAsync(host);
        var editor = await host.ColleagueAsync("Ed", StaffRoles.Editor);
        var asked = await AskAsync(host, olena, "first");

        Assert.Equal(ApprovalResult.OwnRequest, (await DecideAsync(host, asked.Id, olena)).Result);
        Assert.Equal(ApprovalResult.NotAllowed, (await DecideAsync(host, asked.Id, editor)).Result);
        Assert.Equal(ApprovalResult.NotAllowed, (await DecideAsync(host, asked.Id, Actor.Program("a job"))).Result);
        Assert.Equal(ApprovalResult.NotConfirmed, (await DecideAsync(host, asked.Id, petro, confirmed: false)).Result);
        Assert.Equal(ApprovalResult.NotFound, (await DecideAsync(host, Guid.NewGuid(), petro)).Result);
        // The cookie of a colleague who was shut out may still hold: the account is asked.
        await host.RunAsync<ChangeRights, PeopleOutcome>(async change => await change.ShutAsync(Guid.Parse(petro.Id), await AdministratorAsync(host), TimeProvider.System.GetUtcNow().UtcDateTime, default));
        Assert.Equal(ApprovalResult.NotAllowed, (await DecideAsync(host, asked.Id, petro)).Result);
        Assert.Empty(await DoneAsync(host));
    }

    [Fact]
    public async Task A_refusal_needs_a_word_and_changes_nothing()
    {
        await using var host = await StartAsync();
        var (olena, petro) = await TwoAsync(host);
        var asked = await AskAsync(host, olena, "first");

        Assert.Equal(ApprovalResult.NoteMissing, (await DecideAsync(host, asked.Id, petro, approve: false, note: "  ")).Result);
        Assert.Equal(ApprovalResult.Done, (await DecideAsync(host, asked.Id, petro, approve: false, note: " not now ")).Result);

        Assert.Empty(await DoneAsync(host));
        await using var db = host.Db();
        var row = await db.Approvals.SingleAsync();
        Assert.Equal((ApprovalDecision.Refused, "not now"), (row.Decision, row.Note));
    }

    [Fact]
    public async Task The_same_is_asked_once_at_a_time_and_again_when_it_was_decided()
    {
        await using var host = await StartAsync();
        var (olena, petro) = await TwoAsync(host);
        Assert.Equal(ApprovalRequestResult.ReasonMissing, (await AskAsync(host, olena, "first", " ")).Result);
        var asked = await AskAsync(host, olena, "first");
        var twice = await AskAsync(host, petro, "first");
        Assert.Equal((ApprovalRequestResult.AlreadyPending, asked.Id), (twice.Result, twice.Id));
        Assert.Equal(ApprovalRequestResult.Asked, (await AskAsync(host, petro, "second")).Result);

        Assert.Equal(ApprovalResult.NotAllowed, await WithdrawAsync(host, asked.Id, petro));
        Assert.Equal(ApprovalResult.Done, await WithdrawAsync(host, asked.Id, olena));
        Assert.Equal(ApprovalResult.AlreadyDecided, (await DecideAsync(host, asked.Id, petro)).Result);
        Assert.Equal(ApprovalRequestResult.Asked, (await AskAsync(host, petro, "first")).Result);
    }

    [Fact]
    public async Task Two_who_ask_for_the_same_at_once_make_one_request()
    {
        await using var host = await StartAsync();
        var (olena, petro) = await TwoAsync(host);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AskAsync(host, i % 2 == 0 ? olena : petro, "first")));
        Assert.Single(results, r => r.Result == ApprovalRequestResult.Asked);
        Assert.Single(results.Select(r => r.Id).Distinct());
    }

    [Fact]
    public async Task Two_who_agree_at_once_do_it_once()
    {
        await using var host = await StartAsync();
        var (olena, petro) = await TwoAsync(host);
        var maria = await host.ColleagueAsync("Maria", StaffRoles.Finance);
        var asked = await AskAsync(host, olena, "first");
        var outcomes = await Task.WhenAll(DecideAsync(host, asked.Id, petro), DecideAsync(host, asked.Id, maria), DecideAsync(host, asked.Id, petro));
        Assert.Single(outcomes, o => o.Result == ApprovalResult.Done);
        Assert.Single(await DoneAsync(host));
    }

    [Fact]
    public async Task A_request_that_waits_too_long_expires_and_may_be_asked_again()
    {
        await using var host = await StartAsync();
        var (olena, petro) = await TwoAsync(host);
        var asked = await AskAsync(host, olena, "first");
        var other = await AskAsync(host, olena, "second");
        host.Clock.Advance(Approval.Lifetime);

        Assert.Equal(ApprovalRequestResult.Asked, (await AskAsync(host, petro, "first")).Result);
        Assert.Equal(ApprovalResult.AlreadyDecided, (await DecideAsync(host, asked.Id, petro)).Result);
        Assert.Equal(ApprovalResult.Expired, (await DecideAsync(host, other.Id, petro)).Result);
        Assert.Empty(await DoneAsync(host));

        host.Clock.Advance(Approval.Lifetime);
        Assert.Equal(1, await host.RunAsync<ExpireApprovals, int>(expire => expire.RunAsync(default)));
        await using var db = host.Db();
        Assert.All(await db.Approvals.ToListAsync(), row => Assert.Equal(ApprovalDecision.Expired, row.Decision));
    }

    [Fact]
    public async Task Where_the_world_has_changed_nothing_is_saved_and_the_words_say_why()
    {
        await using var host = await StartAsync();
        var (olena, petro) = await TwoAsync(host);
        var asked = await AskAsync(host, olena, "impossible");
        var outcome = await DecideAsync(host, asked.Id, petro);
        Assert.Equal(ApprovalResult.WorldChanged, outcome.Result);
        Assert.Equal("test.words", outcome.Why!.Key.Key);
        await using var db = host.Db();
        Assert.Equal(ApprovalDecision.Pending, (await db.Approvals.SingleAsync()).Decision);
        Assert.Empty(await DoneAsync(host));
    }

    [Fact]
    [Trait("Case", "A09")]
    public async Task What_a_colleague_asked_who_was_shut_out_since_nobody_agrees_to_and_anybody_may_refuse()
    {
        await using var host = await StartAsync();
        var (olena, petro) = await TwoAsync(host);
        var asked = await AskAsync(host, olena, "first");
        await host.RunAsync<ChangeRights, PeopleOutcome>(async change => await change.ShutAsync(
            Guid.Parse(olena.Id), await AdministratorAsync(host), TimeProvider.System.GetUtcNow().UtcDateTime, default));

        var outcome = await DecideAsync(host, asked.Id, petro);
        Assert.Equal((ApprovalResult.WorldChanged, "approval.refused.AskerGone"), (outcome.Result, outcome.Why!.Key.Key));
        Assert.Empty(await DoneAsync(host));
        Assert.Equal(ApprovalResult.Done, (await DecideAsync(host, asked.Id, petro, approve: false, note: "Olena has left")).Result);
    }

    [Fact]
    public async Task A_request_counts_for_those_who_may_decide_it()
    {
        await using var host = await StartAsync();
        var (olena, petro) = await TwoAsync(host);
        var first = await AskAsync(host, olena, "first");
        await AskAsync(host, petro, "second");
        var map = host.Services.GetRequiredService<ApprovalMap>();
        await using var db = host.Db();
        Assert.Equal(first.Id, (await db.WaitingFor(petro.Id, map, p => p == Payload.Permission, host.Clock.UtcNow).SingleAsync()).Id);
        Assert.Empty(await db.WaitingFor(petro.Id, map, _ => false, host.Clock.UtcNow).ToListAsync());
        Assert.Empty(await db.WaitingFor(petro.Id, map, _ => true, host.Clock.UtcNow + Approval.Lifetime).ToListAsync());
        var about = await db.PendingAboutAsync<Payload>(["first", "third"], host.Clock.UtcNow, default);
        Assert.Equal(first.Id, Assert.Single(about).Value);
    }

    [Fact]
    public void Words_are_kept_with_their_values_and_read_in_each_language()
    {
        var words = new ApprovalText(
            new TextKey("approval.what.work-ignore"), ("kind", new TextKey("work.kind.mail-send-v1")), ("row", "outbox-7"), ("error", "«Ні»"));
        var read = ApprovalText.Read(words.Key.Key, words.WriteValues());
        var texts = Texts.Load([typeof(CharityDb).Assembly]);
        Assert.Equal("Do nothing about this: Send a mail (outbox-7). Last error: «Ні»", read.In(texts.In(Language.En)));
        Assert.Contains("Надіслати лист", read.In(texts.In(Language.Uk)), StringComparison.Ordinal);

        var values = new ApprovalText(new TextKey("test.x"), ("sum", new Money(-5, Currency.Of("EUR"))), ("count", 3), ("day", new DateOnly(2026, 2, 28)),
            ("roles", new[] { new TextKey("staff.role.Finance"), new TextKey("staff.role.Editor") }));
        Assert.Equal(values.WriteValues(), ApprovalText.Read("test.x", values.WriteValues()).WriteValues());
        var roles = new ApprovalText(new TextKey("approval.what.staff-invite"), ("email", "a@b.example"), ("roles", new[] { new TextKey("staff.role.Finance"), new TextKey("staff.role.Editor") }));
        Assert.Equal("Да се покани a@b.example с тези роли: Финанси, Редактор.", ApprovalText.Read(roles.Key.Key, roles.WriteValues()).In(texts.In(Language.Bg)));
        Assert.Throws<ArgumentException>(() => new ApprovalText(new TextKey("test.x"), ("at", DateTime.UnixEpoch)));
    }

    [Fact]
    public async Task Every_kind_has_a_name_in_words_and_a_permission_that_exists()
    {
        await using var host = await CharityHost.StartAsync();
        var texts = host.Services.GetRequiredService<Texts>();
        var kinds = host.Services.GetRequiredService<ApprovalMap>().Kinds;
        Assert.NotEmpty(kinds);
        Assert.All(kinds, kind => Assert.True(texts.Has("approval.kind." + kind.Kind.Replace('.', '-')), kind.Kind));
        Assert.All(kinds, kind => Assert.Contains(kind.Permission, StaffPermissions.All));
    }

    private static Task<CharityHost> StartAsync()
        => CharityHost.StartAsync(services => services.AddApprovalHandler<Handler, Payload>());

    private static async Task<(Actor Olena, Actor Petro)> TwoAsync(CharityHost host)
        => (await host.ColleagueAsync("Olena", StaffRoles.Finance), await host.ColleagueAsync("Petro", StaffRoles.Finance));

    private static async Task<Guid> AdministratorAsync(CharityHost host)
        => Guid.Parse((await host.ColleagueAsync("Root", StaffRoles.Administrator)).Id);

    private static Task<ApprovalRequested> AskAsync(CharityHost host, Actor by, string what, string reason = "it must be")
        => host.RunAsync<RequestApproval, ApprovalRequested>(ask => ask.RunAsync(new Payload(what), reason, by, default));

    private static Task<ApprovalOutcome> DecideAsync(CharityHost host, Guid id, Actor by, bool approve = true, string? note = null, bool confirmed = true)
        => host.RunAsync<DecideApproval, ApprovalOutcome>(decide => decide.RunAsync(new(id, approve, note, by, confirmed), default));

    private static Task<ApprovalResult> WithdrawAsync(CharityHost host, Guid id, Actor by)
        => host.RunAsync<WithdrawApproval, ApprovalResult>(withdraw => withdraw.RunAsync(id, by, default));

    /// <summary>What the handler did, which are lines of the audit.</summary>
    private static async Task<IReadOnlyList<string>> DoneAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.Audit.Where(a => a.Action == "test.done").Select(a => a.Reason!).ToListAsync();
    }

    private sealed record Payload(string What) : IApprovable
    {
        public static string Kind => "test.note";

        public static string Permission => StaffPermissions.IgnoreWork;

        public string Subject => What;
    }

    private sealed class Handler(AuditLog audit) : ApprovalHandler<Payload>
    {
        public override Task<ApprovalText> DescribeAsync(Payload payload, CancellationToken cancel)
            => Task.FromResult(new ApprovalText(new TextKey("approval.what.work-ignore"), ("kind", payload.What), ("row", ""), ("error", "")));

        public override Task<ApprovalText?> ApplyAsync(Payload payload, ApprovalPeople people, CancellationToken cancel)
        {
            audit.Add(
                people.DecidedBy, "test.done", "test", payload.What, reason: $"{payload.What} by {people.RequestedBy.Name} with {people.DecidedBy.Name}: {people.Reason}");
            return Task.FromResult(payload.What == "impossible" ? new ApprovalText(new TextKey("test.words")) : null);
        }
    }
}
