using Charity.Accounting;
using Charity.Data;
using Charity.Ledger;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Ledger;

/// <summary>Posting, undoing and sealing.</summary>
public sealed class JournalTests
{
    private static readonly DateOnly Day = new(2026, 3, 10);

    [Fact]
    public async Task Opening_books_twice_opens_every_account_once()
    {
        await using var host = await CharityHost.StartAsync();
        var world = await host.SetUpOrganisationAsync();
        var opened = await host.RunAsync<OpenBooks, int>(o => o.RunAsync(world.Bulgarian, default));
        Assert.Equal(0, await host.RunAsync<OpenBooks, int>(o => o.RunAsync(world.Bulgarian, default)));
        await using var db = host.Db();
        var codes = await db.Accounts.Where(a => a.LegalEntityId == world.Bulgarian).Select(a => a.Code).ToListAsync();
        Assert.True(opened >= 0 && codes.Count == codes.Distinct().Count());
        Assert.Superset(ChartOfAccounts.Default.Accounts.Select(a => a.Code).ToHashSet(), codes.ToHashSet());
        Assert.Contains("1000", codes);
    }

    [Fact]
    public async Task The_same_entry_twice_is_one_entry_and_other_facts_under_its_key_are_refused()
    {
        await using var host = await CharityHost.StartAsync();
        var world = await host.SetUpOrganisationAsync();
        Assert.Equal(PostOutcome.Posted, await PostAsync(host, world.Bulgarian, Gift(world, "t1", 100)));
        Assert.Equal(PostOutcome.AlreadyPosted, await PostAsync(host, world.Bulgarian, Gift(world, "t1", 100)));
        await Assert.ThrowsAsync<EntryConflictException>(() => PostAsync(host, world.Bulgarian, Gift(world, "t1", 101)));
        await using var db = host.Db();
        Assert.Equal(1, await db.Entries.CountAsync());
    }

    [Fact]
    public async Task An_entry_is_undone_once()
    {
        await using var host = await CharityHost.StartAsync();
        var world = await host.SetUpOrganisationAsync();
        await PostAsync(host, world.Bulgarian, Gift(world, "t1", 100));
        Assert.Equal(PostOutcome.Posted, await ReverseAsync(host, world.Bulgarian, "t1"));
        Assert.Equal(PostOutcome.AlreadyPosted, await ReverseAsync(host, world.Bulgarian, "t1"));
        Assert.Empty(await host.BalancesAsync());
        await using var db = host.Db();
        Assert.Equal(2, await db.Entries.CountAsync());
        Assert.NotNull((await db.Entries.OrderBy(e => e.Id).LastAsync()).ReversesId);
    }

    [Fact]
    [Trait("Case", "L15")]
    public async Task Many_posted_and_undone_twice_side_by_side_end_at_zero()
    {
        const int entries = 60;
        await using var host = await CharityHost.StartAsync();
        var world = await host.SetUpOrganisationAsync();
        await host.RunAsync<OpenBooks, int>(o => o.RunAsync(world.Bulgarian, default));
        var random = new Random(15);
        var posted = await Task.WhenAll(Enumerable.Range(0, entries * 2)
            .OrderBy(_ => random.Next())
            .Select(i => TryAsync(() => PostAsync(host, world.Bulgarian, Gift(world, $"t{i / 2}", 100 + (i / 2))))));
        Assert.Equal(entries, posted.Count(o => o == PostOutcome.Posted));
        var undone = await Task.WhenAll(Enumerable.Range(0, entries * 2)
            .OrderBy(_ => random.Next())
            .Select(i => TryAsync(() => ReverseAsync(host, world.Bulgarian, $"t{i / 2}"))));
        Assert.Equal(entries, undone.Count(o => o == PostOutcome.Posted));
        Assert.Equal(entries, undone.Count(o => o != PostOutcome.Posted));
        await using var db = host.Db();
        Assert.Equal(entries * 2, await db.Entries.CountAsync());
        Assert.Empty(await host.BalancesAsync());
    }

    [Fact]
    public async Task Sealing_numbers_each_entity_without_gaps_and_chains_its_hashes()
    {
        await using var host = await CharityHost.StartAsync();
        var world = await host.SetUpOrganisationAsync();
        for (var i = 0; i < 7; i++)
        {
            await PostAsync(host, world.Bulgarian, Gift(world, $"b{i}", 100 + i));
            await PostAsync(host, world.Macedonian, Gift(world, $"m{i}", 100 + i, world.MacedonianFund));
        }

        await host.SealAsync();
        await PostAsync(host, world.Bulgarian, Gift(world, "b7", 5));
        await host.SealAsync();
        await using var db = host.Db();
        foreach (var (entity, count) in new[] { (world.Bulgarian, 8), (world.Macedonian, 7) })
        {
            var sequences = await db.Entries.Where(e => e.LegalEntityId == entity).OrderBy(e => e.Id).Select(e => e.Sequence).ToListAsync();
            Assert.Equal(Enumerable.Range(1, count).Select(i => (long?)i), sequences);
        }

        Assert.Empty(await host.VerifyBooksAsync());
    }

    [Fact]
    public async Task Two_sealers_at_once_seal_everything_once()
    {
        await using var host = await CharityHost.StartAsync();
        var world = await host.SetUpOrganisationAsync();
        for (var i = 0; i < 40; i++)
        {
            await PostAsync(host, world.Bulgarian, Gift(world, $"b{i}", 100 + i));
        }

        await Task.WhenAll(host.SealAsync(), host.SealAsync(), host.SealAsync());
        Assert.Empty(await host.VerifyBooksAsync());
        await using var db = host.Db();
        Assert.Equal(40, await db.Entries.MaxAsync(e => e.Sequence));
    }

    internal static JournalEntry Gift(TestOrganisation world, string line, long minor, Guid? fund = null)
        => Booking.BankGift(line, AccountCodes.BankAccount(0), new Money(minor, Currency.Eur), fund ?? world.UrgentFund, Day);

    internal static async Task<PostOutcome> PostAsync(CharityHost host, Guid entity, JournalEntry entry)
    {
        await using var scope = host.Scope();
        var outcome = await scope.ServiceProvider.GetRequiredService<PostEntry>().RunAsync(entity, entry, "test", default);
        await scope.ServiceProvider.GetRequiredService<CharityDb>().SaveChangesAsync();
        return outcome;
    }

    private static async Task<PostOutcome> ReverseAsync(CharityHost host, Guid entity, string line)
    {
        await using var scope = host.Scope();
        var outcome = await scope.ServiceProvider.GetRequiredService<PostEntry>().ReverseAsync(
            entity, EntrySources.BankLine, line, EntryKinds.Gift, Day, "Booked by mistake", "test", default);
        await scope.ServiceProvider.GetRequiredService<CharityDb>().SaveChangesAsync();
        return outcome;
    }

    /// <summary>Null where another commit came first.</summary>
    private static async Task<PostOutcome?> TryAsync(Func<Task<PostOutcome>> post)
    {
        try
        {
            return await post();
        }
        catch (DbUpdateException)
        {
            return null;
        }
    }
}
