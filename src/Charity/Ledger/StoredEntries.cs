using System.Collections.Immutable;
using Charity.Accounting;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Ledger;

/// <summary>Turns stored rows back into the entries they were made from.</summary>
internal static class StoredEntries
{
    /// <summary>The postings of a run of entries with neighbouring ids, by entry.</summary>
    public static async Task<ILookup<long, StoredPosting>> PostingsOfAsync(
        CharityDb db, IReadOnlyList<EntryRow> entries, CancellationToken cancel)
    {
        if (entries.Count == 0)
        {
            return Enumerable.Empty<StoredPosting>().ToLookup(p => p.EntryId);
        }

        // A range with the entity joined in reads one stretch of the primary key, where a list of ids would be as long
        // as the batch.
        var (first, last, entity) = (entries.Min(e => e.Id), entries.Max(e => e.Id), entries[0].LegalEntityId);
        var rows = await db.Postings.AsNoTracking()
            .Where(p => p.EntryId >= first && p.EntryId <= last && p.Entry.LegalEntityId == entity)
            .OrderBy(p => p.EntryId).ThenBy(p => p.Line)
            .Select(p => new StoredPosting(p.EntryId, p.Account.Code, p.FundId, p.Currency, p.AmountMinor))
            .ToListAsync(cancel);
        return rows.ToLookup(p => p.EntryId);
    }

    /// <exception cref="InvalidEntryException">What is stored is no entry: someone changed it behind the program.</exception>
    public static ChainEntry ToChain(EntryRow row, long sequence, IEnumerable<StoredPosting> postings)
        => new(row.LegalEntityId, sequence, row.PostedAt, row.Actor, ToEntry(row, postings));

    /// <inheritdoc cref="ToChain"/>
    public static JournalEntry ToEntry(EntryRow row, IEnumerable<StoredPosting> postings)
        => JournalEntry.Create(
            row.SourceType, row.SourceId, row.Kind, row.EffectiveDate, row.Memo,
            postings.Select(p => new Posting(p.AccountCode, p.FundId, new Money(p.AmountMinor, Currency.Of(p.Currency)))).ToImmutableArray());
}

internal sealed record StoredPosting(long EntryId, string AccountCode, Guid? FundId, string Currency, long AmountMinor);
