using Charity.Campaigns;
using Charity.Campaigns.Addresses;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>Begins a campaign: title, programme and the name in addresses. Everything else is written in its draft.</summary>
[Authorize(Policy = StaffPermissions.EditCampaigns)]
public sealed class NewModel(CharityDb db, UseCases useCases, CountryPacks packs, SiteFacts facts, TimeProvider time) : StaffPage
{
    private const int MaxTitle = 150;

    /// <param name="Title">By language code.</param>
    public sealed record NewInput(Dictionary<string, string?>? Title, string? Slug, Guid ProgrammeId);

    [BindProperty]
    public NewInput Input { get; set; } = new(null, null, Guid.Empty);

    public IReadOnlyList<Programme> Programmes { get; private set; } = [];

    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public IReadOnlyList<CampaignProblem> Problems { get; private set; } = [];

    public string TitleIn(Language language) => Input.Title?.GetValueOrDefault(language.Code) ?? "";

    public async Task OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel);

    /// <summary>Shows the name that the title makes, to be changed or taken.</summary>
    public async Task<IActionResult> OnPostSuggestAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Input = Input with { Slug = await SuggestAsync(cancel) };
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (string.IsNullOrWhiteSpace(Input.Slug))
        {
            Input = Input with { Slug = await SuggestAsync(cancel) };
        }

        var title = Title();
        Problems = title.IsEmpty ? [CampaignProblem.TitleMissing] : title.Any(t => t.Text.Length > MaxTitle) ? [CampaignProblem.TextTooLong] : [];
        if (Problems.Count == 0)
        {
            var (content, promises) = await NewCampaign.BeginAsync(db, packs, Input.ProgrammeId, title, time.GetUtcNow().UtcDateTime, cancel);
            var outcome = await useCases.RunAsync<CreateCampaign, CampaignOutcome>(
                verb => verb.RunAsync(new(Input.Slug!.Trim(), content, promises, Me), cancel), cancel);
            if (outcome.Saved)
            {
                return Redirect($"/staff/campaigns/{outcome.Id}/edit");
            }

            Problems = outcome.Problems;
        }

        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private LocalizedText Title()
    {
        var title = LocalizedText.Empty;
        foreach (var language in Language.All)
        {
            title = title.With(language, TitleIn(language) is { Length: <= LocalizedText.MaxTextLength } text ? text : null);
        }

        return title;
    }

    private async Task<string> SuggestAsync(CancellationToken cancel)
    {
        var (text, language) = Title().In(Site.DefaultLanguage, Site.DefaultLanguage);
        var slug = Slug.Suggest(text, language);
        // A name that stands somewhere already gets the next number.
        for (var n = 2; slug.Length > 0 && n < 100 && await IsTakenAsync(slug, cancel); n++)
        {
            slug = FormattableString.Invariant($"{Slug.Suggest(text, language)}-{n}");
        }

        return slug;
    }

    private async Task<bool> IsTakenAsync(string slug, CancellationToken cancel)
        => await db.Campaigns.AnyAsync(c => c.Slug == slug, cancel) || await db.CampaignAddresses.AnyAsync(a => a.Slug == slug, cancel);

    private async Task LoadAsync(CancellationToken cancel)
    {
        Site = await facts.GetAsync(cancel);
        Programmes = await db.Programmes.AsNoTracking().OrderBy(p => p.Position).ThenBy(p => p.Slug).ToListAsync(cancel);
    }
}
