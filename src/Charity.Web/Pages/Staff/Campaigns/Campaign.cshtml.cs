using Charity.Campaigns;
using Charity.Campaigns.Addresses;
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

/// <summary>One campaign: how it stands, what waits, and what can be done: its states, its address, its draft.</summary>
[Authorize(Policy = StaffPermissions.ViewCampaigns)]
public sealed class CampaignModel(CharityDb db, CampaignDesk desk, OpenDraft open, UseCases useCases, SiteFacts facts) : StaffPage
{
    private const int MaxReason = 1000;

    public DeskLine Line { get; private set; } = null!;

    public OpenDraft.Opened Opened { get; private set; } = null!;

    public IReadOnlyList<CampaignAddress> Former { get; private set; } = [];

    public IReadOnlyList<CampaignProblem> Problems { get; private set; } = [];

    /// <summary>What was done a moment ago.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>What was typed into a form that was refused, by field.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; private set; } = new Dictionary<string, string>();

    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    /// <summary>Translations older than their source, in the languages that readers see.</summary>
    public IReadOnlyList<(string Field, Language Language)> Outdated => Opened.Marks.OutdatedIn(Site.Languages);

    public TextIn Say(LocalizedText text) => text.In(HttpContext.Language(), Site.DefaultLanguage);

    public IEnumerable<CampaignState> Moves => Enum.GetValues<CampaignState>()
        .Where(state => Opened.Campaign.State != CampaignState.Draft && Opened.Campaign.MayMoveTo(state));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    /// <param name="remedy">By language code; needed where a campaign ends early.</param>
    public Task<IActionResult> OnPostStateAsync(Guid id, CampaignState to, string? reason, Dictionary<string, string?>? remedy, CancellationToken cancel)
    {
        var words = (reason ?? "").Trim();
        var said = LocalizedText.Empty;
        foreach (var language in Language.All)
        {
            said = said.With(language, remedy?.GetValueOrDefault(language.Code) is { Length: <= 5000 } text ? text : null);
        }

        return PublisherAsync(id, "state", async () => words.Length > MaxReason
            ? CampaignOutcome.Refused(CampaignProblem.TextTooLong)
            // It opens by publishing alone, which asks for the second step.
            : await db.Campaigns.AnyAsync(c => c.Id == id && c.State == CampaignState.Draft, cancel)
                ? CampaignOutcome.Refused(CampaignProblem.MoveNotAllowed)
                : await useCases.RunAsync<ChangeCampaignState, CampaignOutcome>(
                    verb => verb.RunAsync(new(id, to, said, Me, words.Length == 0 ? null : words), cancel), cancel), cancel);
    }

    public Task<IActionResult> OnPostRenameAsync(Guid id, string? slug, CancellationToken cancel)
        => PublisherAsync(id, "renamed", () => useCases.RunAsync<RenameCampaign, CampaignOutcome>(verb => verb.RunAsync(new(id, (slug ?? "").Trim(), Me), cancel), cancel), cancel);

    public Task<IActionResult> OnPostUnscheduleAsync(Guid id, CancellationToken cancel)
        => PublisherAsync(id, "unscheduled", () => useCases.RunAsync<UnscheduleDraft, CampaignOutcome>(verb => verb.RunAsync(new(id, Me), cancel), cancel), cancel);

    public async Task<IActionResult> OnPostDiscardAsync(Guid id, Guid draft, int version, CancellationToken cancel)
        => User.May(StaffPermissions.EditCampaigns)
            ? await DoAsync(id, "discarded", () => useCases.RunAsync<DiscardDraft, CampaignOutcome>(verb => verb.RunAsync(new(id, draft, version, Me), cancel), cancel), cancel)
            : Forbid();

    private async Task<IActionResult> PublisherAsync(Guid id, string done, Func<Task<CampaignOutcome>> run, CancellationToken cancel)
        => User.May(StaffPermissions.PublishCampaigns) ? await DoAsync(id, done, run, cancel) : Forbid();

    private async Task<IActionResult> DoAsync(Guid id, string done, Func<Task<CampaignOutcome>> run, CancellationToken cancel)
    {
        if (!await db.Campaigns.AnyAsync(c => c.Id == id, cancel))
        {
            return NotFound();
        }

        var outcome = await run();
        if (outcome.Saved)
        {
            Done = done;
            return Redirect($"/staff/campaigns/{id}");
        }

        await LoadAsync(id, cancel);
        Problems = outcome.Problems;
        Typed = Request.Form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await open.RunAsync(id, cancel) is not { } opened)
        {
            return false;
        }

        Opened = opened;
        Site = await facts.GetAsync(cancel);
        Line = (await desk.ListAsync(cancel)).First(line => line.Id == id);
        Former = await db.CampaignAddresses.AsNoTracking().Where(a => a.CampaignId == id).OrderByDescending(a => a.RetiredAt).ToListAsync(cancel);
        return true;
    }
}
