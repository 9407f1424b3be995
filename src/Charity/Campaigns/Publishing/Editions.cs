using Charity.Campaigns.Drafts;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Publishing;

/// <summary>Writes down what the public sees from now on, in the save that makes it so. Used by the verbs of this room.</summary>
public sealed class Editions(CharityDb db, Ids ids, TimeProvider time)
{
    internal async Task AddAsync(Campaign campaign, CampaignDocument document, LocalizedText reason, Actor by, CancellationToken cancel)
        => db.CampaignEditions.Add(new CampaignEdition
        {
            Id = ids.New(),
            CampaignId = campaign.Id,
            Number = await LiveCampaign.EditionAsync(db, campaign.Id, cancel) + 1,
            PublishedAt = time.GetUtcNow().UtcDateTime,
            ById = by.Id,
            By = by.Name,
            Body = document.ToJson(),
            Reason = reason,
        });

    /// <summary>Call before the campaign takes the new promises.</summary>
    internal async Task AddRevisionAsync(Campaign campaign, CampaignPromises promises, LocalizedText reason, string madeBy, CancellationToken cancel)
    {
        var number = await db.CampaignRevisions.Where(r => r.CampaignId == campaign.Id).MaxAsync(r => (int?)r.Number, cancel) ?? 0;
        db.CampaignRevisions.Add(new CampaignRevision
        {
            Id = ids.New(),
            CampaignId = campaign.Id,
            Number = number + 1,
            MadeAt = time.GetUtcNow().UtcDateTime,
            Reason = reason,
            Before = campaign.Promises.ToJson(),
            After = promises.ToJson(),
            MadeBy = madeBy,
        });
    }
}
