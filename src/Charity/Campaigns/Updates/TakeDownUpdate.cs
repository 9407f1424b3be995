using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Updates;

/// <summary>Takes an update off the campaign's page for good, with a reason for the audit.</summary>
public sealed class TakeDownUpdate(CharityDb db, AuditLog audit, TimeProvider time)
{
    public const int MaxReason = 500;

    public sealed record Input(Guid UpdateId, string Reason, Actor By);

    public async Task<UpdateOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        if (await db.CampaignUpdates.SingleOrDefaultAsync(u => u.Id == input.UpdateId, cancel) is not { } update)
        {
            return UpdateOutcome.Refused(UpdateProblem.Unknown);
        }

        if (update.TakenDownAt is not null)
        {
            return UpdateOutcome.Refused(UpdateProblem.TakenDown);
        }

        var reason = input.Reason.Trim();
        if (reason.Length is 0 or > MaxReason)
        {
            return UpdateOutcome.Refused(UpdateProblem.ReasonMissing);
        }

        update.TakeDown(time.GetUtcNow().UtcDateTime);
        // In the detail, which can be erased: a reason may name someone.
        audit.Add(input.By, "update.take-down", "update", update.Id, null, new { reason });
        await db.SaveChangesAsync(cancel);
        return UpdateOutcome.Ok(update.Id);
    }
}
