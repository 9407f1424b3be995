using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Exceptions;

public enum ExceptionOutcome
{
    Done,
    NotFound,

    /// <summary>Nothing was written where something must be.</summary>
    TextMissing,

    /// <summary>It is closed (or, for reopening, open) already.</summary>
    AlreadySo,

    /// <summary>A colleague is asked to agree; until then it stays open.</summary>
    AskedColleague,

    /// <summary>A colleague was asked before.</summary>
    AskedBefore,
}

/// <summary>Gives a finding to somebody, adds a note, or opens it again: what one person may do alone.</summary>
public sealed class TendException(CharityDb db, AuditLog audit, Ids ids, TimeProvider time)
{
    internal const string AuditKind = "exception";

    /// <param name="owner">Who sees to it; null for nobody.</param>
    /// <param name="by">Who gives it to them.</param>
    public async Task<ExceptionOutcome> AssignAsync(Guid id, Actor? owner, Actor by, CancellationToken cancel)
    {
        if (await db.Exceptions.SingleOrDefaultAsync(e => e.Id == id, cancel) is not { } finding)
        {
            return ExceptionOutcome.NotFound;
        }

        if (finding.OwnerId == owner?.Id)
        {
            return ExceptionOutcome.AlreadySo;
        }

        audit.Add(by, "exception.assign", AuditKind, id, before: new { owner = finding.Owner }, after: new { owner = owner?.Name });
        finding.Assign(owner);
        await db.SaveChangesAsync(cancel);
        return ExceptionOutcome.Done;
    }

    public async Task<ExceptionOutcome> NoteAsync(Guid id, string? text, Actor by, CancellationToken cancel)
    {
        if (Text(text) is not { } words)
        {
            return ExceptionOutcome.TextMissing;
        }

        if (!await db.Exceptions.AnyAsync(e => e.Id == id, cancel))
        {
            return ExceptionOutcome.NotFound;
        }

        db.ExceptionNotes.Add(new ExceptionNote(ids.New(), id, by, words, time.GetUtcNow().UtcDateTime));
        audit.Add(by, "exception.note", AuditKind, id);
        await db.SaveChangesAsync(cancel);
        return ExceptionOutcome.Done;
    }

    /// <summary>The explanation did not hold: it becomes a note, and the finding waits for a person again.</summary>
    public async Task<ExceptionOutcome> ReopenAsync(Guid id, Actor by, CancellationToken cancel)
    {
        if (await db.Exceptions.SingleOrDefaultAsync(e => e.Id == id, cancel) is not { } finding)
        {
            return ExceptionOutcome.NotFound;
        }

        if (finding.IsOpen)
        {
            return ExceptionOutcome.AlreadySo;
        }

        audit.Add(by, "exception.reopen", AuditKind, id, before: new { explanation = finding.Explanation, by = finding.ExplainedBy });
        db.ExceptionNotes.Add(finding.Reopen(ids.New()));
        await db.SaveChangesAsync(cancel);
        return ExceptionOutcome.Done;
    }

    /// <summary>What was typed, cleaned, any card number masked, and cut to length; null when nothing is left.</summary>
    internal static string? Text(string? typed) => TypedText.Lines(typed) is { } text ? Cut(text, ExceptionNote.MaxText) : null;

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
