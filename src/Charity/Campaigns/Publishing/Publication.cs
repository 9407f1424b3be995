using Charity.Campaigns.Consents;
using Charity.Campaigns.Drafts;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Organisation;

namespace Charity.Campaigns.Publishing;

/// <summary>
/// How a draft becomes the live campaign: the checks, and the one set of changes. At once, at a set time, for the first
/// time or the tenth, it happens here and in the caller's single save.
/// </summary>
public sealed class Publication(CharityDb db, Ids ids, CountryPacks packs, ConsentCheck consents, Editions editions, AuditLog audit, TimeProvider time)
{
    /// <summary>Why this draft may not be published now; empty when it may.</summary>
    /// <param name="edition">The newest published edition that the person who publishes has seen.</param>
    /// <param name="reason">Why promises change; needed after the first gift only.</param>
    internal async Task<List<CampaignProblem>> CheckAsync(Campaign campaign, CampaignDraft draft, int edition, LocalizedText reason, CancellationToken cancel)
    {
        var (content, promises) = (draft.Document.Content, draft.Document.Promises);
        var problems = await CampaignRules.CheckAsync(db, content, promises, cancel);
        foreach (var problem in await CampaignRules.CheckPublicAsync(
                     db, packs, new(content.Title, content.Summary, content.Story, promises), [.. content.Receivers.Select(r => r.LegalEntityId)],
                     time.GetUtcNow().UtcDateTime, cancel))
        {
            CampaignRules.When(problems, problem, true);
        }

        if (NeedsReason(campaign, draft.Document))
        {
            foreach (var problem in CampaignRules.CheckRevision(campaign, promises, reason, content.StartsOn))
            {
                CampaignRules.When(problems, problem, true);
            }
        }

        CampaignRules.When(problems, CampaignProblem.ConsentMissing, (await consents.OfCampaignAsync(content, cancel)).Count > 0);
        CampaignRules.When(problems, CampaignProblem.ChangedMeanwhile, edition != await LiveCampaign.EditionAsync(db, campaign.Id, cancel));
        CampaignRules.When(problems, CampaignProblem.NothingChanges, campaign.State != CampaignState.Draft && await ChangesNothingAsync(campaign, draft, cancel));
        return problems;
    }

    /// <summary>True when donors were promised something else, and some have given.</summary>
    internal static bool NeedsReason(Campaign campaign, CampaignDocument document)
        => campaign.FirstGiftAt is not null && campaign.Promises != document.Promises;

    /// <summary>Writes what <see cref="CheckAsync"/> found good; the caller saves. A campaign that nobody has seen opens with it.</summary>
    internal async Task WriteAsync(Campaign campaign, CampaignDraft draft, LocalizedText reason, Actor by, CancellationToken cancel)
    {
        var (before, after) = (await LiveCampaign.DocumentAsync(db, campaign, cancel), draft.Document);
        var said = NeedsReason(campaign, after) ? reason : LocalizedText.Empty;
        if (!said.IsEmpty)
        {
            await editions.AddRevisionAsync(campaign, after.Promises, said, by.Name, cancel);
        }

        campaign.Write(after.Content);
        campaign.Promise(after.Promises);
        campaign.Mark(draft.Marks);
        await CampaignRules.SetReceiversAsync(db, ids, campaign.Id, after.Content.Receivers, cancel);
        if (campaign.State == CampaignState.Draft)
        {
            campaign.MoveTo(CampaignState.Active, LocalizedText.Empty, time.GetUtcNow().UtcDateTime);
        }

        await editions.AddAsync(campaign, after, said, by, cancel);
        var (was, now) = CampaignActions.Changes(before, after);
        audit.Add(by, CampaignActions.Publish, CampaignActions.Subject, campaign.Id, was, now);
        db.CampaignDrafts.Remove(draft);
    }

    private async Task<bool> ChangesNothingAsync(Campaign campaign, CampaignDraft draft, CancellationToken cancel)
        => CampaignFields.Differing(await LiveCampaign.DocumentAsync(db, campaign, cancel), draft.Document).Count == 0
           && draft.Marks.Settled().ToJson() == campaign.Translations;
}
