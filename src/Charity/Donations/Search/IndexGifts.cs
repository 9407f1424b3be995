using Charity.Data;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

/// <summary>
/// Puts the words of gifts into the index, in the caller's save: when a gift is started or its donor's name corrected.
/// Settling never comes here. Two saves that both bring a new word meet in the key, and the later one runs again.
/// </summary>
public sealed class IndexGifts(CharityDb db)
{
    /// <summary>Adds what is missing for these gifts; the caller saves.</summary>
    public async Task AddAsync(IReadOnlyCollection<Donation> gifts, CancellationToken cancel)
    {
        var wanted = gifts
            .SelectMany(g => GiftWords.Of(g.SearchText), (g, word) => (Word: word, Number: GiftWords.NumberOf(word), g.DonorId))
            .ToList();
        if (wanted.Count == 0)
        {
            return;
        }

        var known = await KnownWordsAsync([.. wanted.Select(w => w.Word).Distinct()], cancel);
        foreach (var (word, number) in wanted.Select(w => (w.Word, w.Number)).Distinct().Where(w => !known.Contains(w.Number)))
        {
            db.SearchParts.AddRange(GiftWords.EndingsOf(word).Distinct().Select(ending => new SearchPart { Part = ending, Word = number }));
        }

        var standing = await StandingHitsAsync([.. wanted.Select(w => w.Number).Distinct()], [.. wanted.Select(w => w.DonorId).Distinct()], cancel);
        foreach (var hit in wanted.Select(w => (w.Number, w.DonorId)).Distinct().Where(h => !standing.Contains(h)))
        {
            db.SearchHits.Add(new SearchHit { Word = hit.Number, DonorId = hit.DonorId });
        }
    }

    /// <summary>Words whose endings are there: they stand together, so the word itself speaks for all.</summary>
    private async Task<HashSet<long>> KnownWordsAsync(List<string> words, CancellationToken cancel)
    {
        var heads = words.Select(w => w.Length > GiftWords.LongestPart ? w[..GiftWords.LongestPart] : w).Distinct().ToList();
        var numbers = words.Select(GiftWords.NumberOf).ToHashSet();
        var stored = new HashSet<long>();
        foreach (var some in heads.Chunk(Chunk))
        {
            stored.UnionWith(await db.SearchParts.AsNoTracking().Where(p => some.Contains(p.Part)).Select(p => p.Word).ToListAsync(cancel));
        }

        stored.IntersectWith(numbers);
        return stored;
    }

    private async Task<HashSet<(long, Guid)>> StandingHitsAsync(List<long> words, List<Guid> donors, CancellationToken cancel)
    {
        var standing = new HashSet<(long, Guid)>();
        foreach (var some in donors.Chunk(Chunk))
        {
            var rows = await db.SearchHits.AsNoTracking().Where(h => some.Contains(h.DonorId)).Select(h => new { h.Word, h.DonorId }).ToListAsync(cancel);
            standing.UnionWith(rows.Select(r => (r.Word, r.DonorId)));
        }

        standing.IntersectWith(from word in words from donor in donors select (word, donor));
        return standing;
    }

    /// <summary>Values in one list of a query.</summary>
    private const int Chunk = 500;
}

/// <summary>
/// Puts gifts into the index that are not there: after a change of the rule by which words are made, or of a database that
/// was filled in another way. Usually there is nothing to do.
/// </summary>
internal sealed class IndexStoredGiftsJob(UseCases useCases) : ITimetableJob
{
    public string Name => "gifts.index";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public bool AtStart => true;

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await useCases.RunAsync<IndexStoredGifts, bool>(index => index.RunAsync(cancel), cancel))
        {
            cancel.ThrowIfCancellationRequested();
        }
    }
}

/// <summary>One commit's worth of <see cref="IndexStoredGiftsJob"/>, oldest gifts first.</summary>
public sealed class IndexStoredGifts(CharityDb db, IndexGifts index)
{
    /// <summary>Gifts in one commit: other writers wait for no longer than some tens of milliseconds.</summary>
    private const int Batch = 500;

    /// <summary>Raised when <see cref="GiftWords"/> makes other words than before.</summary>
    private const int Rule = 2;

    /// <returns>True while there is more to do.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var mark = await db.SearchMarks.SingleOrDefaultAsync(cancel);
        if (mark is null)
        {
            mark = new SearchMark { Rule = Rule };
            db.SearchMarks.Add(mark);
        }
        else if (mark.Rule != Rule)
        {
            (mark.Rule, mark.ThroughAt, mark.ThroughId, mark.Done) = (Rule, default, default, false);
        }

        if (mark.Done)
        {
            return false;
        }

        var (at, id) = (mark.ThroughAt, mark.ThroughId);
        var gifts = await db.Donations.AsNoTracking()
            .Where(d => d.CreatedAt >= at && (d.CreatedAt > at || d.Id.CompareTo(id) > 0))
            .OrderBy(d => d.CreatedAt).ThenBy(d => d.Id).Take(Batch)
            .ToListAsync(cancel);
        await index.AddAsync(gifts, cancel);
        if (gifts.Count > 0)
        {
            (mark.ThroughAt, mark.ThroughId) = (gifts[^1].CreatedAt, gifts[^1].Id);
        }

        mark.Done = gifts.Count < Batch;
        await db.SaveChangesAsync(cancel);
        return !mark.Done;
    }
}
