using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>Adds a direction of the organisation's work.</summary>
public sealed class AddProgramme(CharityDb db, Ids ids)
{
    /// <param name="Hue">Name of its hue in the style sheet: <c>warm</c>, <c>blue</c> or <c>accent</c>.</param>
    public sealed record Input(string Slug, LocalizedText Name, LocalizedText Description, string Hue, int Position);

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
        await db.SaveChangesAsync(cancel);
        return CampaignOutcome.Ok(programme.Id);
    }
}
