using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>
/// Changes how a fund is called and which programme it belongs to. Its code, its owner and whether it is restricted stay:
/// entries in the books stand on them.
/// </summary>
public sealed class EditFund(CharityDb db, AuditLog audit)
{
    /// <param name="Version">The version that was seen; a newer one refuses the save.</param>
    public sealed record Input(Guid FundId, int Version, LocalizedText Name, Guid? ProgrammeId, Actor By);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var fund = await db.Funds.SingleAsync(f => f.Id == input.FundId, cancel);
        var problems = new List<CampaignProblem>();
        CampaignRules.When(problems, CampaignProblem.TitleMissing, input.Name.IsEmpty);
        CampaignRules.When(problems, CampaignProblem.ChangedMeanwhile, fund.Version != input.Version);
        CampaignRules.When(problems, CampaignProblem.ProgrammeUnknown,
            input.ProgrammeId is { } programme && !await db.Programmes.AnyAsync(p => p.Id == programme, cancel));
        if (problems.Count > 0)
        {
            return CampaignOutcome.Refused(problems);
        }

        audit.Add(
            input.By, CampaignActions.EditFund, CampaignActions.FundSubject, fund.Id,
            new { name = fund.Name, programme = fund.ProgrammeId }, new { name = input.Name, programme = input.ProgrammeId });
        (fund.Name, fund.ProgrammeId) = (input.Name, input.ProgrammeId);
        fund.Version++;
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(fund.Id);
    }
}
