using Charity.Accounting;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Ledger;

/// <summary>
/// Walks each legal entity's chain of sealed entries from its first and names the first link that does not hold: the
/// half of I17 that finds what was changed behind the program, in the file itself.
/// </summary>
internal sealed class ChainCheck(CharityDb db)
{
    /// <summary>Entries read at once, so that millions need no memory.</summary>
    private const int PageSize = 2000;

    private const string Name = "I17";

    public async Task<IReadOnlyList<Breach>> RunAsync(CancellationToken cancel)
    {
        var breaches = new List<Breach>();
        foreach (var entity in await db.LegalEntities.AsNoTracking().Select(e => new { e.Id, e.Code }).ToListAsync(cancel))
        {
            if (await FirstBreakAsync(entity.Id, cancel) is { } found)
            {
                breaches.Add(new Breach(Name, $"chain:{entity.Code}", found));
            }
        }

        return breaches;
    }

    private async Task<string?> FirstBreakAsync(Guid entity, CancellationToken cancel)
    {
        var verifier = new HashChainVerifier();
        while (true)
        {
            var after = verifier.LastSequence;
            var page = await db.Entries.AsNoTracking()
                .Where(e => e.LegalEntityId == entity && e.Sequence > after)
                .OrderBy(e => e.Sequence)
                .Take(PageSize)
                .ToListAsync(cancel);
            if (page.Count == 0)
            {
                return null;
            }

            var postings = await StoredEntries.PostingsOfAsync(db, page, cancel);
            foreach (var row in page)
            {
                if (Check(verifier, row, postings[row.Id]) is { } broken)
                {
                    return broken;
                }
            }
        }
    }

    private static string? Check(HashChainVerifier verifier, EntryRow row, IEnumerable<StoredPosting> postings)
    {
        var sequence = row.Sequence.GetValueOrDefault();
        try
        {
            var facts = StoredEntries.ToChain(row, sequence, postings);
            // The table keeps one hash an entry; the one before is the verifier's own.
            return verifier.Check(new SealedEntry(facts, verifier.LastHash, row.Hash ?? [])) is { } broken
                ? $"entry {row.Id}, number {broken.Sequence}: {broken.Fault}"
                : null;
        }
        catch (Exception error) when (error is InvalidEntryException or ArgumentException or OverflowException)
        {
            return $"entry {row.Id}, number {sequence}: {error.Message}";
        }
    }
}
