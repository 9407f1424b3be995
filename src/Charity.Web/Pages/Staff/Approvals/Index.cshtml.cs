using Charity.Data;
using Charity.Data.Approvals;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Approvals;

/// <summary>A table of requests.</summary>
/// <param name="MayDecide">Each row leads to the form that decides it.</param>
public sealed record RequestRows(IReadOnlyList<Approval> Items, bool MayDecide = false);

/// <summary>What needs a second person: what I may decide, what I asked for, and what was decided.</summary>
[Authorize(Policy = StaffSignIn.SecondFactorPolicy)]
public sealed class IndexModel(CharityDb db, ApprovalMap map, TimeProvider time) : StaffPage
{
    private const int Shown = 100;
    private const int PageSize = 30;

    public IReadOnlyList<Approval> Mine { get; private set; } = [];
    public IReadOnlyList<Approval> Asked { get; private set; } = [];
    public IReadOnlyList<Approval> Decided { get; private set; } = [];

    /// <summary>Pages of decided requests to pass over.</summary>
    [BindProperty(SupportsGet = true)]
    public int Skip { get; set; }

    public bool More { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        const int farthest = 1000;
        Skip = Math.Clamp(Skip, 0, farthest);
        var (me, now) = (Me.Id, time.GetUtcNow().UtcDateTime);
        Mine = await db.WaitingFor(me, map, User.May, now).OrderBy(a => a.RequestedAt).Take(Shown).ToListAsync(cancel);
        Asked = await db.Approvals.AsNoTracking()
            .Where(a => a.Decision == ApprovalDecision.Pending && a.ExpiresAt > now && a.RequestedById == me)
            .OrderByDescending(a => a.RequestedAt).Take(Shown).ToListAsync(cancel);
        var all = User.May(StaffPermissions.ViewAudit);
        var kinds = map.Kinds.Where(kind => User.May(kind.Permission)).Select(kind => kind.Kind).ToList();
        var decided = await db.Approvals.AsNoTracking()
            .Where(a => a.Decision != ApprovalDecision.Pending && (all || a.RequestedById == me || kinds.Contains(a.Kind)))
            .OrderByDescending(a => a.DecidedAt).ThenByDescending(a => a.Id).Skip(Skip * PageSize).Take(PageSize + 1).ToListAsync(cancel);
        More = decided.Count > PageSize;
        Decided = [.. decided.Take(PageSize)];
    }
}
