using Charity.Data;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.GiftDesk;

/// <summary>Deletes the files of exports a day after they were ready, and of those that never became ready after a week.</summary>
internal sealed class ExpireExports(UseCases useCases) : ITimetableJob
{
    public string Name => "gifts.expire-exports";

    public TimeSpan Every => TimeSpan.FromMinutes(30);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await useCases.RunAsync<ExpireOneExport, bool>(expire => expire.RunAsync(cancel), cancel))
        {
            cancel.ThrowIfCancellationRequested();
        }
    }
}

/// <summary>One file of <see cref="ExpireExports"/>.</summary>
public sealed class ExpireOneExport(CharityDb db, TimeProvider time)
{
    private static readonly TimeSpan Unfinished = TimeSpan.FromDays(7);

    /// <returns>True when one was deleted; there may be more.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (ready, begun) = (now - GiftExport.Kept, now - Unfinished);
        var export = await db.GiftExports
            .Where(e => (e.State == ExportState.Ready && e.ReadyAt <= ready) || (e.State == ExportState.Writing && e.CreatedAt <= begun))
            .OrderBy(e => e.CreatedAt).FirstOrDefaultAsync(cancel);
        if (export is null)
        {
            return false;
        }

        // First the parts: if the process ends here, the export is found again.
        await db.GiftExportParts.Where(p => p.ExportId == export.Id).ExecuteDeleteAsync(cancel);
        export.Delete();
        await db.SaveChangesAsync(cancel);
        return true;
    }
}
