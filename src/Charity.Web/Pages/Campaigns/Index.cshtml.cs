using Charity.Campaigns;
using Charity.Languages;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charity.Web.Pages.Campaigns;

/// <summary>The first page: who we are, three figures, and what one can give for; or one programme's campaigns.</summary>
[AllowAnonymous]
[PublicCached]
public sealed class IndexModel(CampaignPages pages, YearFiguresReader year, SiteFacts facts) : PageModel
{
    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public YearFigures Year { get; private set; } = new(0, [], 0);

    /// <summary>Campaigns of the chosen programme, or all.</summary>
    public IReadOnlyList<CampaignCard> Cards { get; private set; } = [];

    /// <summary>Programmes that have a campaign to show.</summary>
    public IReadOnlyList<Programme> Programmes { get; private set; } = [];

    public Programme? Chosen { get; private set; }

    public int OpenCampaigns { get; private set; }

    public string Home => "/" + HttpContext.Language().Code;

    /// <summary>The organisation's text for this reader.</summary>
    public TextIn Say(LocalizedText text) => text.In(HttpContext.Language(), Site.DefaultLanguage);

    public async Task<IActionResult> OnGetAsync([FromRoute] string? programme, CancellationToken cancel)
    {
        Site = await facts.GetAsync(cancel);
        var all = await pages.ListAsync(cancel);
        Programmes = [.. all.Select(c => c.Programme).DistinctBy(p => p.Id).OrderBy(p => p.Position).ThenBy(p => p.Slug, StringComparer.Ordinal)];
        if (programme is not null)
        {
            Chosen = Programmes.FirstOrDefault(p => p.Slug == programme);
            if (Chosen is null)
            {
                return NotFound();
            }
        }

        OpenCampaigns = all.Count(c => c.Standing == CampaignStanding.Active);
        // What one can give for stands first; the organisation's own order holds within.
        Cards = [.. all.Where(c => Chosen is null || c.Programme.Id == Chosen.Id).OrderBy(c => Rank(c.Standing))];
        Year = await year.GetAsync(Site.Zone, cancel);
        return Page();
    }

    private static int Rank(CampaignStanding standing) => standing switch
    {
        CampaignStanding.Active => 0,
        CampaignStanding.Coming or CampaignStanding.Paused => 1,
        _ => 2,
    };
}
