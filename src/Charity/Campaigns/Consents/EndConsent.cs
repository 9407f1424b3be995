using Charity.Campaigns.Drafts;
using Charity.Campaigns.Pictures;
using Charity.Campaigns.Publishing;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Exceptions;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Consents;

/// <summary>
/// Takes down whatever stands under a consent that is over: pictures with their files, the passages of stories, updates,
/// and what lines of the audit say of them. Changes the context; the verb that uses it saves all of it at once.
/// </summary>
public sealed class EndConsent(
    CharityDb db, TakeDownPicture pictures, StoryGuard stories, RefusePublication refuse, AuditLog audit, ExceptionLog exceptions, TimeProvider time)
{
    /// <summary>How many campaigns' pages and updates changed, and how many pictures went.</summary>
    public sealed record Removed(int Pictures, int Stories, int Updates);

    internal async Task<Removed> ClearAsync(Consent consent, Actor by, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var shown = await db.Pictures.Include(p => p.Files).Where(p => p.ConsentId == consent.Id && p.WithdrawnAt == null).ToListAsync(cancel);
        var campaigns = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var picture in shown)
        {
            campaigns.UnionWith(await pictures.RemoveAsync(picture, by, cancel));
        }

        var told = await db.Campaigns.Where(c => c.StoryConsentId == consent.Id).ToListAsync(cancel);
        foreach (var campaign in told)
        {
            campaign.ForgetPerson(stories.InsteadOf(campaign));
            campaigns.Add(campaign.Slug);
            audit.Add(by, "campaign.story-taken-down", "campaign", campaign.Id, null, new { consentId = consent.Id });
        }

        foreach (var draft in await ForgetPerson.ClearAsync(db, consent.Id, stories.Neutral, cancel))
        {
            // Its time would put a sentence about a story that readers never saw in the place of the one that they see.
            refuse.Add(draft, [CampaignProblem.ConsentMissing], by, now);
        }

        var updates = await db.CampaignUpdates.Where(u => u.ConsentId == consent.Id).ToListAsync(cancel);
        foreach (var update in updates)
        {
            update.ForgetPerson(now);
            audit.Add(by, "update.take-down", "update", update.Id, null, new { consentId = consent.Id });
        }

        consent.Clear(now);
        await exceptions.RaiseAsync(
            new Finding(
                ExceptionKind.ConsentEnded, ExceptionSeverity.Warning, ExceptionSubject.Consent(consent.Id),
                new KeptText(
                    consent.WithdrawnOn is null ? new TextKey("finding.consent-ran-out") : new TextKey("finding.consent-withdrawn"),
                    ("pictures", shown.Count), ("stories", told.Count), ("updates", updates.Count),
                    ("campaigns", campaigns.Count > 0 ? string.Join(", ", campaigns) : "–"))),
            cancel);
        return new(shown.Count, told.Count, updates.Count);
    }
}
