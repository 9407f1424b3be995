using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Work;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Approvals;

/// <summary>One request: what, why, who; and for a second person the decision, after a fresh second factor.</summary>
[Authorize(Policy = StaffSignIn.SecondFactorPolicy)]
public sealed class RequestModel(CharityDb db, ApprovalMap map, UseCases useCases, IWorkClock clock, TimeProvider time) : StaffPage
{
    public Approval Asked { get; private set; } = null!;

    /// <summary>Whose name it is: two people may have the same.</summary>
    public string? AskerAddress { get; private set; }

    public bool IsMine => Asked.RequestedById == Me.Id;

    public bool MayDecide => !IsMine && map.Find(Asked.Kind) is { } kind && User.May(kind.Permission);

    public bool IsOpen => Asked.IsOpen(time.GetUtcNow().UtcDateTime);

    /// <summary>Why the last decision was not taken.</summary>
    public ApprovalResult? Refused { get; private set; }

    public ApprovalText? Why { get; private set; }

    [BindProperty]
    public string? Note { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await FindAsync(id, cancel) ? Page() : NotFound();

    [ConfirmFirst]
    public Task<IActionResult> OnPostApproveAsync(Guid id, CancellationToken cancel) => DecideAsync(id, true, cancel);

    [ConfirmFirst]
    public Task<IActionResult> OnPostRefuseAsync(Guid id, CancellationToken cancel) => DecideAsync(id, false, cancel);

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken cancel)
    {
        var result = await useCases.RunAsync<WithdrawApproval, ApprovalResult>(withdraw => withdraw.RunAsync(id, Me, cancel), cancel);
        return await AnswerAsync(id, new ApprovalOutcome(result), cancel);
    }

    private async Task<IActionResult> DecideAsync(Guid id, bool approve, CancellationToken cancel)
    {
        var verdict = new ApprovalVerdict(id, approve, Note, Me, HttpContext.ConfirmedLately());
        var outcome = await useCases.RunAsync<DecideApproval, ApprovalOutcome>(decide => decide.RunAsync(verdict, cancel), cancel);
        clock.Nudge();
        return await AnswerAsync(id, outcome, cancel);
    }

    private async Task<IActionResult> AnswerAsync(Guid id, ApprovalOutcome outcome, CancellationToken cancel)
    {
        if (outcome.Result == ApprovalResult.Done)
        {
            return RedirectToPage("Index");
        }

        if (outcome.Result == ApprovalResult.NotAllowed)
        {
            return Forbid();
        }

        if (!await FindAsync(id, cancel))
        {
            return NotFound();
        }

        (Refused, Why) = (outcome.Result, outcome.Why);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>Only what the reader asked for, may decide, or may read in the audit anyway.</summary>
    private async Task<bool> FindAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Approvals.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } found)
        {
            return false;
        }

        Asked = found;
        AskerAddress = Guid.TryParseExact(found.RequestedById, "N", out var asker)
            ? await db.Users.AsNoTracking().Where(u => u.Id == asker).Select(u => u.Email).SingleOrDefaultAsync(cancel)
            : null;
        return IsMine || MayDecide || User.May(StaffPermissions.ViewAudit);
    }
}
