using Charity.Campaigns;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>What a list of campaigns is narrowed to.</summary>
public enum CampaignFilter
{
    All,

    /// <summary>A draft, a set time, a refused time or a translation out of date.</summary>
    Waiting,
    Open,
    Unseen,
    Over,
}

/// <summary>All campaigns with what waits on each; filters stand in the address.</summary>
[Authorize(Policy = StaffPermissions.ViewCampaigns)]
public sealed class IndexModel(CampaignDesk desk, SiteFacts facts) : StaffPage
{
    [BindProperty(SupportsGet = true)]
    public CampaignFilter Show { get; set; }

    /// <summary>A part of the title or the name in addresses.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    public IReadOnlyList<DeskLine> Lines { get; private set; } = [];

    public int All { get; private set; }

    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public TextIn Say(LocalizedText text) => text.In(HttpContext.Language(), Site.DefaultLanguage);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Site = await facts.GetAsync(cancel);
        var all = await desk.ListAsync(cancel);
        All = all.Count;
        var words = SearchText.Normalise(Query ?? "");
        Lines = [.. all.Where(Matches).Where(line => words.Length == 0 || Holds(line, words))];
    }

    private bool Matches(DeskLine line) => Show switch
    {
        CampaignFilter.Waiting => line.Waits,
        CampaignFilter.Open => line.Standing is CampaignStanding.Active or CampaignStanding.Coming or CampaignStanding.Paused,
        CampaignFilter.Unseen => line.Standing is null,
        CampaignFilter.Over => line.Standing is CampaignStanding.Completed or CampaignStanding.EndedEarly,
        _ => true,
    };

    private static bool Holds(DeskLine line, string words)
        => SearchText.Of([.. line.Title.Select(title => title.Text), line.Slug]).Contains(words, StringComparison.Ordinal);
}
