using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Exceptions;
using Charity.Reconciliation;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Work;

/// <summary>One finding: what it means, what to do and where, who sees to it, notes, and its end.</summary>
[Authorize(Policy = StaffPermissions.ViewWork)]
public sealed class ExceptionModel(CharityDb db, Causes causes, Remedies remedies, UseCases useCases, TimeProvider time) : StaffPage
{
    public ExceptionItem Finding { get; private set; } = null!;
    public IReadOnlyList<RemedyLink> Links { get; private set; } = [];
    public IReadOnlyList<ExceptionNote> Notes { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Colleagues { get; private set; } = new Dictionary<string, string>();
    /// <summary>What became of its cause, where the program sees that it is gone.</summary>
    public CauseEnd? Gone { get; private set; }
    public DateTime? DueBy { get; private set; }

    /// <summary>A request to close it that waits for a colleague.</summary>
    public Guid? Pending { get; private set; }

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>A form came without its text; null, or which.</summary>
    public string? Missing { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await FindAsync(id, cancel) ? Page() : NotFound();

    /// <param name="owner">A colleague's id; empty for nobody.</param>
    public async Task<IActionResult> OnPostAssignAsync(Guid id, string? owner, CancellationToken cancel)
    {
        Actor? assignee = null;
        if (owner is { Length: > 0 })
        {
            assignee = Guid.TryParse(owner, out var colleague)
                && await db.Users.AsNoTracking().Where(u => u.Id == colleague && u.DisabledAt == null).Select(u => u.DisplayName).SingleOrDefaultAsync(cancel) is { } name
                ? Actor.Staff(colleague, name)
                : null;
            if (assignee is null)
            {
                return NotFound();
            }
        }

        return await ChangeAsync(id, "owner", tend => tend.AssignAsync(id, assignee, Me, cancel), cancel);
    }

    public Task<IActionResult> OnPostNoteAsync(Guid id, string? note, CancellationToken cancel)
        => ChangeAsync(id, "note", tend => tend.NoteAsync(id, note, Me, cancel), cancel);

    public Task<IActionResult> OnPostReopenAsync(Guid id, CancellationToken cancel)
        => ChangeAsync(id, "reopen", tend => tend.ReopenAsync(id, Me, cancel), cancel);

    public async Task<IActionResult> OnPostCloseAsync(Guid id, string? explanation, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.CloseExceptions))
        {
            return Forbid();
        }

        var outcome = await useCases.RunAsync<CloseException, CloseException.Outcome>(close => close.RunAsync(id, explanation, Me, cancel), cancel);
        return outcome is { Result: ExceptionOutcome.AskedColleague, Request: { } request }
            ? RedirectToPage("/Staff/Approvals/Request", new { id = request })
            : await AnswerAsync(id, "explanation", outcome.Result, cancel);
    }

    private async Task<IActionResult> ChangeAsync(Guid id, string form, Func<TendException, Task<ExceptionOutcome>> change, CancellationToken cancel)
        => User.May(StaffPermissions.CloseExceptions)
            ? await AnswerAsync(id, form, await useCases.RunAsync(change, cancel), cancel)
            : Forbid();

    private async Task<IActionResult> AnswerAsync(Guid id, string form, ExceptionOutcome outcome, CancellationToken cancel)
    {
        if (outcome == ExceptionOutcome.NotFound || (outcome == ExceptionOutcome.TextMissing && !await FindAsync(id, cancel)))
        {
            return NotFound();
        }

        if (outcome != ExceptionOutcome.TextMissing)
        {
            return RedirectToPage(new { id });
        }

        Missing = form;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<bool> FindAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Exceptions.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancel) is not { } found)
        {
            return false;
        }

        Finding = found;
        Links = remedies.Of(found);
        Notes = await db.ExceptionNotes.AsNoTracking().Where(n => n.ExceptionId == id).OrderByDescending(n => n.At).ToListAsync(cancel);
        var gone = await causes.GoneAsync([found], cancel);
        Gone = gone.TryGetValue(id, out var end) ? end : null;
        DueBy = (await LateFindings.DueByAsync(db, [found], gone, cancel)).TryGetValue(id, out var due) ? due : null;
        var subject = id.ToString("N");
        Pending = (await db.PendingAboutAsync<CloseGrave>([subject], Now, cancel)).TryGetValue(subject, out var request) ? request : null;
        // Who may close it may be given it.
        Colleagues = (await db.Users.AsNoTracking().Where(u => u.DisabledAt == null).OrderBy(u => u.DisplayName)
                .Select(u => new { u.Id, u.DisplayName, u.Roles }).ToListAsync(cancel))
            .Where(u => StaffRoles.PermissionsOf(u.Roles).Contains(StaffPermissions.CloseExceptions))
            .ToDictionary(u => u.Id.ToString("N"), u => u.DisplayName);
        return true;
    }
}
