using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>Adds a direction of the organisation's work.</summary>
public sealed class AddProgramme(CharityDb db, Ids ids, AuditLog audit)
{
    /// <param name="Hue">Name of its hue in the style sheet: one of <see cref="Programme.Hues"/>.</param>
    /// <param name="By">Null for a command that sets up an installation.</param>
    public sealed record Input(string Slug, LocalizedText Name, LocalizedText Description, string Hue, int Position, Actor? By = null);

    public async Task<CampaignOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var problems = new List<CampaignProblem>();
        CampaignRules.When(problems, CampaignProblem.SlugInvalid, !CampaignRules.IsSlug(input.Slug));
        CampaignRules.When(problems, CampaignProblem.TitleMissing, input.Name.IsEmpty);
        CampaignRules.When(problems, CampaignProblem.SlugTaken, await db.Programmes.AnyAsync(p => p.Slug == input.Slug, cancel));
        if (problems.Count > 0)
        {
            return CampaignOutcome.Refused(problems);
        }

        var programme = new Programme
        {
            Id = ids.New(),
            Slug = input.Slug,
            Name = input.Name,
            Description = input.Description,
            Hue = input.Hue,
            Position = input.Position,
        };
        db.Programmes.Add(programme);
        audit.Add(input.By ?? CampaignActions.SetUp, CampaignActions.AddProgramme, CampaignActions.ProgrammeSubject, programme.Id, null, new { slug = programme.Slug, name = programme.Name });
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(programme.Id);
    }
}
