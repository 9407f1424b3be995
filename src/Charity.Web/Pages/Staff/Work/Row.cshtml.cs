using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Work;

/// <summary>One piece of failed work: what it is, why it failed, what was done about it, and what can be done now.</summary>
[Authorize(Policy = StaffPermissions.ViewWork)]
public sealed class RowModel(CharityDb db, UseCases useCases, IWorkClock clock, TimeProvider time) : StaffPage
{
    private const int ShownLines = 30;

    public FailedRow Row { get; private set; } = null!;
    public WorkState State { get; private set; }
    public bool MayBeRetried { get; private set; }
    public bool IsParked { get; private set; }
    public InboxEvent? Event { get; private set; }
    public IReadOnlyList<AuditRow> Lines { get; private set; } = [];

    /// <summary>A request to set it aside that waits for a colleague.</summary>
    public Guid? Pending { get; private set; }

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>The reason was left out.</summary>
    public bool ReasonMissing { get; private set; }

    [TempData]
    public bool? Retried { get; set; }

    public async Task<IActionResult> OnGetAsync(string key, CancellationToken cancel) => await FindAsync(key, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostRetryAsync(string key, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.RetryWork))
        {
            return Forbid();
        }

        if (FailedRow.Parse(key) is not var (table, id))
        {
            return NotFound();
        }

        Retried = await useCases.RunAsync<RetryWork, WorkOutcome>(retry => retry.RunAsync(table, id, Me, cancel), cancel) == WorkOutcome.Done;
        clock.Nudge();
        return RedirectToPage(new { key });
    }

    /// <summary>Asks a colleague to agree that nothing is to be done.</summary>
    public async Task<IActionResult> OnPostIgnoreAsync(string key, string? reason, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.IgnoreWork))
        {
            return Forbid();
        }

        if (!await FindAsync(key, cancel))
        {
            return NotFound();
        }

        if (!IsParked)
        {
            return RedirectToPage(new { key });
        }

        var asked = await useCases.RunAsync<RequestApproval, ApprovalRequested>(
            ask => ask.RunAsync(new IgnoreWork(Row.Table, Row.Id), reason ?? "", Me, cancel), cancel);
        if (asked.Result == ApprovalRequestResult.ReasonMissing)
        {
            ReasonMissing = true;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        return RedirectToPage("/Staff/Approvals/Request", new { id = asked.Id });
    }

    private async Task<bool> FindAsync(string key, CancellationToken cancel)
    {
        if (FailedRow.Parse(key) is not var (table, id))
        {
            return false;
        }

        WorkRow? row;
        string about;
        string? payload = null;
        if (table == WorkTable.Inbox)
        {
            Event = await db.Inbox.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancel);
            (row, about) = (Event, Event?.ObjectId ?? "");
        }
        else
        {
            var message = await db.Outbox.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancel);
            (row, about, payload) = (message, message?.Subject ?? "", message?.Payload);
        }

        if (row is null)
        {
            return false;
        }

        var found = new FailedRow(table, id, row.Kind, about, row.Attempts, row.CreatedAt, row.DueAt, row.LastError, row.StaffNote, payload);
        Row = (await FailedRow.WithSubjectsAsync(db, [found], cancel))[0];
        (State, IsParked, MayBeRetried) = (row.State, row.IsParked(), row.IsParked() || row.IsPutOff() || row.IsSetAside());
        var subject = "work:" + Row.Key;
        Lines = await db.Audit.AsNoTracking().Where(a => a.Subject == subject).OrderByDescending(a => a.Id).Take(ShownLines).ToListAsync(cancel);
        var pending = await db.PendingAboutAsync<IgnoreWork>([Row.Key], Now, cancel);
        Pending = pending.TryGetValue(Row.Key, out var request) ? request : null;
        return true;
    }
}
