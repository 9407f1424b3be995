using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Drafts;

/// <summary>A person read a translation after its source had changed, and found it still right. No word changes.</summary>
public sealed class ConfirmTranslation(CharityDb db, AuditLog audit)
{
    /// <param name="Field">Name of a field of <see cref="CampaignFields.Texts"/>.</param>
    public sealed record Input(Guid CampaignId, string Field, Language Language, Actor By);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == input.CampaignId, cancel);
        var draft = await db.CampaignDrafts.SingleOrDefaultAsync(d => d.CampaignId == input.CampaignId, cancel);
        var marks = draft?.Marks ?? TranslationMarks.FromJson(campaign.Translations);
        if (!marks.IsOutdated(input.Field, input.Language))
        {
            return CampaignOutcome.Ok(campaign.Id);
        }

        var right = marks.StillRight(input.Field, input.Language);
        if (draft is null)
        {
            campaign.Mark(right);
        }
        else
        {
            draft.Confirm(right);
        }

        audit.Add(input.By, CampaignActions.StillRight, CampaignActions.Subject, campaign.Id, null, new { text = $"{input.Field}.{input.Language.Code}" });
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(campaign.Id);
    }
}
