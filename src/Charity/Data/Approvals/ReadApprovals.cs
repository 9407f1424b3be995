using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Approvals;

/// <summary>Which requests concern whom. A query's caller adds order and limit.</summary>
public static class ReadApprovals
{
    /// <summary>Pending requests of others that someone with these permissions may decide.</summary>
    /// <param name="staff">As <see cref="Audit.Actor.Id"/>.</param>
    public static IQueryable<Approval> WaitingFor(this CharityDb db, string staff, ApprovalMap map, Func<string, bool> may, DateTime now)
    {
        var kinds = map.Kinds.Where(kind => may(kind.Permission)).Select(kind => kind.Kind).ToList();
        return db.Approvals.AsNoTracking().Where(a =>
            a.Decision == ApprovalDecision.Pending && a.ExpiresAt > now && a.RequestedById != staff && kinds.Contains(a.Kind));
    }

    /// <summary>Subjects, among these, about which a request of the kind is pending; with the request's id.</summary>
    public static async Task<IReadOnlyDictionary<string, Guid>> PendingAboutAsync<TPayload>(
        this CharityDb db, IEnumerable<string> subjects, DateTime now, CancellationToken cancel)
        where TPayload : notnull, IApprovable
    {
        var keys = subjects.Select(subject => Approval.KeyOf(TPayload.Kind, subject)).ToList();
        return keys.Count == 0
            ? new Dictionary<string, Guid>()
            : await db.Approvals.AsNoTracking().Where(a => a.PendingKey != null && keys.Contains(a.PendingKey) && a.ExpiresAt > now)
                .ToDictionaryAsync(a => a.Subject, a => a.Id, cancel);
    }
}
