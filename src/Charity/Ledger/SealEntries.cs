using Charity.Accounting;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Ledger;

/// <summary>
/// Seals entries: gives each the next number of its legal entity and the hash that chains it to the one before. Runs
/// apart from posting, so that no two postings wait for one counter. Two sealers at once cannot both win: the number is
/// unique, so the later save is refused and run again.
/// </summary>
public sealed class SealEntries(CharityDb db)
{
    /// <summary>Entries sealed in one commit.</summary>
    public const int BatchSize = 500;

    /// <summary>Seals the oldest unsealed entries of one entity; run again until it returns 0.</summary>
    public async Task<int> RunAsync(Guid legalEntityId, CancellationToken cancel)
    {
        var last = await db.Entries.AsNoTracking()
            .Where(e => e.LegalEntityId == legalEntityId && e.Sequence != null)
            .OrderByDescending(e => e.Sequence)
            .Select(e => new { e.Sequence, e.Hash })
            .FirstOrDefaultAsync(cancel);
        var sequence = last?.Sequence ?? 0;
        var hash = last?.Hash ?? HashChain.Start.ToArray();

        var entries = await db.Entries
            .Where(e => e.LegalEntityId == legalEntityId && e.Sequence == null)
            .OrderBy(e => e.Id)
            .Take(BatchSize)
            .ToListAsync(cancel);
        var postings = await StoredEntries.PostingsOfAsync(db, entries, cancel);
        foreach (var entry in entries)
        {
            sequence++;
            hash = HashChain.Seal(hash, StoredEntries.ToChain(entry, sequence, postings[entry.Id]));
            entry.Sequence = sequence;
            entry.Hash = hash;
        }

        await db.SaveChangesAsync(cancel);
        return entries.Count;
    }
}
