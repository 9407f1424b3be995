using Charity.Campaigns;
using Charity.Campaigns.Drafts;
using Charity.Campaigns.Publishing;
using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>What was live before: when, by whom, and what changed with it; each can come back as a draft.</summary>
[Authorize(Policy = StaffPermissions.ViewCampaigns)]
public sealed class HistoryModel(CharityDb db, UseCases useCases, SiteFacts facts, LanguageTexts texts) : StaffPage
{
    private const int PageSize = 20;

    /// <summary>One edition and what it changed of the one before; null for the first.</summary>
    public sealed record Line(CampaignEdition Edition, WordedChanges? Changes);

    [BindProperty(SupportsGet = true)]
    public int? Before { get; set; }

    public Campaign Campaign { get; private set; } = null!;

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public int? Older { get; private set; }

    public bool HasDraft { get; private set; }

    /// <summary>For the editor, which opens next.</summary>
    [TempData]
    public string? SavedNow { get; set; }

    public IReadOnlyList<CampaignProblem> Problems { get; private set; } = [];

    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public TextIn Say(LocalizedText text) => text.In(HttpContext.Language(), Site.DefaultLanguage);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostRestoreAsync(Guid id, int number, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.EditCampaigns))
        {
            return Forbid();
        }

        if (!await LoadAsync(id, cancel))
        {
            return NotFound();
        }

        var outcome = await useCases.RunAsync<RestoreEdition, CampaignOutcome>(verb => verb.RunAsync(new(id, number, Me), cancel), cancel);
        if (outcome.Saved)
        {
            SavedNow = "restored";
            return Redirect($"/staff/campaigns/{id}/edit");
        }

        Problems = outcome.Problems;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } campaign)
        {
            return false;
        }

        Campaign = campaign;
        Site = await facts.GetAsync(cancel);
        HasDraft = await db.CampaignDrafts.AnyAsync(d => d.CampaignId == id, cancel);
        var editions = await db.CampaignEditions.AsNoTracking().Where(e => e.CampaignId == id && (Before == null || e.Number < Before))
            .OrderByDescending(e => e.Number).Take(PageSize + 1).ToListAsync(cancel);
        Older = editions.Count > PageSize ? editions[PageSize - 1].Number : null;
        var documents = editions.ConvertAll(edition => edition.Document);
        var words = await FieldWords.ReadAsync(db, texts, Site.DefaultLanguage, User.May(StaffPermissions.ViewConsents), documents, cancel);
        Lines = [.. editions.Take(PageSize).Select((edition, i) => new Line(edition, i + 1 < editions.Count ? words.Between(documents[i + 1], documents[i]) : null))];
        return true;
    }
}
