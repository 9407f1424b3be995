using Charity.Accounting;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Ledger;

public enum PostOutcome
{
    Posted,

    /// <summary>The same entry stands already; nothing was added.</summary>
    AlreadyPosted,
}

/// <summary>What became of an entry.</summary>
public enum EntryStanding
{
    NeverPosted,
    Stands,

    /// <summary>A reversal has undone it; its key is used up.</summary>
    Undone,
}

/// <summary>A key of the journal was used again for other facts: a bug, or someone changed a fact that cannot change.</summary>
public sealed class EntryConflictException(string key)
    : Exception($"Entry {key} stands already with other facts. Correct it by a reversal; never post it again.");

/// <summary>
/// Adds a journal entry to the context, to be saved with the fact that caused it. The key (entity, source type, source
/// id, kind) is unique in the database; the same entry twice is one entry.
/// </summary>
public sealed class PostEntry(CharityDb db, AccountBook accounts, TimeProvider time)
{
    /// <summary>Posts the entry unless it stands already.</summary>
    /// <param name="actor">Who or what posts it: a staff id or the name of a worker.</param>
    /// <exception cref="EntryConflictException">The key stands with other facts.</exception>
    /// <exception cref="InvalidEntryException">The chart has no such account.</exception>
    public async Task<PostOutcome> RunAsync(Guid legalEntityId, JournalEntry entry, string actor, CancellationToken cancel)
    {
        var standing = db.Entries.Local.FirstOrDefault(e => IsKeyOf(e, legalEntityId, entry))?.InputHash
            ?? await db.Entries.AsNoTracking()
                .Where(e => e.LegalEntityId == legalEntityId && e.SourceType == entry.SourceType
                    && e.SourceId == entry.SourceId && e.Kind == entry.Kind)
                .Select(e => e.InputHash)
                .FirstOrDefaultAsync(cancel);
        if (standing is null)
        {
            await AddNewAsync(legalEntityId, entry, actor, cancel);
            return PostOutcome.Posted;
        }

        return standing.AsSpan().SequenceEqual(entry.InputHash.Span)
            ? PostOutcome.AlreadyPosted
            : throw new EntryConflictException(entry.Key);
    }

    /// <summary>
    /// Posts an entry whose source the caller has just stored for the first time, without asking the table: for batches.
    /// Should it stand already after all, the unique key refuses the save.
    /// </summary>
    public async ValueTask<EntryRow> AddNewAsync(Guid legalEntityId, JournalEntry entry, string actor, CancellationToken cancel)
    {
        var row = new EntryRow
        {
            LegalEntityId = legalEntityId,
            SourceType = entry.SourceType,
            SourceId = entry.SourceId,
            Kind = entry.Kind,
            EffectiveDate = entry.EffectiveDate,
            PostedAt = time.GetUtcNow().UtcDateTime,
            Memo = entry.Memo,
            Actor = actor,
            InputHash = entry.InputHash.ToArray(),
        };
        db.Entries.Add(row);
        for (var i = 0; i < entry.Postings.Length; i++)
        {
            var posting = entry.Postings[i];
            var line = new PostingRow
            {
                Entry = row,
                Line = i + 1,
                FundId = posting.FundId,
                Currency = posting.Currency.Code,
                AmountMinor = posting.Amount.Minor,
            };
            await accounts.AssignAsync(line, legalEntityId, posting.AccountCode, cancel);
            db.Postings.Add(line);
        }

        return row;
    }

    /// <summary>Whether an entry of that key was posted, and stands.</summary>
    public async Task<EntryStanding> StandingAsync(Guid legalEntityId, string sourceType, string sourceId, string kind, CancellationToken cancel)
    {
        if (await FindAsync(legalEntityId, sourceType, sourceId, kind, cancel) is not { } posted)
        {
            return EntryStanding.NeverPosted;
        }

        var isUndone = posted.Id > 0
            && (db.Entries.Local.Any(e => e.ReversesId == posted.Id) || await db.Entries.AnyAsync(e => e.ReversesId == posted.Id, cancel));
        return isUndone ? EntryStanding.Undone : EntryStanding.Stands;
    }

    /// <summary>Posts the entry that undoes a saved one; at most one ever does.</summary>
    /// <param name="effectiveDate">The day on which it takes effect, in the entity's zone.</param>
    /// <exception cref="InvalidOperationException">No saved entry has that key.</exception>
    public async Task<PostOutcome> ReverseAsync(
        Guid legalEntityId, string sourceType, string sourceId, string kind, DateOnly effectiveDate, string reason, string actor,
        CancellationToken cancel)
    {
        var reversed = await FindAsync(legalEntityId, sourceType, sourceId, kind, cancel);
        if (reversed is not { Id: > 0 })
        {
            throw new InvalidOperationException($"There is no saved entry {sourceType}/{sourceId}/{kind} to undo.");
        }

        var postings = await StoredEntries.PostingsOfAsync(db, [reversed], cancel);
        var reversal = StoredEntries.ToEntry(reversed, postings[reversed.Id]).Reverse(effectiveDate, reason);
        var outcome = await RunAsync(legalEntityId, reversal, actor, cancel);
        if (outcome == PostOutcome.Posted)
        {
            db.Entries.Local.First(e => IsKeyOf(e, legalEntityId, reversal)).ReversesId = reversed.Id;
        }

        return outcome;
    }

    private async Task<EntryRow?> FindAsync(Guid legalEntityId, string sourceType, string sourceId, string kind, CancellationToken cancel)
        => db.Entries.Local.FirstOrDefault(e => e.LegalEntityId == legalEntityId && e.SourceType == sourceType && e.SourceId == sourceId && e.Kind == kind)
           ?? await db.Entries.AsNoTracking().FirstOrDefaultAsync(
               e => e.LegalEntityId == legalEntityId && e.SourceType == sourceType && e.SourceId == sourceId && e.Kind == kind, cancel);

    private static bool IsKeyOf(EntryRow row, Guid legalEntityId, JournalEntry entry)
        => row.LegalEntityId == legalEntityId && row.SourceType == entry.SourceType
           && row.SourceId == entry.SourceId && row.Kind == entry.Kind;
}
