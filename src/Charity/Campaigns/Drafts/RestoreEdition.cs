using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Drafts;

/// <summary>Begins a draft with what was published before. The live campaign stays until the draft is published.</summary>
public sealed class RestoreEdition(CharityDb db, Ids ids, AuditLog audit, TimeProvider time)
{
    public sealed record Input(Guid CampaignId, int Number, Actor By);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == input.CampaignId, cancel);
        if (await db.CampaignDrafts.AnyAsync(d => d.CampaignId == input.CampaignId, cancel))
        {
            // Somebody's words stand in it; they are thrown away by name or not at all.
            return CampaignOutcome.Refused(CampaignProblem.ChangedMeanwhile);
        }

        var edition = await db.CampaignEditions.AsNoTracking().SingleOrDefaultAsync(e => e.CampaignId == input.CampaignId && e.Number == input.Number, cancel);
        if (edition is null)
        {
            return CampaignOutcome.Refused(CampaignProblem.DraftGone);
        }

        var now = time.GetUtcNow().UtcDateTime;
        var draft = new CampaignDraft(ids.New(), campaign.Id, await LiveCampaign.EditionAsync(db, campaign.Id, cancel), now);
        // What was live together was in step when it was published, as far as anyone knew.
        draft.Write(edition.Document, TranslationMarks.FromJson(campaign.Translations).After(edition.Document, await LiveCampaign.PreferredAsync(db, cancel)), input.By, now);
        db.CampaignDrafts.Add(draft);
        audit.Add(input.By, CampaignActions.Restore, CampaignActions.Subject, campaign.Id, null, new { edition = input.Number });
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(campaign.Id);
    }
}
