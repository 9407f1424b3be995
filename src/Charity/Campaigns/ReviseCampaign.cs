using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>
/// Changes purpose, goal, end date or surplus rule of a campaign that people have given to. The change is dated, has a
/// reason, and stays on the campaign's page for good.
/// </summary>
public sealed class ReviseCampaign(CharityDb db, Ids ids, TimeProvider time)
{
    /// <param name="MadeBy">Who decided, as staff know them.</param>
    public sealed record Input(Guid CampaignId, CampaignPromises Promises, LocalizedText Reason, string MadeBy);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == input.CampaignId, cancel);
        var problems = new List<CampaignProblem>();
        CampaignRules.When(problems, CampaignProblem.ReasonMissing, input.Reason.IsEmpty);
        CampaignRules.When(problems, CampaignProblem.NothingChanges, input.Promises == campaign.Promises);
        CampaignRules.When(problems, CampaignProblem.PurposeMissing, input.Promises.Purpose.IsEmpty);
        CampaignRules.When(problems, CampaignProblem.SurplusRuleMissing, input.Promises.SurplusRule.IsEmpty);
        CampaignRules.When(problems, CampaignProblem.GoalNotPositive, input.Promises.GoalMinor is <= 0);
        CampaignRules.When(problems, CampaignProblem.EndsBeforeStart, input.Promises.EndsOn < campaign.StartsOn);
        // The totals shown against the goal are kept in its currency: another currency is another campaign.
        CampaignRules.When(problems, CampaignProblem.GoalCurrencyNotSettled, input.Promises.GoalCurrency != campaign.GoalCurrency);
        if (problems.Count > 0)
        {
            return CampaignOutcome.Refused(problems);
        }

        var number = await db.CampaignRevisions.Where(r => r.CampaignId == campaign.Id).MaxAsync(r => (int?)r.Number, cancel) ?? 0;
        db.CampaignRevisions.Add(new CampaignRevision
        {
            Id = ids.New(),
            CampaignId = campaign.Id,
            Number = number + 1,
            MadeAt = time.GetUtcNow().UtcDateTime,
            Reason = input.Reason,
            Before = campaign.Promises.ToJson(),
            After = input.Promises.ToJson(),
            MadeBy = input.MadeBy,
        });
        campaign.Promise(input.Promises);
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(campaign.Id);
    }
}
