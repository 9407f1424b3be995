using Charity.Data;
using Charity.Data.Audit;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Ledger;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Exceptions;

public sealed class FoundAgainTests
{
    private const string Row = "I2:entry:17";

    private static readonly Actor Me = Actor.Staff(Guid.NewGuid(), "Olena");

    [Fact]
    public async Task What_was_closed_because_its_cause_was_gone_opens_again_when_the_cause_is_back()
    {
        await using var host = await CharityHost.StartAsync();
        await RaiseAsync(host);
        await CheckAsync(host, "");
        Assert.Equal(ExceptionOutcome.Done, (await CloseAsync(host, null)).Result);
        host.Clock.Advance(TimeSpan.FromDays(30));

        await RaiseAsync(host, "broken anew");
        await RaiseAsync(host, "and said twice");

        await using var db = host.Db();
        var finding = await db.Exceptions.SingleAsync();
        Assert.True(finding.IsOpen);
        Assert.Contains("broken anew", finding.Detail, StringComparison.Ordinal);
        Assert.Equal(host.Clock.UtcNow, finding.FoundAt);
        Assert.Equal(CauseEnd.Over, (await db.ExceptionNotes.SingleAsync()).CauseEnd);
        Assert.Equal(1, await db.Audit.CountAsync(a => a.Action == "exception.reopen"));
        // It is as grave as at first: the check that was clean came before it.
        Assert.Equal(ExceptionOutcome.AskedColleague, (await CloseAsync(host, "seen before")).Result);
    }

    [Fact]
    public async Task What_people_explained_stays_closed_however_often_it_is_found()
    {
        await using var host = await CharityHost.StartAsync();
        await RaiseAsync(host, kind: ExceptionKind.LatePayment, severity: ExceptionSeverity.Notice);
        Assert.Equal(ExceptionOutcome.Done, (await CloseAsync(host, "agreed with the donor")).Result);

        await RaiseAsync(host, kind: ExceptionKind.LatePayment, severity: ExceptionSeverity.Notice);

        await using var db = host.Db();
        Assert.Equal("agreed with the donor", (await db.Exceptions.SingleAsync()).Explanation);
    }

    [Theory]
    [InlineData("Won")]
    [InlineData("17")]
    public async Task A_person_s_words_stay_theirs_also_where_the_program_has_such_a_word(string words)
    {
        await using var host = await CharityHost.StartAsync();
        await RaiseAsync(host, kind: ExceptionKind.LatePayment, severity: ExceptionSeverity.Notice);
        Assert.Equal(ExceptionOutcome.Done, (await CloseAsync(host, words)).Result);
        await using var db = host.Db();
        var id = (await db.Exceptions.SingleAsync()).Id;

        Assert.Equal(ExceptionOutcome.Done, await host.RunAsync<TendException, ExceptionOutcome>(t => t.ReopenAsync(id, Me, default)));

        var note = await db.ExceptionNotes.SingleAsync();
        Assert.Equal((words, null), (note.Text, note.CauseEnd));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("I2 entry:170 x\nI3 entry:17 x", true)]
    [InlineData("I2 entry:17 x", false)]
    [InlineData("I2 entry:1 x\nI2 entry:more More than 100 rows break this.", false)]
    public async Task One_person_closes_a_breach_only_when_a_later_check_says_that_it_is_gone(string breaches, bool gone)
    {
        await using var host = await CharityHost.StartAsync();
        await RaiseAsync(host);
        await CheckAsync(host, breaches);

        Assert.Equal(gone ? ExceptionOutcome.Done : ExceptionOutcome.AskedColleague, (await CloseAsync(host, "mended")).Result);
    }

    private static async Task RaiseAsync(
        CharityHost host, string detail = "broken", ExceptionKind kind = ExceptionKind.LedgerBreach, ExceptionSeverity severity = ExceptionSeverity.Critical)
    {
        await using var scope = host.Scope();
        await scope.ServiceProvider.GetRequiredService<ExceptionLog>().RaiseAsync(new Finding(kind, severity, Row, new KeptText(new TextKey("finding.event"), ("error", detail))), default);
        await scope.ServiceProvider.GetRequiredService<CharityDb>().SaveChangesAsync();
    }

    private static async Task CheckAsync(CharityHost host, string breaches)
    {
        host.Clock.Advance(TimeSpan.FromDays(1));
        await using var db = host.Db();
        db.LedgerChecks.Add(new LedgerCheck { Id = Guid.NewGuid(), StartedAt = host.Clock.UtcNow, FinishedAt = host.Clock.UtcNow, Breaches = 1, Detail = breaches });
        await db.SaveChangesAsync();
    }

    private static async Task<CloseException.Outcome> CloseAsync(CharityHost host, string? why)
    {
        await using var db = host.Db();
        var id = await db.Exceptions.Select(e => e.Id).SingleAsync();
        return await host.RunAsync<CloseException, CloseException.Outcome>(close => close.RunAsync(id, why, Me, default));
    }
}
