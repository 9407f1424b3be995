using Charity.Data;
using Charity.Exceptions;
using Microsoft.EntityFrameworkCore;

namespace Charity.Ledger;

/// <summary>A later check of the books no longer names the row.</summary>
internal sealed class BooksCauses(CharityDb db) : ICauseCheck
{
    public IReadOnlyList<ExceptionKind> Kinds { get; } = [ExceptionKind.LedgerBreach, ExceptionKind.TotalDiffers];

    public async Task<IEnumerable<GoneCause>> GoneAsync(IReadOnlyList<ExceptionItem> open, CancellationToken cancel)
    {
        var last = await db.LedgerChecks.AsNoTracking().OrderByDescending(c => c.StartedAt).FirstOrDefaultAsync(cancel);
        return last is null ? [] : open.Where(finding => last.StartedAt > finding.FoundAt && !Names(last, finding)).Select(finding => finding.Gone());
    }

    /// <summary>
    /// A finding's subject is invariant and row with a colon between, and for a total the night; the check's lines have a
    /// space there. A check that names only the first of many rows says nothing of the others.
    /// </summary>
    private static bool Names(LedgerCheck check, ExceptionItem finding)
    {
        var parts = finding.Subject.Split(':');
        var row = string.Join(':', finding.Kind == ExceptionKind.TotalDiffers ? parts[1..^1] : parts[1..]);
        string[] lines = [$"{parts[0]} {row} ", $"{parts[0]} {row.Split(':')[0]}:more "];
        return check.Detail.Split('\n').Any(line => Array.Exists(lines, start => (line + " ").StartsWith(start, StringComparison.Ordinal)));
    }
}
