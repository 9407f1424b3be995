using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Approvals;

public enum ApprovalResult
{
    Done,
    NotFound,

    /// <summary>Somebody decided it before, or it was taken back.</summary>
    AlreadyDecided,

    /// <summary>It waited too long; now it is marked as expired.</summary>
    Expired,

    /// <summary>Nobody decides what they asked for themselves.</summary>
    OwnRequest,

    /// <summary>Without the kind's permission, or with a shut account.</summary>
    NotAllowed,

    /// <summary>A decision needs a fresh second factor.</summary>
    NotConfirmed,

    /// <summary>Saying no needs a reason.</summary>
    NoteMissing,

    /// <summary>What was asked for cannot be done any more; nothing was changed.</summary>
    WorldChanged,
}

/// <param name="Why">In words why it cannot be done; only with <see cref="ApprovalResult.WorldChanged"/>.</param>
public sealed record ApprovalOutcome(ApprovalResult Result, ApprovalText? Why = null);

/// <param name="Approve">False to refuse, which needs a note.</param>
/// <param name="ConfirmedLately">Whether <paramref name="By"/> has shown a second factor within the last minutes.</param>
public sealed record ApprovalVerdict(Guid Id, bool Approve, string? Note, Actor By, bool ConfirmedLately);

/// <summary>A second person agrees, and it is done in the same save; or says no.</summary>
public sealed class DecideApproval(
    CharityDb db, ApprovalMap map, IStaffRights rights, AuditLog audit, IServiceProvider services, TimeProvider time)
{
    public async Task<ApprovalOutcome> RunAsync(ApprovalVerdict verdict, CancellationToken cancel)
    {
        var approval = await db.Approvals.SingleOrDefaultAsync(a => a.Id == verdict.Id, cancel);
        var note = ApprovalRequests.Cut(verdict.Note);
        if (await RefusalAsync(approval, verdict, note, cancel) is { } refusal)
        {
            return new(refusal);
        }

        var now = time.GetUtcNow().UtcDateTime;
        if (!approval!.IsOpen(now))
        {
            ApprovalRequests.Expire(approval, audit, now);
            await db.SaveChangesAsync(cancel);
            return new(ApprovalResult.Expired);
        }

        // Two people are two who work here now: a request that somebody left behind is asked anew by one who stays.
        if (verdict.Approve && !await MayAsync(approval.RequestedById, approval.Kind, cancel))
        {
            return new(ApprovalResult.WorldChanged, new ApprovalText(new TextKey("approval.refused.AskerGone")));
        }

        // Before the handler, which may let a service of the framework save: decision and effect are one commit.
        approval.Decide(verdict.Approve ? ApprovalDecision.Approved : ApprovalDecision.Refused, verdict.By, note, now);
        audit.Add(
            verdict.By, verdict.Approve ? "approval.approve" : "approval.refuse", ApprovalRequests.AuditKind, approval.Id,
            after: new { kind = approval.Kind, subject = approval.Subject, requestedBy = approval.RequestedBy }, reason: note);
        if (verdict.Approve)
        {
            var handler = (IApprovalHandler)services.GetService(map.Find(approval.Kind)!.Handler)!;
            var people = new ApprovalPeople(new Actor(approval.RequestedById, approval.RequestedBy), verdict.By, approval.Reason, note);
            if (await handler.ApplyAsync(approval.Payload, people, cancel) is { } why)
            {
                return new(ApprovalResult.WorldChanged, why);
            }
        }

        await db.SaveChangesAsync(cancel);
        return new(ApprovalResult.Done);
    }

    private async Task<ApprovalResult?> RefusalAsync(Approval? approval, ApprovalVerdict verdict, string? note, CancellationToken cancel)
    {
        if (approval is null)
        {
            return ApprovalResult.NotFound;
        }

        // The database is asked, not the cookie, which may be minutes older than a dismissal.
        return !await MayAsync(verdict.By.Id, approval.Kind, cancel) ? ApprovalResult.NotAllowed
            : approval.RequestedById == verdict.By.Id ? ApprovalResult.OwnRequest
            : approval.Decision != ApprovalDecision.Pending ? ApprovalResult.AlreadyDecided
            : !verdict.ConfirmedLately ? ApprovalResult.NotConfirmed
            : !verdict.Approve && note is null ? ApprovalResult.NoteMissing
            : null;
    }

    private async Task<bool> MayAsync(string person, string approvalKind, CancellationToken cancel)
        => map.Find(approvalKind) is { } kind && Guid.TryParse(person, out var staff) && await rights.MayAsync(staff, kind.Permission, cancel);
}

/// <summary>Whoever asked takes it back.</summary>
public sealed class WithdrawApproval(CharityDb db, AuditLog audit, TimeProvider time)
{
    public async Task<ApprovalResult> RunAsync(Guid id, Actor by, CancellationToken cancel)
    {
        var approval = await db.Approvals.SingleOrDefaultAsync(a => a.Id == id, cancel);
        if (approval is null)
        {
            return ApprovalResult.NotFound;
        }

        if (approval.RequestedById != by.Id)
        {
            return ApprovalResult.NotAllowed;
        }

        if (approval.Decision != ApprovalDecision.Pending)
        {
            return ApprovalResult.AlreadyDecided;
        }

        approval.Decide(ApprovalDecision.Withdrawn, by, null, time.GetUtcNow().UtcDateTime);
        audit.Add(by, "approval.withdraw", ApprovalRequests.AuditKind, approval.Id, after: new { kind = approval.Kind, subject = approval.Subject });
        await db.SaveChangesAsync(cancel);
        return ApprovalResult.Done;
    }
}
