using Charity.Campaigns;
using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.SetUp;

/// <summary>A text that people read and the languages it is in.</summary>
/// <param name="What">What kind of text it is.</param>
/// <param name="Of">Whose it is; the same as shown on pages.</param>
/// <param name="Address">Where it is changed; null where no page changes it yet.</param>
public sealed record ContentLine(TextKey What, LocalizedText Of, LocalizedText Text, string? Address);

/// <summary>The step about languages: what an organisation wrote, and what of it is missing in which language.</summary>
public sealed class ReadContents(CharityDb db)
{
    /// <summary>Campaigns whose texts are looked at: the newest.</summary>
    private const int MostCampaigns = 200;

    /// <param name="Default">What content falls back to.</param>
    /// <param name="Offered">The languages of the public site.</param>
    public sealed record Outcome(SetUpReport Report, IReadOnlyList<ContentLine> Lines, Language Default, IReadOnlyList<Language> Offered);

    public async Task<Outcome> RunAsync(CancellationToken cancel)
    {
        if (await db.Organisations.AsNoTracking().SingleOrDefaultAsync(cancel) is not { } organisation)
        {
            return new(new SetUpReport(SetUpStep.Languages, [SetUpFinding.Open(new TextKey("setup.found.organisation-none"))]), [], Language.En, Language.All);
        }

        var lines = await LinesAsync(organisation, cancel);
        var standard = Language.Of(organisation.DefaultLanguage);
        var findings = new List<SetUpFinding>();
        foreach (var language in organisation.Offered)
        {
            var missing = lines.Count(line => !line.Text.Has(language));
            var name = ("language", (object?)language.NativeName);
            findings.Add(
                missing == 0 ? SetUpFinding.Good(new TextKey("setup.found.language-whole"), name)
                : language == standard ? SetUpFinding.Open(new TextKey("setup.found.language-default-lacks"), name, ("count", missing))
                : SetUpFinding.Note(new TextKey("setup.found.language-lacks"), name, ("count", missing)));
        }

        return new(new SetUpReport(SetUpStep.Languages, findings), lines, standard, organisation.Offered);
    }

    private async Task<List<ContentLine>> LinesAsync(Organisation.Organisation organisation, CancellationToken cancel)
    {
        const string about = "/staff/organisation";
        var lines = new List<ContentLine>
        {
            new(new TextKey("setup.text.name"), organisation.Name, organisation.Name, about),
            new(new TextKey("setup.text.mission"), organisation.Name, organisation.Mission, about),
            new(new TextKey("setup.text.about"), organisation.Name, organisation.About, about),
            new(new TextKey("setup.text.privacy"), organisation.Name, organisation.Privacy, about),
        };
        foreach (var entity in await db.LegalEntities.AsNoTracking().OrderBy(e => e.Code).ToListAsync(cancel))
        {
            var own = $"/staff/organisation/{entity.Id}";
            lines.Add(new(new TextKey("setup.text.name"), entity.Name, entity.Name, own));
            lines.Add(new(new TextKey("setup.text.address"), entity.Name, entity.Address, own));
            if (await db.Terms.AsNoTracking().Where(t => t.LegalEntityId == entity.Id).OrderByDescending(t => t.Number).FirstOrDefaultAsync(cancel) is { } terms)
            {
                lines.Add(new(new TextKey("setup.text.terms"), entity.Name, terms.Text, "/staff/set-up/start"));
            }
        }

        lines.AddRange((await db.Programmes.AsNoTracking().OrderBy(p => p.Position).Select(p => p.Name).ToListAsync(cancel))
            .Select(name => new ContentLine(new TextKey("setup.text.programme"), name, name, "/staff/campaigns/programmes")));
        lines.AddRange((await db.Funds.AsNoTracking().OrderBy(f => f.Code).Select(f => f.Name).ToListAsync(cancel))
            .Select(name => new ContentLine(new TextKey("setup.text.fund"), name, name, "/staff/campaigns/funds")));
        foreach (var campaign in await db.Campaigns.AsNoTracking().Where(c => c.State == CampaignState.Active).OrderByDescending(c => c.Id)
                     .Take(MostCampaigns).Select(c => new { c.Id, c.Title, c.Summary, c.Story }).ToListAsync(cancel))
        {
            lines.Add(new(new TextKey("setup.text.campaign-title"), campaign.Title, campaign.Title, $"/staff/campaigns/{campaign.Id}/edit"));
            lines.Add(new(new TextKey("setup.text.campaign-summary"), campaign.Title, campaign.Summary, $"/staff/campaigns/{campaign.Id}/edit"));
            lines.Add(new(new TextKey("setup.text.campaign-story"), campaign.Title, campaign.Story, $"/staff/campaigns/{campaign.Id}/edit"));
        }

        return lines;
    }
}
