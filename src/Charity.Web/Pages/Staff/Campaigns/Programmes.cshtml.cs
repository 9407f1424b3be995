using Charity.Campaigns;
using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>The organisation's programmes: add one, change its name, words, hue and order.</summary>
[Authorize(Policy = StaffPermissions.ViewCampaigns)]
public sealed class ProgrammesModel(CharityDb db, UseCases useCases, SiteFacts facts) : StaffPage
{
    private const int MaxPosition = 10_000;

    /// <param name="Id">The programme that is changed; null for a new one.</param>
    /// <param name="Name">By language code.</param>
    /// <param name="Description">By language code.</param>
    public sealed record ProgrammeInput(
        Guid? Id, int Version, string? Slug, Dictionary<string, string?>? Name, Dictionary<string, string?>? Description, string? Hue, int Position);

    [BindProperty]
    public ProgrammeInput Input { get; set; } = new(null, 0, null, null, null, null, 0);

    public IReadOnlyList<Programme> Programmes { get; private set; } = [];

    public IReadOnlyList<CampaignProblem> Problems { get; private set; } = [];

    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public TextIn Say(LocalizedText text) => text.In(HttpContext.Language(), Site.DefaultLanguage);

    public bool IsTyped(Programme? programme) => Problems.Count > 0 && Input.Id == programme?.Id;

    public string NameOf(Programme? programme, Language language)
        => IsTyped(programme) ? Input.Name?.GetValueOrDefault(language.Code) ?? "" : programme?.Name[language] ?? "";

    public string DescriptionOf(Programme? programme, Language language)
        => IsTyped(programme) ? Input.Description?.GetValueOrDefault(language.Code) ?? "" : programme?.Description[language] ?? "";

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.EditCampaigns))
        {
            return Forbid();
        }

        var outcome = await SaveAsync(cancel);
        if (outcome.Saved)
        {
            return Redirect("/staff/campaigns/programmes");
        }

        await LoadAsync(cancel);
        Problems = outcome.Problems;
        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<CampaignOutcome> SaveAsync(CancellationToken cancel)
    {
        if (NamedInput.Read(Input.Name) is not { } name || NamedInput.Read(Input.Description) is not { } description)
        {
            return CampaignOutcome.Refused(CampaignProblem.TextTooLong);
        }

        var (hue, position) = (Programme.Hues.Contains(Input.Hue ?? "") ? Input.Hue! : Programme.Hues[0], Math.Clamp(Input.Position, 0, MaxPosition));
        if (Input.Id is not { } id)
        {
            return await useCases.RunAsync<AddProgramme, CampaignOutcome>(
                verb => verb.RunAsync(new((Input.Slug ?? "").Trim(), name, description, hue, position, Me), cancel), cancel);
        }

        return await db.Programmes.AnyAsync(p => p.Id == id, cancel)
            ? await useCases.RunAsync<EditProgramme, CampaignOutcome>(
                verb => verb.RunAsync(new(id, Input.Version, name, description, hue, position, Me), cancel), cancel)
            : CampaignOutcome.Refused(CampaignProblem.ProgrammeUnknown);
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        Site = await facts.GetAsync(cancel);
        Programmes = await db.Programmes.AsNoTracking().OrderBy(p => p.Position).ThenBy(p => p.Slug).ToListAsync(cancel);
    }

    /// <summary>One form: a programme that stands, or a new one.</summary>
    public sealed record Form(ProgrammesModel Page, Programme? Programme);
}
