using Charity.Data;
using Charity.Exceptions;
using Microsoft.EntityFrameworkCore;

namespace Charity.Ledger;

/// <summary>A later check of the books no longer names the row.</summary>
internal sealed class BooksCauses(CharityDb db) : ICauseCheck
{
    public IReadOnlyList<ExceptionKind> Kinds { get; } = [ExceptionKind.LedgerBreach, ExceptionKind.TotalDiffers];

    public async Task<IEnumerable<Guid>> GoneAsync(IReadOnlyList<ExceptionItem> open, CancellationToken cancel)
    {
        var last = await db.LedgerChecks.AsNoTracking().OrderByDescending(c => c.StartedAt).FirstOrDefaultAsync(cancel);
        return last is null ? [] : open.Where(finding => last.StartedAt > finding.FoundAt && !Names(last, finding)).Select(finding => finding.Id);
    }

    /// <summary>A finding's subject is invariant and row with a colon between; the check's lines have a space there.</summary>
    private static bool Names(LedgerCheck check, ExceptionItem finding)
    {
        var parts = finding.Subject.Split(':');
        var row = parts.Length >= 3 ? $"{parts[0]} {parts[1]}:{parts[2]} " : finding.Subject.Replace(':', ' ');
        return check.Detail.Split('\n').Any(line => (line + " ").StartsWith(row, StringComparison.Ordinal));
    }
}
