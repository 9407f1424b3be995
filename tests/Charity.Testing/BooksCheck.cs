using Charity.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Testing;

/// <summary>After every test: everything is sealed and every invariant of the books holds.</summary>
internal sealed class BooksCheck : ICheckAfterTest
{
    public async Task CheckAsync(CharityHost host)
    {
        var breaches = await host.VerifyBooksAsync();
        if (breaches.Count > 0)
        {
            throw new InvalidOperationException(
                "The books do not hold:\n" + string.Join('\n', breaches.Select(b => $"{b.Invariant} {b.Row} {b.Detail}")));
        }
    }
}

public sealed partial class CharityHost
{
    /// <summary>Seals every entry, then asks whether the books hold; empty when they do.</summary>
    public async Task<IReadOnlyList<Breach>> VerifyBooksAsync()
    {
        await SealAsync();
        await using var scope = Scope();
        return await scope.ServiceProvider.GetRequiredService<VerifyLedger>().RunAsync(CancellationToken.None);
    }

    public async Task SealAsync()
    {
        await using var db = Db();
        foreach (var entity in await db.LegalEntities.Select(e => e.Id).ToListAsync())
        {
            while (await RunAsync<SealEntries, int>(seal => seal.RunAsync(entity, CancellationToken.None)) > 0)
            {
            }
        }
    }
}
