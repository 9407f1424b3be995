using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Exceptions;

/// <summary>
/// Closes a finding with its explanation. What is grave or about money needs a colleague to agree, except where the program
/// itself sees that the cause is gone.
/// </summary>
public sealed class CloseException(CharityDb db, Causes causes, ApprovalRequests approvals, AuditLog audit, TimeProvider time)
{
    /// <param name="Request">The request to a colleague, where there is one.</param>
    public readonly record struct Outcome(ExceptionOutcome Result, Guid? Request = null);

    /// <param name="explanation">Why nothing more is to be done; may be left out where the cause is gone.</param>
    public async Task<Outcome> RunAsync(Guid id, string? explanation, Actor by, CancellationToken cancel)
    {
        if (await db.Exceptions.SingleOrDefaultAsync(e => e.Id == id, cancel) is not { } finding)
        {
            return new(ExceptionOutcome.NotFound);
        }

        if (!finding.IsOpen)
        {
            return new(ExceptionOutcome.AlreadySo);
        }

        CauseEnd? end = (await causes.GoneAsync([finding], cancel)).TryGetValue(id, out var seen) ? seen : null;
        var why = TendException.Text(explanation);
        if (why is null && end is null)
        {
            return new(ExceptionOutcome.TextMissing);
        }

        if (finding.NeedsSecondPerson && end is null)
        {
            var asked = await approvals.AddAsync(new CloseGrave(id, why!), why!, by, cancel);
            await db.SaveChangesAsync(cancel);
            return new(asked.Result == ApprovalRequestResult.Asked ? ExceptionOutcome.AskedColleague : ExceptionOutcome.AskedBefore, asked.Id);
        }

        audit.Add(
            by, "exception.close", TendException.AuditKind, id, after: new { kind = finding.Kind, subject = finding.Subject, cause = end },
            reason: why?.Length > Approval.MaxReason ? why[..Approval.MaxReason] : why);
        finding.Close(by.Name, why, time.GetUtcNow().UtcDateTime, end);
        await db.SaveChangesAsync(cancel);
        return new(ExceptionOutcome.Done);
    }
}

/// <summary>A grave finding, or one about money, is to be closed.</summary>
public sealed record CloseGrave(Guid FindingId, string Explanation) : IApprovable
{
    public static string Kind => "exceptions.close";

    public static string Permission => "exceptions.close";

    public string Subject => FindingId.ToString("N");
}

/// <summary>Closes it in the names of both.</summary>
internal sealed class CloseGraveHandler(CharityDb db, AuditLog audit, TimeProvider time) : ApprovalHandler<CloseGrave>
{
    public override async Task<ApprovalText> DescribeAsync(CloseGrave payload, CancellationToken cancel)
    {
        var finding = await db.Exceptions.AsNoTracking().SingleAsync(e => e.Id == payload.FindingId, cancel);
        (string, object) kind = ("kind", new TextKey($"staff.exception.{finding.Kind}")), subject = ("subject", finding.Subject);
        return finding is { AmountMinor: { } minor, Currency: { } currency }
            ? new ApprovalText(new TextKey("approval.what.exceptions-close"), kind, subject, ("sum", Sum.Value(minor, currency)))
            : new ApprovalText(new TextKey("approval.what.exceptions-close-sumless"), kind, subject);
    }

    public override string AddressOf(CloseGrave payload) => "/staff/exceptions/" + payload.FindingId;

    public override async Task<ApprovalText?> ApplyAsync(CloseGrave payload, ApprovalPeople people, CancellationToken cancel)
    {
        var finding = await db.Exceptions.SingleOrDefaultAsync(e => e.Id == payload.FindingId, cancel);
        if (finding is null || !finding.IsOpen)
        {
            return new ApprovalText(new TextKey("approval.changed.exceptions-close"));
        }

        audit.Add(
            people.DecidedBy, "exception.close", TendException.AuditKind, finding.Id,
            after: new { kind = finding.Kind, subject = finding.Subject, askedBy = people.RequestedBy.Name }, reason: people.Reason);
        finding.Close($"{people.RequestedBy.Name}, {people.DecidedBy.Name}", payload.Explanation, time.GetUtcNow().UtcDateTime, causeEnd: null);
        return null;
    }
}
