using Charity.Data.Audit;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Approvals;

/// <summary>Marks requests that nobody decided in time.</summary>
public sealed class ExpireApprovals(CharityDb db, AuditLog audit, TimeProvider time)
{
    private const int BatchSize = 100;

    /// <summary>The oldest first; run again until it returns 0.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var late = await db.Approvals.Where(a => a.Decision == ApprovalDecision.Pending && a.ExpiresAt <= now)
            .OrderBy(a => a.ExpiresAt).Take(BatchSize).ToListAsync(cancel);
        late.ForEach(approval => ApprovalRequests.Expire(approval, audit, now));
        await db.SaveChangesAsync(cancel);
        return late.Count;
    }
}

/// <summary>Looks once an hour.</summary>
public sealed class ExpireApprovalsJob(UseCases useCases) : ITimetableJob
{
    public string Name => "approvals.expire";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await useCases.RunAsync<ExpireApprovals, int>(expire => expire.RunAsync(cancel), cancel) > 0)
        {
            cancel.ThrowIfCancellationRequested();
        }
    }
}
