using Charity.Campaigns.Consents;
using Charity.Campaigns.Drafts;
using Charity.Campaigns.Publishing;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>
/// Changes a live campaign without a draft, for commands and set-up; editors work on a draft (<see cref="SaveDraft"/>).
/// Changes what an editor wrote. Promises too, as long as nobody has given; after the first gift they need
/// <see cref="ReviseCampaign"/>, and this verb refuses to touch them.
/// </summary>
public sealed class EditCampaign(CharityDb db, Ids ids, CountryPacks packs, ConsentCheck consents, Editions editions, AuditLog audit, TimeProvider time)
{
    /// <param name="Version">The version the editor saw; a newer one refuses the save.</param>
    public sealed record Input(Guid CampaignId, int Version, CampaignContent Content, CampaignPromises Promises, Actor? By = null);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == input.CampaignId, cancel);
        var problems = await CampaignRules.CheckAsync(db, input.Content, input.Promises, cancel);
        CampaignRules.When(problems, CampaignProblem.ChangedMeanwhile, campaign.Version != input.Version);
        if (campaign.State != CampaignState.Draft)
        {
            var content = input.Content;
            problems.AddRange(await CampaignRules.CheckPublicAsync(
                db, packs, new(content.Title, content.Summary, content.Story, input.Promises), [.. content.Receivers.Select(r => r.LegalEntityId)],
                time.GetUtcNow().UtcDateTime, cancel));
            CampaignRules.When(problems, CampaignProblem.ConsentMissing, (await consents.OfCampaignAsync(content, cancel)).Count > 0);
        }

        CampaignRules.When(problems, CampaignProblem.PromisesNeedRevision, campaign.FirstGiftAt is not null && campaign.Promises != input.Promises);
        if (problems.Count > 0)
        {
            return CampaignOutcome.Refused(problems);
        }

        var (before, after) = (await LiveCampaign.DocumentAsync(db, campaign, cancel), new CampaignDocument(input.Content, input.Promises));
        var by = input.By ?? CampaignActions.SetUp;
        campaign.Write(input.Content);
        if (campaign.FirstGiftAt is null)
        {
            campaign.Promise(input.Promises);
        }

        campaign.Mark(TranslationMarks.FromJson(campaign.Translations).After(after, await LiveCampaign.PreferredAsync(db, cancel)));
        await CampaignRules.SetReceiversAsync(db, ids, campaign.Id, input.Content.Receivers, cancel);
        if (campaign.State != CampaignState.Draft)
        {
            await editions.AddAsync(campaign, after, LocalizedText.Empty, by, cancel);
        }

        var (was, now) = CampaignActions.Changes(before, after);
        audit.Add(by, CampaignActions.Edit, CampaignActions.Subject, campaign.Id, was, now);
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(campaign.Id);
    }
}
