using Charity.Data;
using Charity.Data.Work;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Work;

/// <summary>Work that failed too often and waits for a person, and what is due now.</summary>
[Authorize(Policy = StaffPermissions.ViewWork)]
public sealed class IndexModel(CharityDb db, UseCases useCases, IWorkClock clock, TimeProvider time) : StaffPage
{
    private const int Shown = 100;

    public sealed record Row(WorkTable Table, long Id, string Kind, string About, int Attempts, DateTime CreatedAt, string? Error);

    public IReadOnlyList<Row> Parked { get; private set; } = [];
    public int InboxDue { get; private set; }
    public int OutboxDue { get; private set; }
    public IReadOnlyList<TimetableEntry> Timetable { get; private set; } = [];

    [TempData]
    public string? Said { get; set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var inbox = await db.Inbox.AsNoTracking().Where(e => e.State == WorkState.Parked).OrderByDescending(e => e.Id).Take(Shown)
            .Select(e => new Row(WorkTable.Inbox, e.Id, e.Type, e.ObjectId ?? "", e.Attempts, e.CreatedAt, e.LastError)).ToListAsync(cancel);
        var outbox = await db.Outbox.AsNoTracking().Where(e => e.State == WorkState.Parked).OrderByDescending(e => e.Id).Take(Shown)
            .Select(e => new Row(WorkTable.Outbox, e.Id, e.Kind, e.Subject, e.Attempts, e.CreatedAt, e.LastError)).ToListAsync(cancel);
        Parked = [.. inbox.Concat(outbox).OrderByDescending(r => r.CreatedAt)];
        InboxDue = await db.Inbox.CountAsync(e => (e.State == WorkState.Pending || e.State == WorkState.Started) && e.DueAt <= now, cancel);
        OutboxDue = await db.Outbox.CountAsync(e => (e.State == WorkState.Pending || e.State == WorkState.Started) && e.DueAt <= now, cancel);
        Timetable = await db.Timetable.AsNoTracking().OrderBy(e => e.Name).ToListAsync(cancel);
    }

    public async Task<IActionResult> OnPostRetryAsync(WorkTable table, long id, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.RetryWork))
        {
            return Forbid();
        }

        var outcome = await useCases.RunAsync<RetryWork, WorkOutcome>(retry => retry.RunAsync(table, id, Me, cancel), cancel);
        clock.Nudge();
        Said = outcome == WorkOutcome.Done ? "staff.work.retried" : "staff.work.gone";
        return RedirectToPage();
    }
}
