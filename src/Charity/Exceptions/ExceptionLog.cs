using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Exceptions;

/// <summary>Something that a person must look at.</summary>
/// <param name="Subject">What it is about, made with <see cref="ExceptionSubject"/>; with the kind it is the finding's key.</param>
/// <param name="Detail">For staff, in the language of whoever reads it; ids and amounts, never names or addresses.</param>
/// <param name="AmountMinor">Minor units of <paramref name="Currency"/>, when money is concerned.</param>
public sealed record Finding(
    ExceptionKind Kind, ExceptionSeverity Severity, string Subject, KeptText Detail,
    Guid? LegalEntityId = null, Guid? DonationId = null, long? AmountMinor = null, string? Currency = null);

/// <summary>
/// Adds findings to the context, to be saved with whatever found them. A finding that stands already, open or
/// explained, is left as it is: finding it again is no news and no error. One that was closed because its cause was gone
/// opens again: the cause is back.
/// </summary>
public sealed class ExceptionLog(CharityDb db, AuditLog audit, Ids ids, TimeProvider time)
{
    private static readonly Actor Finder = Actor.Program("findings");

    /// <summary>True when the finding was new.</summary>
    public async Task<bool> RaiseAsync(Finding finding, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(finding.Subject);
        if (await HasAsync(finding.Kind, finding.Subject, cancel))
        {
            await ReopenAsync(finding, cancel);
            return false;
        }

        db.Exceptions.Add(new ExceptionItem
        {
            Id = ids.New(),
            Kind = finding.Kind,
            Severity = finding.Severity,
            Subject = finding.Subject,
            LegalEntityId = finding.LegalEntityId,
            DonationId = finding.DonationId,
            AmountMinor = finding.AmountMinor,
            Currency = finding.Currency,
            DetailKey = finding.Detail.Key.Key,
            Detail = finding.Detail.WriteValues(),
            FoundAt = time.GetUtcNow().UtcDateTime,
        });
        return true;
    }

    private async Task ReopenAsync(Finding finding, CancellationToken cancel)
    {
        if (await db.Exceptions.SingleOrDefaultAsync(e => e.Kind == finding.Kind && e.Subject == finding.Subject && e.CauseEnd != null, cancel) is not { CauseEnd: not null } closed)
        {
            return;
        }

        audit.Add(
            Finder, "exception.reopen", TendException.AuditKind, closed.Id, before: new { explanation = closed.Explanation, cause = closed.CauseEnd, by = closed.ExplainedBy },
            reason: "Found again after its cause was gone.");
        db.ExceptionNotes.Add(closed.Reopen(ids.New()));
        closed.FindAgain(finding, time.GetUtcNow().UtcDateTime);
    }

    /// <summary>True when a finding of this kind names the subject, saved or still to be saved.</summary>
    public async Task<bool> HasAsync(ExceptionKind kind, string subject, CancellationToken cancel)
        // One context often meets the same finding twice before it saves; the table knows only the saved one.
        => db.ChangeTracker.Entries<ExceptionItem>().Any(e => e.Entity.Kind == kind && e.Entity.Subject == subject)
           || await db.Exceptions.AsNoTracking().AnyAsync(e => e.Kind == kind && e.Subject == subject, cancel);
}
