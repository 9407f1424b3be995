using Charity.Campaigns.Consents;
using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Updates;

/// <summary>Shows an update now or from a stated time on, or makes a scheduled one a draft again.</summary>
public sealed class ScheduleUpdate(CharityDb db, ConsentCheck consents, AuditLog audit, TimeProvider time)
{
    /// <summary>Further ahead, a wrong year was typed.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(366);

    /// <summary>A time may have passed while the form was being sent; it then means now.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(10);

    /// <param name="At">UTC; null for now.</param>
    /// <param name="Hold">Not at all: back to a draft.</param>
    public sealed record Input(Guid UpdateId, int Version, Actor By, DateTime? At = null, bool Hold = false);

    public async Task<UpdateOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (await db.CampaignUpdates.SingleOrDefaultAsync(u => u.Id == input.UpdateId, cancel) is not { } update)
        {
            return UpdateOutcome.Refused(UpdateProblem.Unknown);
        }

        var refused = update.StandingAt(now) switch
        {
            UpdateStanding.TakenDown => UpdateProblem.TakenDown,
            UpdateStanding.Public => UpdateProblem.AlreadyPublic,
            _ when update.Version != input.Version => UpdateProblem.ChangedMeanwhile,
            _ when !input.Hold && input.At < now - Late => UpdateProblem.TimeInThePast,
            _ when !input.Hold && input.At > now + Furthest => UpdateProblem.TimeTooFar,
            _ => (UpdateProblem?)null,
        };
        if (refused is { } problem)
        {
            return UpdateOutcome.Refused(problem);
        }

        if (!input.Hold)
        {
            if (!await db.Campaigns.AnyAsync(c => c.Id == update.CampaignId && c.State != CampaignState.Draft, cancel))
            {
                return UpdateOutcome.Refused(UpdateProblem.NotPublicCampaign);
            }

            if (await consents.OfUpdateAsync(update.Body, update.TellsOfPerson, update.ConsentId, cancel) is { Count: > 0 } gaps)
            {
                return UpdateOutcome.Lacking(gaps);
            }
        }

        var before = update.PublishedAt;
        var at = input.Hold ? (DateTime?)null : input.At > now ? input.At : now;
        update.Schedule(at, now);
        audit.Add(input.By, input.Hold ? "update.hold" : at > now ? "update.schedule" : "update.publish", "update", update.Id,
            new { publishedAt = before }, new { publishedAt = at });
        await db.SaveChangesAsync(cancel);
        return UpdateOutcome.Ok(update.Id);
    }
}
