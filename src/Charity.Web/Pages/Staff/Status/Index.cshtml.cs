using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Ledger;
using Charity.Notifications;
using Charity.Operations;
using Charity.Reconciliation;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Status;

/// <summary>How the installation does: each line with its level in words and, where it is not well, what to do.</summary>
[Authorize(Policy = StaffPermissions.ViewWork)]
public sealed class IndexModel(CharityDb db, RecentHealth health, ReadStorage storage, TimeProvider time) : StaffPage
{
    /// <summary>Lists of the provider that are compared once a day may be this old.</summary>
    private static readonly TimeSpan OldestSweep = TimeSpan.FromHours(50);

    private static readonly string[] MailStates = ["sent", "waiting", "deferred", "uncertain", "bounced", "failed"];

    public sealed record Poll(string Account, string Stream, DateTime? LastGoodAt, int Found, HealthLevel Level);

    /// <summary>How many mails came to an end, or stand in a state, of those made since a moment.</summary>
    public sealed record Mails(string State, int Day, int Week);

    public IReadOnlyList<StatusLine> Lines { get; private set; } = [];
    public Condition? Condition { get; private set; }
    public IReadOnlyList<Poll> Polls { get; private set; } = [];
    public LedgerCheck? LastCheck { get; private set; }
    public DateTime? LastComparison { get; private set; }
    public int BalanceFindings { get; private set; }
    public IReadOnlyList<Mails> MailCounts { get; private set; } = [];
    public string? LastReply { get; private set; }
    public DateTime? LastReplyAt { get; private set; }
    public HealthLevel MailLevel { get; private set; }
    public IReadOnlyList<TimetableEntry> Timetable { get; private set; } = [];
    public Storage Storage { get; private set; } = new(null, null);
    public DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        (var findings, Condition) = await health.GetAsync(cancel);
        Storage = storage.Run();
        var now = Now;
        Polls = [.. (await db.PollMarks.AsNoTracking().OrderBy(m => m.Account).ThenBy(m => m.Stream).ToListAsync(cancel))
            .Select(m => new Poll(
                m.Account, m.Stream, m.LastGoodAt, m.LastFound,
                now - (m.LastGoodAt ?? m.Watermark) > (m.Stream == "events" ? CheckHealth.OldestPoll : OldestSweep) ? HealthLevel.Warning : HealthLevel.Ok))];
        LastCheck = await db.LedgerChecks.AsNoTracking().OrderByDescending(c => c.StartedAt).FirstOrDefaultAsync(cancel);
        Timetable = await db.Timetable.AsNoTracking().OrderBy(e => e.Name).ToListAsync(cancel);
        LastComparison = Timetable.FirstOrDefault(e => e.Name == "reconciliation.compare-balance")?.LastSucceededAt;
        BalanceFindings = await db.Exceptions.CountAsync(e => e.ExplainedAt == null && e.Kind == ExceptionKind.StripeBalanceDiffers, cancel);
        await ReadMailsAsync(now, cancel);
        Lines =
        [
            .. findings.Select(f => new StatusLine(f.Name, Worse(f), f.Detail is null ? null : Redaction.Clean(f.Detail))),
            new("mails", MailLevel, Address: "#mails"),
            new("exceptions", await ExceptionLevelAsync(now, cancel), Address: "/staff/exceptions"),
        ];

        // Lists that are compared once a day, and the balance, are looked at here alone.
        HealthLevel Worse(HealthFinding finding) => finding.Name switch
        {
            "polls" when Polls.Any(p => p.Level != HealthLevel.Ok) => Max(finding.Level, HealthLevel.Warning),
            "books" when BalanceFindings > 0 => Max(finding.Level, HealthLevel.Warning),
            _ => finding.Level,
        };

        static HealthLevel Max(HealthLevel one, HealthLevel other) => one > other ? one : other;
    }

    /// <summary>Something grave waits, or something waits too long. What is new and light is everyday work.</summary>
    private async Task<HealthLevel> ExceptionLevelAsync(DateTime now, CancellationToken cancel)
        => await db.Exceptions.AnyAsync(e => e.ExplainedAt == null && e.Severity == ExceptionSeverity.Critical, cancel)
           || await db.LateExceptions(now).AnyAsync(cancel) ? HealthLevel.Warning : HealthLevel.Ok;

    private async Task ReadMailsAsync(DateTime now, CancellationToken cancel)
    {
        var (day, week) = (now.AddDays(-1), now.AddDays(-7));
        var counts = await db.Mails.AsNoTracking().Where(m => m.CreatedAt >= week).GroupBy(m => m.State)
            .Select(g => new { g.Key, Week = g.Count(), Day = g.Count(m => m.CreatedAt >= day) }).ToListAsync(cancel);
        MailCounts = [.. MailStates.Select(state => new Mails(
            state, counts.Where(c => NameOf(c.Key) == state).Sum(c => c.Day), counts.Where(c => NameOf(c.Key) == state).Sum(c => c.Week)))];
        var last = await db.Mails.AsNoTracking().Where(m => m.LastReply != null).OrderByDescending(m => m.Id)
            .Select(m => new { m.LastReply, At = m.SentAt ?? m.FirstTriedAt }).FirstOrDefaultAsync(cancel);
        (LastReply, LastReplyAt) = (last?.LastReply is { } reply ? Redaction.Clean(reply) : null, last?.At);
        MailLevel = counts.Any(c => c is { Key: MailState.Failed, Week: > 0 }) || await MailTrouble.IsOnAsync(db, now, cancel) ? HealthLevel.Warning : HealthLevel.Ok;
    }

    private static string NameOf(MailState state) => state switch
    {
        MailState.Sent => "sent",
        MailState.Waiting or MailState.Sending => "waiting",
        MailState.Deferred => "deferred",
        MailState.Ambiguous => "uncertain",
        MailState.Bounced => "bounced",
        MailState.Failed => "failed",
        _ => "",
    };
}
