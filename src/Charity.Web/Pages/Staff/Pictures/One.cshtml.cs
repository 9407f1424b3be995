using System.Globalization;
using Charity.Campaigns.Pictures;
using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Pictures;

/// <summary>One picture: its words, its focal point, its consent, and where it is shown.</summary>
[Authorize(Policy = StaffPermissions.ViewCampaigns)]
public sealed class OneModel(PictureShelf shelf, CharityDb db, UseCases useCases, PageCache cache, SiteFacts facts) : StaffPage
{
    public sealed record Use(LocalizedText Title, string Address);

    [BindProperty]
    public PictureForm Form { get; set; } = new();

    [BindProperty]
    public int Version { get; set; }

    public Guid Id => Row.Id;

    public PictureRow Row { get; private set; } = null!;

    public Language Own { get; private set; } = Language.En;

    public IReadOnlyList<Use> Uses { get; private set; } = [];

    public IReadOnlyList<PictureProblem> Problems { get; private set; } = [];

    public bool Saved { get; private set; }

    public string Widths { get; private set; } = "";

    public string AddedBy { get; private set; } = "";

    public DateTime AddedAt { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, bool saved, CancellationToken cancel)
    {
        Saved = saved;
        if (!await ReadAsync(id, cancel) || await db.Pictures.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } picture)
        {
            return NotFound();
        }

        (Form, Version) = (PictureForm.Of(picture), picture.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.EditCampaigns))
        {
            return Forbid();
        }

        var outcome = await useCases.RunAsync<DescribePicture, PictureOutcome>(
            verb => verb.RunAsync(
                new(id, Version, Form.Alt.ToText(), Form.FocusXInThousandths, Form.FocusYInThousandths, Form.ShowsPerson, Form.ConsentId, Me), cancel), cancel);
        if (outcome.Saved)
        {
            cache.Clear();
            return Redirect($"/staff/pictures/{id}?saved=true");
        }

        Problems = outcome.Problems;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return await ReadAsync(id, cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostTakeDownAsync(Guid id, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.PublishCampaigns))
        {
            return Forbid();
        }

        var outcome = await useCases.RunAsync<TakeDownPicture, PictureOutcome>(verb => verb.RunAsync(new(id, Me), cancel), cancel);
        if (!outcome.Saved)
        {
            return NotFound();
        }

        cache.Clear();
        return Redirect("/staff/pictures?said=taken-down");
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken cancel)
    {
        if (await shelf.OneAsync(id, cancel) is not { } row)
        {
            return false;
        }

        Row = row;
        Own = (await facts.GetAsync(cancel)).DefaultLanguage;
        var picture = await db.Pictures.AsNoTracking().Include(p => p.Files).SingleAsync(p => p.Id == id, cancel);
        Widths = string.Join(", ", picture.Files.OrderBy(f => f.Width).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Width} × {f.Height}")));
        (AddedBy, AddedAt) = (picture.AddedBy, picture.AddedAt);
        await ReadUsesAsync(id, cancel);
        return true;
    }

    private async Task ReadUsesAsync(Guid id, CancellationToken cancel)
    {
        // Texts are few and of one organisation: looked through here, as their column is no text to the database.
        var campaigns = await db.Campaigns.AsNoTracking().Select(c => new { c.Id, c.Title, c.Story, c.PictureId }).ToListAsync(cancel);
        var updates = await db.CampaignUpdates.AsNoTracking().Where(u => u.TakenDownAt == null).Select(u => new { u.Id, u.CampaignId, u.Title, u.Body }).ToListAsync(cancel);
        Uses =
        [
            .. campaigns.Where(c => c.PictureId == id || PicturesInText.Find(c.Story).Contains(id)).Select(c => new Use(c.Title, $"/staff/campaigns/{c.Id}/updates")),
            .. updates.Where(u => PicturesInText.Find(u.Body).Contains(id)).Select(u => new Use(u.Title, $"/staff/campaigns/{u.CampaignId}/updates/{u.Id}")),
        ];
    }
}
