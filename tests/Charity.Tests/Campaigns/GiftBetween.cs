using Charity.Campaigns;
using Charity.Campaigns.Publishing;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Tests.Campaigns;

/// <summary>Publishes while something else is committed between its reading and its save.</summary>
internal sealed class GiftBetween(CharityDb db, PublishDraft publish)
{
    public async Task<CampaignOutcome> RunAsync(Func<Task> between, PublishDraft.Input input)
    {
        // Read first, as the verb does; the context keeps this version.
        await db.Campaigns.SingleAsync(c => c.Id == input.CampaignId);
        await between();
        return await publish.RunAsync(input, default);
    }
}
