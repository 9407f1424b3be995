using Charity.Data.Limits;
using Charity.Data.Work;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Data.Limits;

public sealed class SharedLimitsTests
{
    private static readonly LimitRule Five = LimitRule.PerMinute("test.five", 5);

    [Fact]
    [Trait("Case", "A03")]
    public async Task Two_nodes_on_one_database_count_together()
    {
        await using var one = await CharityHost.StartAsync();
        await using var two = await CharityHost.StartAsync(database: TestDatabase.Attach(one.Database.Name), clock: one.Clock);
        for (var i = 0; i < 5; i++)
        {
            Assert.True((await TakeAsync(i % 2 == 0 ? one : two, Five, "192.0.2.1")).Allowed);
        }

        var refused = await TakeAsync(two, Five, "192.0.2.1");
        Assert.False(refused.Allowed);
        Assert.Equal("test.five", refused.Policy);
        Assert.Equal(60, refused.RetryAfterSeconds);
        Assert.False((await TakeAsync(one, Five, "192.0.2.1")).Allowed);
        Assert.True((await TakeAsync(one, Five, "192.0.2.2")).Allowed);

        one.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(20, (await TakeAsync(one, Five, "192.0.2.1")).RetryAfterSeconds);
        one.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.True((await TakeAsync(one, Five, "192.0.2.1")).Allowed);
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task However_many_ask_at_once_on_however_many_nodes_no_permit_is_given_twice()
    {
        var rule = LimitRule.PerMinute("test.many", 30);
        await using var one = await CharityHost.StartAsync();
        await using var two = await CharityHost.StartAsync(database: TestDatabase.Attach(one.Database.Name), clock: one.Clock);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => TakeAsync(i % 2 == 0 ? one : two, rule, "everyone")));

        Assert.Equal(30, answers.Count(a => a.Allowed));
        await using var db = one.Db();
        Assert.Equal(30, (await db.LimitCounts.SingleAsync(c => c.Policy == "test.many")).Count);
    }

    [Fact]
    public async Task What_a_wide_limit_refuses_uses_up_no_narrow_one_and_the_other_way_round()
    {
        var wide = LimitRule.PerMinute("test.wide", 2);
        await using var host = await CharityHost.StartAsync();
        await using var other = await CharityHost.StartAsync(database: TestDatabase.Attach(host.Database.Name), clock: host.Clock);
        await TakeBothAsync(host, "a");
        await TakeBothAsync(host, "b");
        // The other node has counted nothing itself, so that the database refuses it.
        Assert.Equal("test.wide", (await TakeBothAsync(other, "c")).Policy);
        await using var db = host.Db();
        Assert.Equal(2, await db.LimitCounts.CountAsync(c => c.Policy == "test.five"));

        Task<LimitAnswer> TakeBothAsync(CharityHost on, string key)
            => Limits(on).TakeAsync([new(Five, Keys(on).Of(Five.Policy, key)), new(wide, LimitKey.All)], default);
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task Without_the_database_each_node_counts_alone_and_never_without_end()
    {
        await using var host = await CharityHost.StartAsync();
        host.SkipChecks();
        await using var gone = await host.Database.HideTableAsync("limit_count");
        for (var i = 0; i < 5; i++)
        {
            Assert.True((await TakeAsync(host, Five, "192.0.2.1")).Allowed);
        }

        Assert.False((await TakeAsync(host, Five, "192.0.2.1")).Allowed);
        Assert.True((await TakeAsync(host, Five, "192.0.2.2")).Allowed);
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task Who_goes_away_before_the_answer_uses_nothing_up()
    {
        await using var host = await CharityHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => Limits(host).TakeAsync(Five, Keys(host).Of(Five.Policy, "192.0.2.1"), new CancellationToken(canceled: true)));
        }

        Assert.True((await TakeAsync(host, Five, "192.0.2.1")).Allowed);
    }

    [Fact]
    [Trait("Case", "A17")]
    public async Task The_table_holds_nothing_that_names_an_address_and_one_address_is_another_key_under_each_policy()
    {
        await using var host = await CharityHost.StartAsync();
        var keys = Keys(host);
        Assert.Equal(keys.Of("a", "192.0.2.1"), keys.Of("a", "192.0.2.1"));
        Assert.NotEqual(keys.Of("a", "192.0.2.1"), keys.Of("b", "192.0.2.1"));
        Assert.NotEqual(keys.Of("a", "192.0.2.1"), keys.Of("a", "192.0.2.11"));
        await TakeAsync(host, Five, "192.0.2.1");
        await using var db = host.Db();
        var row = await db.LimitCounts.SingleAsync();
        Assert.Equal(16, row.Key.Length);
        // Not a mere hash either, which whoever knows all addresses could turn round.
        Assert.NotEqual(System.Security.Cryptography.SHA256.HashData("test.five\0192.0.2.1"u8.ToArray())[..16], row.Key);
    }

    [Fact]
    public async Task Counters_are_forgotten_after_a_day_and_refusals_are_counted_for_people_to_see()
    {
        await using var host = await CharityHost.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await TakeAsync(host, Five, "192.0.2.1");
            host.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        await using var db = host.Db();
        Assert.InRange(await db.LimitCounts.Where(c => c.Policy == "no.test.five").SumAsync(c => c.Count), 10, 15);

        var prune = host.Services.GetServices<TimetableJobType>().Single(job => job.Type.Name == "PruneLimits").Type;
        await using var scope = host.Scope();
        host.Clock.Advance(TimeSpan.FromHours(23));
        await ((ITimetableJob)scope.ServiceProvider.GetRequiredService(prune)).RunAsync(default);
        Assert.NotEmpty(await db.LimitCounts.ToListAsync());
        host.Clock.Advance(TimeSpan.FromHours(2));
        await ((ITimetableJob)scope.ServiceProvider.GetRequiredService(prune)).RunAsync(default);
        Assert.Empty(await db.LimitCounts.ToListAsync());
    }

    private static SharedLimits Limits(CharityHost host) => host.Services.GetRequiredService<SharedLimits>();

    private static LimitKeys Keys(CharityHost host) => host.Services.GetRequiredService<LimitKeys>();

    private static Task<LimitAnswer> TakeAsync(CharityHost host, LimitRule rule, string key) => Limits(host).TakeAsync(rule, Keys(host).Of(rule.Policy, key), default);
}
