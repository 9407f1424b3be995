using System.Text.Json;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Approvals;

public enum ApprovalRequestResult
{
    Asked,

    /// <summary>The same is waiting for a decision already.</summary>
    AlreadyPending,

    /// <summary>A request needs a reason.</summary>
    ReasonMissing,
}

/// <param name="Id">The request: the new one, or the one that is pending already; empty without a reason.</param>
public readonly record struct ApprovalRequested(ApprovalRequestResult Result, Guid Id);

/// <summary>Adds a request to the context, to be saved with what else the caller changes.</summary>
public sealed class ApprovalRequests(CharityDb db, AuditLog audit, Ids ids, IServiceProvider services, TimeProvider time)
{
    internal const string AuditKind = "approval";

    /// <summary>Adds the request and its audit line; the caller saves.</summary>
    /// <param name="reason">In the words of <paramref name="by"/>; cut at 1,000 characters.</param>
    /// <param name="by">A member of staff whose right to ask the caller has checked.</param>
    public async Task<ApprovalRequested> AddAsync<TPayload>(TPayload payload, string reason, Actor by, CancellationToken cancel)
        where TPayload : notnull, IApprovable
    {
        var why = Cut(reason);
        if (why is null)
        {
            return new(ApprovalRequestResult.ReasonMissing, Guid.Empty);
        }

        var now = time.GetUtcNow().UtcDateTime;
        var key = Approval.KeyOf(TPayload.Kind, payload.Subject);
        if (await db.Approvals.SingleOrDefaultAsync(a => a.PendingKey == key, cancel) is { } pending)
        {
            if (pending.IsOpen(now))
            {
                return new(ApprovalRequestResult.AlreadyPending, pending.Id);
            }

            // Frees the key, in the same save as the new row takes it.
            Expire(pending, audit, now);
        }

        var handler = (ApprovalHandler<TPayload>)services.GetService(typeof(ApprovalHandler<TPayload>))!;
        var approval = new Approval(
            ids.New(), TPayload.Kind, payload.Subject, await handler.DescribeAsync(payload, cancel), JsonSerializer.Serialize(payload),
            handler.AddressOf(payload), by, why, now);
        db.Approvals.Add(approval);
        audit.Add(by, "approval.request", AuditKind, approval.Id, after: new { kind = approval.Kind, subject = approval.Subject }, reason: why);
        return new(ApprovalRequestResult.Asked, approval.Id);
    }

    internal static void Expire(Approval approval, AuditLog audit, DateTime now)
    {
        approval.Decide(ApprovalDecision.Expired, null, null, now);
        audit.Add(Actor.Program("approvals"), "approval.expire", AuditKind, approval.Id, after: new { kind = approval.Kind, subject = approval.Subject });
    }

    /// <summary>Cleaned, any card number masked, and not too long; null when nothing is left.</summary>
    internal static string? Cut(string? typed)
        => TypedText.Lines(typed) is not { } text ? null : text.Length <= Approval.MaxReason ? text : text[..Approval.MaxReason];
}

/// <summary>Asks a second person to agree to something, and nothing else.</summary>
public sealed class RequestApproval(CharityDb db, ApprovalRequests requests)
{
    /// <inheritdoc cref="ApprovalRequests.AddAsync"/>
    public async Task<ApprovalRequested> RunAsync<TPayload>(TPayload payload, string reason, Actor by, CancellationToken cancel)
        where TPayload : notnull, IApprovable
    {
        var asked = await requests.AddAsync(payload, reason, by, cancel);
        await db.SaveChangesAsync(cancel);
        return asked;
    }
}
