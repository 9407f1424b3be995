using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Languages;
using Charity.Staff;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Data.Work;

/// <summary>What staff do with work that failed: try it again, or set it aside with a second person.</summary>
public sealed class FailedWorkTests
{
    private readonly ProbeScript script = new();

    [Fact]
    [Trait("Case", "W26")]
    public async Task Parked_work_is_set_aside_by_two_people_and_taken_up_again_by_one()
    {
        await using var host = await Probe.StartAsync(script);
        script.Verdict = item => item.Park("the donor is unknown");
        await Probe.SendAsync(host, "x");
        await host.DrainAsync();
        var row = await Probe.RowAsync(host, "x");
        var (olena, petro) = (await host.ColleagueAsync("Olena", StaffRoles.Finance), await host.ColleagueAsync("Petro", StaffRoles.Finance));

        var asked = await AskAsync(host, row.Id, olena);
        Assert.Equal(WorkState.Parked, (await Probe.RowAsync(host, "x")).State);
        Assert.Equal(ApprovalResult.Done, await ApproveAsync(host, asked.Id, petro));

        row = await Probe.RowAsync(host, "x");
        Assert.Equal(WorkState.Ignored, row.State);
        Assert.EndsWith("set aside by Olena, Petro: nothing hangs on it", row.StaffNote, StringComparison.Ordinal);
        Assert.True(row.IsSetAside());

        script.Verdict = _ => { };
        Assert.Equal(WorkOutcome.Done, await RetryAsync(host, row.Id, olena));
        await host.DrainAsync();
        Assert.Equal(["x", "x"], await Probe.EffectsAsync(host));
        Assert.Equal(WorkState.Done, (await Probe.RowAsync(host, "x")).State);
    }

    [Fact]
    public async Task Work_that_was_done_meanwhile_is_not_set_aside()
    {
        await using var host = await Probe.StartAsync(script);
        script.Verdict = item => item.Park("not yet");
        await Probe.SendAsync(host, "x");
        await host.DrainAsync();
        var row = await Probe.RowAsync(host, "x");
        var (olena, petro) = (await host.ColleagueAsync("Olena", StaffRoles.Finance), await host.ColleagueAsync("Petro", StaffRoles.Finance));
        var asked = await AskAsync(host, row.Id, olena);
        script.Verdict = _ => { };
        await RetryAsync(host, row.Id, petro);
        await host.DrainAsync();

        Assert.Equal(ApprovalResult.WorldChanged, await ApproveAsync(host, asked.Id, petro));
        Assert.Equal(WorkState.Done, (await Probe.RowAsync(host, "x")).State);
    }

    [Fact]
    public async Task All_parked_work_of_a_kind_is_taken_up_at_once_and_what_is_in_work_or_done_is_left()
    {
        await using var host = await Probe.StartAsync(script);
        var olena = await host.ColleagueAsync("Olena", StaffRoles.Finance);
        await Probe.SendAsync(host, "done");
        await host.DrainAsync();
        script.Verdict = item => item.Park("the server is away");
        await Probe.SendAsync(host, "a", "b", "c");
        await host.DrainAsync();
        script.Verdict = item => item.RetryAfter(TimeSpan.FromHours(6), "the server is away");
        await Probe.SendAsync(host, "later");
        await host.DrainAsync();

        script.Verdict = _ => { };
        Assert.Equal((3, null), await RetryAllAsync(host, parked: true, olena));
        await host.DrainAsync();
        Assert.Equal(WorkState.Started, (await Probe.RowAsync(host, "later")).State);
        Assert.True((await Probe.RowAsync(host, "later")).IsPutOff());
        Assert.Equal((1, null), await RetryAllAsync(host, parked: false, olena));
        await host.DrainAsync();

        foreach (var name in new[] { "done", "a", "b", "c", "later" })
        {
            Assert.Equal(WorkState.Done, (await Probe.RowAsync(host, name)).State);
        }

        await using var db = host.Db();
        Assert.Equal(2, await db.Audit.CountAsync(a => a.Action == "work.retry-all" && a.Subject == "work:outbox:test.probe.v1"));
    }

    [Fact]
    public async Task Work_in_hand_is_not_given_out_a_second_time()
    {
        await using var host = await Probe.StartAsync(script);
        var olena = await host.ColleagueAsync("Olena", StaffRoles.Finance);
        WorkOutcome? meanwhile = null;
        script.Gather = async _ => meanwhile = await RetryAsync(host, (await Probe.RowAsync(host, "x")).Id, olena);
        await Probe.SendAsync(host, "x");
        await host.DrainAsync();
        Assert.Equal(WorkOutcome.NotWaiting, meanwhile);
        Assert.Equal(["x"], await Probe.EffectsAsync(host));
    }

    [Fact]
    public async Task Every_kind_of_work_has_a_name_in_words()
    {
        await using var host = await CharityHost.StartAsync();
        var texts = host.Services.GetRequiredService<Texts>();
        Assert.All(host.Services.GetRequiredService<WorkMap>().Kinds, kind => Assert.True(texts.Has("work.kind." + kind.Kind.Replace('.', '-')), kind.Kind));
    }

    private static Task<ApprovalRequested> AskAsync(CharityHost host, long id, Actor by)
        => host.RunAsync<RequestApproval, ApprovalRequested>(ask => ask.RunAsync(new IgnoreWork(WorkTable.Outbox, id), "nothing hangs on it", by, default));

    private static async Task<ApprovalResult> ApproveAsync(CharityHost host, Guid id, Actor by)
        => (await host.RunAsync<DecideApproval, ApprovalOutcome>(decide => decide.RunAsync(new(id, true, null, by, true), default))).Result;

    private static Task<WorkOutcome> RetryAsync(CharityHost host, long id, Actor by)
        => host.RunAsync<RetryWork, WorkOutcome>(retry => retry.RunAsync(WorkTable.Outbox, id, by, default));

    private static Task<(int, long?)> RetryAllAsync(CharityHost host, bool parked, Actor by)
        => host.RunAsync<RetryWork, (int, long?)>(retry => retry.RunAllAsync(WorkTable.Outbox, ProbeMessage.Kind, parked, 0, by, default));
}
