using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Operations;

/// <summary>How the installation does at one moment. Ages and lags are business time.</summary>
/// <param name="InboxLag">How long the oldest event that is due has waited; zero when none is.</param>
/// <param name="OutboxLag">The same for our own messages.</param>
/// <param name="InboxParked">Events that wait for a person.</param>
/// <param name="OutboxParked">Messages that wait for a person.</param>
/// <param name="PollAge">Time since the list of events was last read well, of the account that is furthest behind; null without accounts.</param>
/// <param name="OpenFindings">What finance must look at and nobody has explained, by severity.</param>
/// <param name="CheckAge">Time since the books were last verified; null when they never were.</param>
/// <param name="CheckBreaches">What that check found; 0 when there was none.</param>
public sealed record Condition(
    TimeSpan InboxLag, TimeSpan OutboxLag, int InboxParked, int OutboxParked, TimeSpan? PollAge,
    IReadOnlyDictionary<ExceptionSeverity, int> OpenFindings, TimeSpan? CheckAge, int CheckBreaches);

/// <summary>Reads the <see cref="Condition"/> in few small queries; each has an index.</summary>
public sealed class ReadCondition(IDbContextFactory<CharityDb> contexts, IOptions<StripeOptions> stripe, TimeProvider time)
{
    /// <summary>The stream of <see cref="PollMark"/> that health looks at.</summary>
    private const string Events = "events";

    public async Task<Condition> RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var check = await db.LedgerChecks.AsNoTracking().OrderByDescending(c => c.StartedAt)
            .Select(c => new { c.FinishedAt, c.Breaches }).FirstOrDefaultAsync(cancel);
        var findings = await db.Exceptions.Where(e => e.ExplainedAt == null)
            .GroupBy(e => e.Severity).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        return new Condition(
            await LagAsync(db.Inbox, now, cancel), await LagAsync(db.Outbox, now, cancel),
            await db.Inbox.CountAsync(e => e.State == WorkState.Parked, cancel), await db.Outbox.CountAsync(m => m.State == WorkState.Parked, cancel),
            await PollAgeAsync(db, now, cancel), findings.ToDictionary(f => f.Key, f => f.Count),
            check is null ? null : now - check.FinishedAt, check?.Breaches ?? 0);
    }

    /// <summary>Rows in work are due at the end of their lease, so they do not count.</summary>
    private static async Task<TimeSpan> LagAsync<TRow>(DbSet<TRow> rows, DateTime now, CancellationToken cancel)
        where TRow : WorkRow
    {
        var oldest = await rows
            .Where(r => (r.State == WorkState.Pending || r.State == WorkState.Started) && r.DueAt <= now)
            .MinAsync(r => (DateTime?)r.DueAt, cancel);
        return oldest is { } due ? now - DateTime.SpecifyKind(due, DateTimeKind.Utc) : TimeSpan.Zero;
    }

    private async Task<TimeSpan?> PollAgeAsync(CharityDb db, DateTime now, CancellationToken cancel)
    {
        var accounts = stripe.Value.Accounts.Select(a => a.Id).ToList();
        if (accounts.Count == 0)
        {
            return null;
        }

        var marks = await db.PollMarks.AsNoTracking().Where(m => m.Stream == Events && accounts.Contains(m.Account)).ToListAsync(cancel);
        // An account whose mark is not there yet is about to be read for the first time.
        return marks.Count == 0 ? TimeSpan.Zero : marks.Max(m => now - (m.LastGoodAt ?? m.Watermark));
    }
}
