using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>Adds a fund to a legal entity. An entity's first general fund also becomes the one that bears its fees.</summary>
public sealed class AddFund(CharityDb db, Ids ids, AuditLog audit)
{
    /// <param name="By">Null for a command that sets up an installation.</param>
    public sealed record Input(Guid LegalEntityId, string Code, LocalizedText Name, bool Restricted, Guid? ProgrammeId = null, Actor? By = null);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var entity = await db.LegalEntities.SingleOrDefaultAsync(e => e.Id == input.LegalEntityId, cancel);
        var problems = new List<CampaignProblem>();
        CampaignRules.When(problems, CampaignProblem.EntityUnknown, entity is null);
        CampaignRules.When(problems, CampaignProblem.SlugInvalid, !CampaignRules.IsSlug(input.Code) || input.Code.Length > 32);
        CampaignRules.When(problems, CampaignProblem.TitleMissing, input.Name.IsEmpty);
        CampaignRules.When(problems, CampaignProblem.ProgrammeUnknown,
            input.ProgrammeId is { } programme && !await db.Programmes.AnyAsync(p => p.Id == programme, cancel));
        CampaignRules.When(problems, CampaignProblem.SlugTaken,
            await db.Funds.AnyAsync(f => f.LegalEntityId == input.LegalEntityId && f.Code == input.Code, cancel));
        if (entity is null || problems.Count > 0)
        {
            return CampaignOutcome.Refused(problems);
        }

        var fund = new Fund
        {
            Id = ids.New(),
            LegalEntityId = input.LegalEntityId,
            Code = input.Code,
            Name = input.Name,
            Restricted = input.Restricted,
            ProgrammeId = input.ProgrammeId,
        };
        db.Funds.Add(fund);
        if (!input.Restricted && entity.GeneralFundId is null)
        {
            entity.GeneralFundId = fund.Id;
            entity.Version++;
        }

        audit.Add(input.By ?? CampaignActions.SetUp, CampaignActions.AddFund, CampaignActions.FundSubject, fund.Id, null, new { code = fund.Code, name = fund.Name, restricted = fund.Restricted });
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(fund.Id);
    }
}
