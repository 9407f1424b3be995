using Charity.Data;
using Charity.Exceptions;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

/// <summary>Which findings wait too long: their severity says how long they may, and a dispute has a date of its own.</summary>
public static class LateFindings
{
    /// <summary>A dispute's answer is late when less than this is left for it.</summary>
    private static readonly TimeSpan AnswerSoon = TimeSpan.FromDays(3);

    /// <summary>Open findings that wait longer than their severity allows, and disputes that nobody answered whose answer is due soon.</summary>
    public static IQueryable<ExceptionItem> LateExceptions(this CharityDb db, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(db);
        var critical = now - ExceptionPatience.Of(ExceptionSeverity.Critical);
        var warning = now - ExceptionPatience.Of(ExceptionSeverity.Warning);
        var notice = now - ExceptionPatience.Of(ExceptionSeverity.Notice);
        var soon = now + AnswerSoon;
        return db.Exceptions.Where(e => e.ExplainedAt == null
            && ((e.Severity == ExceptionSeverity.Critical && e.FoundAt <= critical)
                || (e.Severity == ExceptionSeverity.Warning && e.FoundAt <= warning)
                || (e.Severity == ExceptionSeverity.Notice && e.FoundAt <= notice)
                || (e.Kind == ExceptionKind.DisputeNeedsResponse
                    && db.Disputes.Any(d => d.DueBy != null && d.DueBy <= soon
                        && ((e.Subject == "dispute:" + d.ProviderId && (d.Status == Dispute.Unanswered || d.Status == Dispute.UnansweredInquiry))
                            || (e.Subject == "dispute:" + d.ProviderId + ":inquiry" && d.Status == Dispute.UnansweredInquiry))))));
    }

    /// <summary>Until when the provider takes an answer, for those that are about a dispute which waits for one.</summary>
    /// <param name="gone">See <see cref="Causes.GoneAsync"/>: what was answered or decided has no date any more.</param>
    public static async Task<IReadOnlyDictionary<Guid, DateTime>> DueByAsync(
        CharityDb db, IEnumerable<ExceptionItem> findings, IReadOnlyDictionary<Guid, CauseEnd> gone, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(gone);
        var disputes = findings.Where(f => f.IsOpen && !gone.ContainsKey(f.Id) && f.Kind == ExceptionKind.DisputeNeedsResponse && f.IdOf("dispute") is not null)
            .ToDictionary(f => f.Id, f => f.IdOf("dispute")!);
        var ids = disputes.Values.ToList();
        var due = ids.Count == 0 ? [] : await db.Disputes.AsNoTracking().Where(d => ids.Contains(d.ProviderId) && d.DueBy != null)
            .ToDictionaryAsync(d => d.ProviderId, d => d.DueBy!.Value, cancel);
        return disputes.Where(d => due.ContainsKey(d.Value)).ToDictionary(d => d.Key, d => due[d.Value]);
    }
}
