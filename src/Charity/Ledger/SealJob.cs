using Charity.Data;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Ledger;

/// <summary>Seals whatever is unsealed, every hour; the nightly check and the close call it before they look.</summary>
public sealed class SealJob(CharityDb db, UseCases useCases) : ITimetableJob
{
    public string Name => "ledger.seal";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var entity in await db.LegalEntities.AsNoTracking().Select(e => e.Id).ToListAsync(cancel))
        {
            while (await useCases.RunAsync<SealEntries, int>(seal => seal.RunAsync(entity, cancel), cancel) > 0)
            {
                cancel.ThrowIfCancellationRequested();
            }
        }
    }
}
