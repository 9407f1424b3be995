using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>Changes how a programme is called, described, coloured and ordered. Its address stays.</summary>
public sealed class EditProgramme(CharityDb db, AuditLog audit)
{
    /// <param name="Version">The version that was seen; a newer one refuses the save.</param>
    /// <param name="Hue">One of <see cref="Programme.Hues"/>.</param>
    public sealed record Input(Guid ProgrammeId, int Version, LocalizedText Name, LocalizedText Description, string Hue, int Position, Actor By);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var programme = await db.Programmes.SingleAsync(p => p.Id == input.ProgrammeId, cancel);
        var problems = new List<CampaignProblem>();
        CampaignRules.When(problems, CampaignProblem.TitleMissing, input.Name.IsEmpty);
        CampaignRules.When(problems, CampaignProblem.ChangedMeanwhile, programme.Version != input.Version);
        CampaignRules.When(problems, CampaignProblem.ProgrammeUnknown, !Programme.Hues.Contains(input.Hue));
        if (problems.Count > 0)
        {
            return CampaignOutcome.Refused(problems);
        }

        audit.Add(
            input.By, CampaignActions.EditProgramme, CampaignActions.ProgrammeSubject, programme.Id,
            new { name = programme.Name, description = programme.Description, hue = programme.Hue, position = programme.Position },
            new { name = input.Name, description = input.Description, hue = input.Hue, position = input.Position });
        (programme.Name, programme.Description, programme.Hue, programme.Position) = (input.Name, input.Description, input.Hue, input.Position);
        programme.Version++;
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(programme.Id);
    }
}
