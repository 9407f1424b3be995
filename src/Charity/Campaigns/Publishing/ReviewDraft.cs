using Charity.Campaigns.Consents;
using Charity.Campaigns.Drafts;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Publishing;

/// <summary>A draft beside what is live, as the person who publishes looks at it.</summary>
/// <param name="Edition">Number of the newest published edition; 0 when nobody has seen the campaign.</param>
/// <param name="Changed">Keys of the fields that publishing would change.</param>
/// <param name="NeedsReason">Promises change and people have given: the public is told why.</param>
/// <param name="Problems">Why it may not be published as it stands, a reason not yet written apart.</param>
/// <param name="Gaps">Which consents are missing.</param>
public sealed record DraftReview(
    Campaign Campaign, CampaignDraft Draft, CampaignDocument Live, int Edition, IReadOnlyList<string> Changed, bool NeedsReason,
    IReadOnlyList<CampaignProblem> Problems, IReadOnlyList<ConsentGap> Gaps)
{
    /// <summary>Publishing begins to take gifts, or leads them to another legal entity or fund: the page asks for the second step.</summary>
    public bool LeadsMoney => Campaign.State == CampaignState.Draft || Changed.Contains(CampaignFields.ReceiversKey);
}

/// <summary>Looks at a draft with the eyes of publishing. Changes nothing.</summary>
public sealed class ReviewDraft(CharityDb db, Publication publication, ConsentCheck consents)
{
    /// <summary>Null when there is no such campaign or it has no draft.</summary>
    public async Task<DraftReview?> RunAsync(Guid campaignId, CancellationToken cancel)
    {
        var draft = await db.CampaignDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.CampaignId == campaignId, cancel);
        if (draft is null)
        {
            return null;
        }

        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == campaignId, cancel);
        var edition = await LiveCampaign.EditionAsync(db, campaignId, cancel);
        var live = await LiveCampaign.DocumentAsync(db, campaign, cancel);
        var problems = await publication.CheckAsync(campaign, draft, edition, draft.Reason, cancel);
        return new DraftReview(
            campaign, draft, live, edition, CampaignFields.Differing(live, draft.Document), Publication.NeedsReason(campaign, draft.Document),
            [.. problems.Where(p => p != CampaignProblem.ReasonMissing)], await consents.OfCampaignAsync(draft.Document.Content, cancel));
    }
}

/// <summary>Reads what an editor's page shows: the draft, or the campaign where there is none.</summary>
public sealed class OpenDraft(CharityDb db)
{
    /// <param name="Draft">Null when nobody has begun one.</param>
    public sealed record Opened(Campaign Campaign, CampaignDraft? Draft, CampaignDocument Document, TranslationMarks Marks);

    /// <summary>Null when there is no such campaign.</summary>
    public async Task<Opened?> RunAsync(Guid campaignId, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == campaignId, cancel);
        if (campaign is null)
        {
            return null;
        }

        var draft = await db.CampaignDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.CampaignId == campaignId, cancel);
        return new Opened(
            campaign, draft, draft?.Document ?? await LiveCampaign.DocumentAsync(db, campaign, cancel), draft?.Marks ?? TranslationMarks.FromJson(campaign.Translations));
    }
}
