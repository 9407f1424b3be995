using Charity.Data;
using Charity.Exceptions;
using Charity.Languages;

namespace Charity.Payments;

/// <summary>Keeps the marks of polls and sweeps, and tells a person when one has stood still too long.</summary>
internal sealed class PollMarks(CharityDb db, ExceptionLog log, TimeProvider time)
{
    /// <summary>A first run looks back this far: what is older than this installation is not its business.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromHours(1);

    private static readonly TimeSpan Late = TimeSpan.FromHours(24);

    /// <summary>Ten days before the first events can no longer be listed.</summary>
    private static readonly TimeSpan TooLate = TimeSpan.FromDays(20);

    /// <summary>The mark, made before the first call so that a poll that never once succeeds has a beginning too.</summary>
    public async Task<PollMark> OpenAsync(string account, string stream, CancellationToken cancel)
    {
        var mark = await db.PollMarks.FindAsync([account, stream], cancel);
        if (mark is null)
        {
            mark = new PollMark(account, stream, time.GetUtcNow().UtcDateTime - FirstLook);
            db.PollMarks.Add(mark);
            await db.SaveChangesAsync(cancel);
        }

        return mark;
    }

    /// <summary>A run has read everything made before <paramref name="runStarted"/>.</summary>
    public async Task<bool> AdvanceAsync(string account, string stream, DateTime runStarted, int found, CancellationToken cancel)
    {
        var mark = await OpenAsync(account, stream, cancel);
        var gap = runStarted - (mark.LastGoodAt ?? mark.Watermark);
        if (gap > TooLate)
        {
            await RaiseAsync(mark, ExceptionSeverity.Critical, null, cancel);
        }

        mark.Advance(runStarted, time.GetUtcNow().UtcDateTime, found);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>A run has failed: from the first day on this is a finding, and after twenty days a critical one.</summary>
    public async Task<bool> FailAsync(string account, string stream, string code, CancellationToken cancel)
    {
        var mark = await OpenAsync(account, stream, cancel);
        var gap = time.GetUtcNow().UtcDateTime - (mark.LastGoodAt ?? mark.Watermark);
        if (gap > Late)
        {
            await RaiseAsync(mark, gap > TooLate ? ExceptionSeverity.Critical : ExceptionSeverity.Warning, code, cancel);
            await db.SaveChangesAsync(cancel);
        }

        return gap > Late;
    }

    /// <summary>The provider refuses the account's key: nothing of it can be fetched until someone mends that, so it is said at once.</summary>
    public async Task<bool> ReportKeyAsync(string account, string code, CancellationToken cancel)
    {
        var isNew = await log.RaiseAsync(
            new Finding(
                ExceptionKind.GatewayMisconfigured, ExceptionSeverity.Critical, ExceptionSubject.Account(account, time.GetUtcNow().UtcDateTime),
                new KeptText(new TextKey("finding.key-refused"), ("account", account), ("code", code))),
            cancel);
        await db.SaveChangesAsync(cancel);
        return isNew;
    }

    /// <param name="code">Why the list cannot be read; null where it was read again at last.</param>
    private Task<bool> RaiseAsync(PollMark mark, ExceptionSeverity severity, string? code, CancellationToken cancel)
    {
        var since = mark.LastGoodAt ?? mark.Watermark;
        var subject = ExceptionSubject.Poll(mark.Account, mark.Stream, since);
        return log.RaiseAsync(
            new Finding(
                ExceptionKind.PollGap, severity, severity == ExceptionSeverity.Critical ? subject + ":critical" : subject,
                code is null
                    ? new KeptText(new TextKey("finding.poll-late"), ("stream", mark.Stream), ("account", mark.Account), ("since", since))
                    : new KeptText(new TextKey("finding.poll-fails"), ("stream", mark.Stream), ("account", mark.Account), ("since", since), ("code", code))),
            cancel);
    }
}
