using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Audit;

/// <summary>Seals the audit's lines: apart from writing them, so that no two actions wait for one counter.</summary>
public sealed class SealAudit(CharityDb db)
{
    private const int BatchSize = 500;

    /// <summary>Seals the oldest unsealed lines; run again until it returns 0.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var last = await db.Audit.AsNoTracking().Where(a => a.Sequence != null).OrderByDescending(a => a.Sequence)
            .Select(a => new { a.Sequence, a.Hash }).FirstOrDefaultAsync(cancel);
        var (sequence, hash) = (last?.Sequence ?? 0, last?.Hash ?? AuditChain.Start);
        var rows = await db.Audit.Where(a => a.Sequence == null).OrderBy(a => a.Id).Take(BatchSize).ToListAsync(cancel);
        foreach (var row in rows)
        {
            hash = AuditChain.Seal(hash, row, ++sequence);
            (row.Sequence, row.Hash) = (sequence, hash);
        }

        await db.SaveChangesAsync(cancel);
        return rows.Count;
    }
}

/// <summary>Seals what was written since the last time.</summary>
public sealed class SealAuditJob(UseCases useCases) : ITimetableJob
{
    public string Name => "audit.seal";

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await useCases.RunAsync<SealAudit, int>(seal => seal.RunAsync(cancel), cancel) > 0)
        {
            cancel.ThrowIfCancellationRequested();
        }
    }
}
