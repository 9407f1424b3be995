using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Ledger;
using Charity.Reconciliation;
using Charity.Staff;
using Charity.Web.Hosting;
using Charity.Web.Pages.Staff.Messages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff;

/// <summary>Today: what waits for a person, and whether the books were checked.</summary>
[Authorize(Policy = StaffSignIn.SecondFactorPolicy)]
public sealed class IndexModel(CharityDb db, ApprovalMap approvals, TimeProvider time) : StaffPage
{
    private const int Shown = 8;

    public int Approvals { get; private set; }
    public int Parked { get; private set; }
    public int OpenExceptions { get; private set; }
    public int MyExceptions { get; private set; }
    public int LateExceptions { get; private set; }
    public int Messages { get; private set; }

    /// <summary>Campaigns whose draft was refused at its set time, and which nobody has mended since.</summary>
    public IReadOnlyList<Guid> Unpublished { get; private set; } = [];
    public int ExpectedTransfers { get; private set; }
    public int PaidLastDay { get; private set; }
    public LedgerCheck? LastCheck { get; private set; }
    public DateTime? LastPoll { get; private set; }
    public IReadOnlyList<ExceptionItem> Newest { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var since = now.AddDays(-1);
        Approvals = await db.WaitingFor(Me.Id, approvals, User.May, now).CountAsync(cancel);
        Messages = User.May(StaffPermissions.ModerateMessages) ? await db.WaitingMessages().CountAsync(cancel) : 0;
        Unpublished = User.May(StaffPermissions.PublishCampaigns)
            ? await db.CampaignDrafts.Where(d => d.RefusedAt != null).Select(d => d.CampaignId).ToListAsync(cancel)
            : [];
        ExpectedTransfers = !User.May(StaffPermissions.ViewGifts) ? 0 : await db.Donations.CountAsync(d => d.Status == DonationStatus.Expected, cancel);
        PaidLastDay = await db.Donations.CountAsync(d => d.Status == DonationStatus.Succeeded && d.PaidAt >= since, cancel);
        LastCheck = await db.LedgerChecks.AsNoTracking().OrderByDescending(c => c.StartedAt).FirstOrDefaultAsync(cancel);
        LastPoll = await db.PollMarks.Where(m => m.Stream == "events").MaxAsync(m => m.LastGoodAt, cancel);
        if (User.May(StaffPermissions.ViewWork))
        {
            await LoadTroubleAsync(now, cancel);
        }
    }

    /// <summary>Exceptions and parked work tell of single gifts: they are read only for who may open them.</summary>
    private async Task LoadTroubleAsync(DateTime now, CancellationToken cancel)
    {
        Parked = await db.Outbox.CountAsync(m => m.State == WorkState.Parked, cancel)
                 + await db.Inbox.CountAsync(m => m.State == WorkState.Parked, cancel);
        OpenExceptions = await db.Exceptions.CountAsync(e => e.ExplainedAt == null, cancel);
        var me = Me.Id;
        MyExceptions = await db.Exceptions.CountAsync(e => e.OwnerId == me && e.ExplainedAt == null, cancel);
        LateExceptions = await db.LateExceptions(now).CountAsync(cancel);
        Newest = await db.Exceptions.AsNoTracking()
            .Where(e => e.ExplainedAt == null).OrderByDescending(e => e.FoundAt).Take(Shown).ToListAsync(cancel);
    }
}
