using Charity.Data;
using Charity.Ledger;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Ledger;

public sealed class TwoSealersTests
{
    [Fact]
    public async Task A_sealer_that_comes_second_saves_nothing_and_begins_again()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        var organisation = await host.SetUpOrganisationAsync();
        await host.GivenAsync();

        // It has read what is unsealed …
        await using var slow = host.Scope();
        var db = slow.ServiceProvider.GetRequiredService<CharityDb>();
        var entry = await db.Entries.FirstAsync(e => e.LegalEntityId == organisation.Bulgarian && e.Sequence == null);

        // … when another seals it.
        await host.RunAsync<SealEntries, int>(seal => seal.RunAsync(organisation.Bulgarian, CancellationToken.None));
        db.Entry(entry).Property(e => e.Sequence).CurrentValue = 1;
        db.Entry(entry).Property(e => e.Hash).CurrentValue = new byte[32];

        // The runner of use cases takes this, and only this, as a reason to run again.
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
    }

    [Fact]
    public async Task Many_sealers_at_once_seal_every_entry_once_and_none_fails()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        var organisation = await host.SetUpOrganisationAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.GivenAsync();
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            host.RunAsync<SealEntries, int>(seal => seal.RunAsync(organisation.Bulgarian, CancellationToken.None))));

        await using var db = host.Db();
        var numbers = await db.Entries.Where(e => e.LegalEntityId == organisation.Bulgarian).OrderBy(e => e.Sequence).Select(e => e.Sequence).ToListAsync();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long?)n), numbers);
    }
}
