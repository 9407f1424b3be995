using Charity.Data;
using Charity.Data.Work;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Work;

/// <summary>Work that failed: what waits for a person, what is tried again by itself, what was set aside.</summary>
[Authorize(Policy = StaffPermissions.ViewWork)]
public sealed class IndexModel(CharityDb db, UseCases useCases, IWorkClock clock, TimeProvider time) : StaffPage
{
    public const int PageSize = 50;

    private const int FarthestPage = 40;

    /// <summary>How many rows of one kind wait in this view.</summary>
    public sealed record Pile(WorkTable Table, string Kind, int Count);

    [BindProperty(SupportsGet = true)]
    public WorkView View { get; set; }

    /// <summary>Only this kind.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>Pages passed over.</summary>
    [BindProperty(SupportsGet = true)]
    public int Skip { get; set; }

    public IReadOnlyList<FailedRow> Rows { get; private set; } = [];
    public IReadOnlyList<Pile> Piles { get; private set; } = [];
    public bool More { get; private set; }
    public int InboxDue { get; private set; }
    public int OutboxDue { get; private set; }
    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>How many were taken up by the form that was just sent; 0 where somebody was quicker.</summary>
    [TempData]
    public int? Retried { get; set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var now = Now;
        Skip = Math.Clamp(Skip, 0, FarthestPage);
        Kind = Kind is { Length: > 0 and <= 64 } ? Kind : null;
        var (inbox, outbox) = (In(db.Inbox), In(db.Outbox));
        Piles =
        [
            .. (await inbox.GroupBy(e => e.Kind).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel)).Select(g => new Pile(WorkTable.Inbox, g.Key, g.Count)),
            .. (await outbox.GroupBy(e => e.Kind).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel)).Select(g => new Pile(WorkTable.Outbox, g.Key, g.Count)),
        ];
        var upTo = ((Skip + 1) * PageSize) + 1;
        var events = await inbox.Where(e => Kind == null || e.Kind == Kind).OrderByDescending(e => e.CreatedAt).ThenByDescending(e => e.Id).Take(upTo)
            .Select(e => new FailedRow(WorkTable.Inbox, e.Id, e.Kind, e.ObjectId ?? "", e.Attempts, e.CreatedAt, e.DueAt, e.LastError, e.StaffNote, null, null, null)).ToListAsync(cancel);
        var messages = await outbox.Where(e => Kind == null || e.Kind == Kind).OrderByDescending(e => e.CreatedAt).ThenByDescending(e => e.Id).Take(upTo)
            .Select(e => new FailedRow(WorkTable.Outbox, e.Id, e.Kind, e.Subject, e.Attempts, e.CreatedAt, e.DueAt, e.LastError, e.StaffNote, e.Payload, null, null)).ToListAsync(cancel);
        var page = events.Concat(messages).OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id).Skip(Skip * PageSize).Take(PageSize + 1).ToList();
        More = page.Count > PageSize && Skip < FarthestPage;
        Rows = await FailedRow.WithSubjectsAsync(db, [.. page.Take(PageSize)], cancel);
        InboxDue = await db.Inbox.CountAsync(e => (e.State == WorkState.Pending || e.State == WorkState.Started) && e.DueAt <= now, cancel);
        OutboxDue = await db.Outbox.CountAsync(e => (e.State == WorkState.Pending || e.State == WorkState.Started) && e.DueAt <= now, cancel);
    }

    /// <summary>One row.</summary>
    public async Task<IActionResult> OnPostRetryAsync(string? row, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.RetryWork))
        {
            return Forbid();
        }

        var outcome = FailedRow.Parse(row) is var (table, id)
            ? await useCases.RunAsync<RetryWork, WorkOutcome>(retry => retry.RunAsync(table, id, Me, cancel), cancel)
            : WorkOutcome.NotFound;
        return Back(outcome == WorkOutcome.Done ? 1 : 0);
    }

    /// <summary>All of one kind that this view shows.</summary>
    public async Task<IActionResult> OnPostRetryAllAsync(WorkTable table, string? all, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.RetryWork))
        {
            return Forbid();
        }

        var (taken, after) = (0, (long?)(View == WorkView.Aside || all is not { Length: > 0 and <= 64 } ? null : 0));
        while (after is { } from)
        {
            (var more, after) = await useCases.RunAsync<RetryWork, (int, long?)>(
                retry => retry.RunAllAsync(table, all!, View == WorkView.Parked, from, Me, cancel), cancel);
            taken += more;
        }

        return Back(taken);
    }

    private RedirectToPageResult Back(int taken)
    {
        clock.Nudge();
        Retried = taken;
        return RedirectToPage(new { view = View == WorkView.Parked ? (WorkView?)null : View, kind = Kind });
    }

    private IQueryable<TRow> In<TRow>(IQueryable<TRow> rows)
        where TRow : WorkRow
        => (View switch
        {
            WorkView.Later => rows.Where(r => r.State == WorkState.Started && r.LeaseId == null && r.LastError != null),
            WorkView.Aside => rows.Where(r => r.State == WorkState.Ignored && r.StaffNote != null),
            _ => rows.Where(r => r.State == WorkState.Parked),
        }).AsNoTracking();
}
