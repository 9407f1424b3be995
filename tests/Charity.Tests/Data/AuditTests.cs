using Charity.Data;
using Charity.Data.Audit;
using Charity.Ledger;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Data;

/// <summary>The audit: written with what was done, sealed in order, changed by nobody.</summary>
public sealed class AuditTests
{
    private static readonly Actor Olena = Actor.Staff(Guid.Parse("01930000-0000-7000-8000-000000000001"), "Олена Шевченко");

    [Fact]
    public async Task A_line_says_who_did_what_with_the_facts_before_and_after()
    {
        await using var host = await WithLinesAsync(1);
        await using var db = host.Db();
        var line = await Written(db).SingleAsync();
        Assert.Equal(Olena.Id, line.ActorId);
        Assert.Equal("Олена Шевченко", line.ActorName);
        Assert.Equal("campaign:c1", line.Subject);
        Assert.Equal("""{"before":{"goal":0},"after":{"goal":100,"title":"Тепло"}}""", line.Detail);
    }

    [Fact]
    public async Task A_line_whose_action_was_not_saved_is_not_there_either()
    {
        await using var host = await WithLinesAsync(0);
        await using (var scope = host.Scope())
        {
            scope.ServiceProvider.GetRequiredService<AuditLog>().Add(Olena, "campaign.pause", "campaign", "c1");
        }

        await using var db = host.Db();
        Assert.Empty(await Written(db).ToListAsync());
    }

    [Fact]
    public async Task Lines_are_sealed_by_the_timetable_and_hold()
    {
        await using var host = await WithLinesAsync(3);
        await host.AdvanceAsync(TimeSpan.FromMinutes(11));
        await using var db = host.Db();
        await SeeNumberedAsync(db, written: 3);
        Assert.Empty(await AuditBreachesAsync(host));
    }

    [Theory]
    [InlineData("actor")]
    [InlineData("detail")]
    [InlineData("reason")]
    [InlineData("time")]
    [InlineData("removed")]
    [Trait("Case", "L12")]
    public async Task A_line_changed_in_the_file_itself_breaks_the_chain_at_its_place(string change)
    {
        await using var host = await WithLinesAsync(3);
        host.SkipChecks();
        await host.RunAsync<SealAudit, int>(seal => seal.RunAsync(CancellationToken.None));
        await using (var db = host.Db())
        {
            await db.Database.ExecuteSqlRawAsync("drop trigger audit_append_only");
            await db.Database.ExecuteSqlRawAsync("drop trigger audit_undeletable");
            var second = db.Audit.Where(a => a.Sequence == 2);
            _ = change switch
            {
                "actor" => await second.ExecuteUpdateAsync(set => set.SetProperty(a => a.ActorName, "Somebody else")),
                "detail" => await second.ExecuteUpdateAsync(set => set.SetProperty(a => a.Detail, """{"after":{"goal":1}}""")),
                "reason" => await second.ExecuteUpdateAsync(set => set.SetProperty(a => a.Reason, "")),
                "time" => await second.ExecuteUpdateAsync(set => set.SetProperty(a => a.At, a => a.At.AddMinutes(1))),
                _ => await second.ExecuteDeleteAsync(),
            };
        }

        var breach = Assert.Single(await AuditBreachesAsync(host));
        Assert.Contains("number 2", breach.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_database_refuses_every_change_but_sealing_and_erasing_the_detail()
    {
        await using var host = await WithLinesAsync(2);
        await host.RunAsync<SealAudit, int>(seal => seal.RunAsync(CancellationToken.None));
        await using var db = host.Db();
        await RefusedAsync(() => db.Audit.ExecuteUpdateAsync(set => set.SetProperty(a => a.ActorName, "Somebody else")));
        await RefusedAsync(() => db.Audit.ExecuteUpdateAsync(set => set.SetProperty(a => a.Detail, "{}")));
        await RefusedAsync(() => db.Audit.ExecuteUpdateAsync(set => set.SetProperty(a => a.Hash, new byte[32])));
        await RefusedAsync(() => db.Audit.ExecuteDeleteAsync());

        // A person's data may have to go; that something was done, when and by whom, stays and still holds.
        await db.Audit.ExecuteUpdateAsync(set => set.SetProperty(a => a.Detail, (string?)null));
        Assert.Empty(await AuditBreachesAsync(host));
    }

    [Fact]
    public async Task Many_sealers_at_once_number_every_line_once()
    {
        await using var host = await WithLinesAsync(20);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.RunAsync<SealAudit, int>(seal => seal.RunAsync(CancellationToken.None))));
        await using var db = host.Db();
        await SeeNumberedAsync(db, written: 20);
        Assert.Empty(await AuditBreachesAsync(host));
    }

    private static async Task<CharityHost> WithLinesAsync(int count)
    {
        var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        for (var i = 0; i < count; i++)
        {
            await using var scope = host.Scope();
            scope.ServiceProvider.GetRequiredService<AuditLog>().Add(
                Olena, "campaign.change", "campaign", "c1", new { Goal = i }, new { Goal = i + 100, Title = "Тепло" });
            await scope.ServiceProvider.GetRequiredService<CharityDb>().SaveChangesAsync();
        }

        return host;
    }

    /// <summary>The lines of these tests; setting up the organisation leaves some of its own.</summary>
    private static IQueryable<AuditRow> Written(CharityDb db) => db.Audit.Where(a => a.Subject == "campaign:c1");

    /// <summary>Every line has its number, in the order in which they were written, without a gap.</summary>
    private static async Task SeeNumberedAsync(CharityDb db, int written)
    {
        var numbers = await db.Audit.OrderBy(a => a.Id).Select(a => a.Sequence!.Value).ToListAsync();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
        Assert.Equal(written, await Written(db).CountAsync(a => a.Sequence != null));
    }

    private static async Task<IReadOnlyList<Breach>> AuditBreachesAsync(CharityHost host)
        => [.. (await host.RunAsync<VerifyLedger, IReadOnlyList<Breach>>(v => v.RunAsync(CancellationToken.None))).Where(b => b.Row == "audit:chain")];

    private static async Task RefusedAsync(Func<Task> change) => Assert.NotNull(DatabaseErrors.Inner(await Assert.ThrowsAnyAsync<Exception>(change)));
}
