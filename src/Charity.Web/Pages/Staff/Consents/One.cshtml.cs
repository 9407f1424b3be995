using Charity.Campaigns.Consents;
using Charity.Campaigns.Pictures;
using Charity.Data;
using Charity.Files;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Consents;

/// <summary>One consent: what it says, what stands under it, and how it ends.</summary>
[Authorize(Policy = StaffPermissions.ViewConsents)]
[RequestSizeLimit(MaxBody)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxBody)]
public sealed class OneModel(CharityDb db, ConsentDay day, UseCases useCases, PageCache cache, SiteFacts facts) : StaffPage
{
    /// <summary>The paper and the words.</summary>
    internal const long MaxBody = StoreDocument.MaxBytes + (256 * 1024);

    private static readonly string[] Sayings = ["recorded", "corrected", "withdrawn", "erased"];

    public sealed record Use(LocalizedText Title, string Address);

    [BindProperty]
    public ConsentForm Form { get; set; } = new();

    [BindProperty]
    public IFormFile? Paper { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Consent Consent { get; private set; } = null!;

    public ConsentStanding Standing { get; private set; }

    public DateOnly Today { get; private set; }

    public Language Own { get; private set; } = Language.En;

    public IReadOnlyList<Picture> Pictures { get; private set; } = [];

    public IReadOnlyList<Use> Texts { get; private set; } = [];

    public IReadOnlyList<ConsentProblem> Problems { get; private set; } = [];

    public string? Said { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, string? said, CancellationToken cancel)
    {
        Said = Sayings.Contains(said) ? said : null;
        if (!await ReadAsync(id, cancel))
        {
            return NotFound();
        }

        (Form, Version, On) = (ConsentForm.Of(Consent), Consent.Version, Today);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.ManageConsents))
        {
            return Forbid();
        }

        var input = await Form.ToInputAsync(id, Version, Paper, Me, cancel);
        return await EndAsync(id, "corrected", await useCases.RunAsync<RecordConsent, ConsentOutcome>(verb => verb.RunAsync(input, cancel), cancel), cancel);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.ManageConsents))
        {
            return Forbid();
        }

        var on = On ?? await day.TodayAsync(cancel);
        return await EndAsync(
            id, "withdrawn", await useCases.RunAsync<WithdrawConsent, ConsentOutcome>(verb => verb.RunAsync(new(id, on, Reason ?? "", Me), cancel), cancel), cancel);
    }

    public async Task<IActionResult> OnPostEraseAsync(Guid id, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.ManageConsents))
        {
            return Forbid();
        }

        return await EndAsync(id, "erased", await useCases.RunAsync<EraseConsent, ConsentOutcome>(verb => verb.RunAsync(new(id, Me), cancel), cancel), cancel);
    }

    private async Task<IActionResult> EndAsync(Guid id, string said, ConsentOutcome outcome, CancellationToken cancel)
    {
        if (outcome.Saved)
        {
            // What was taken down is gone from the next page on, and from other nodes within their few seconds.
            cache.Clear();
            return Redirect($"/staff/consents/{id}?said={said}");
        }

        Problems = outcome.Problems;
        if (!await ReadAsync(id, cancel))
        {
            return NotFound();
        }

        if (said != "corrected")
        {
            (Form, Version) = (ConsentForm.Of(Consent), Consent.Version);
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } consent)
        {
            return false;
        }

        Today = await day.TodayAsync(cancel);
        (Consent, Standing) = (consent, consent.StandingOn(Today));
        Own = (await facts.GetAsync(cancel)).DefaultLanguage;
        Pictures = await db.Pictures.AsNoTracking().Where(p => p.ConsentId == id && p.WithdrawnAt == null).OrderBy(p => p.Id).ToListAsync(cancel);
        var stories = await db.Campaigns.AsNoTracking().Where(c => c.StoryConsentId == id).Select(c => new { c.Id, c.Title }).ToListAsync(cancel);
        var updates = await db.CampaignUpdates.AsNoTracking().Where(u => u.ConsentId == id && u.TakenDownAt == null)
            .Select(u => new { u.Id, u.CampaignId, u.Title }).ToListAsync(cancel);
        Texts =
        [
            .. stories.Select(c => new Use(c.Title, $"/staff/campaigns/{c.Id}/updates")),
            .. updates.Select(u => new Use(u.Title, $"/staff/campaigns/{u.CampaignId}/updates/{u.Id}")),
        ];
        return true;
    }
}
