using System.Globalization;
using Charity.Campaigns;
using Charity.Campaigns.Consents;
using Charity.Campaigns.Pictures;
using Charity.Campaigns.Updates;
using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Updates;

/// <summary>Writes, previews, schedules, corrects and takes down one update. Also served under the update's own address.</summary>
[Authorize(Policy = StaffPermissions.ViewCampaigns)]
public sealed class OneModel(
    CharityDb db, UseCases useCases, PageCache cache, SiteFacts facts, CampaignMarkdown markdown, PictureReader pictures, TimeProvider time) : StaffPage
{
    private static readonly string[] Sayings = ["saved", "published", "scheduled", "held", "taken-down"];

    [BindProperty]
    public FourTexts Heading { get; set; } = new();

    [BindProperty]
    public FourTexts Body { get; set; } = new();

    [BindProperty]
    public bool TellsOfPerson { get; set; }

    [BindProperty]
    public Guid? ConsentId { get; set; }

    [BindProperty]
    public int Version { get; set; }

    /// <summary>Local time of the organisation, as the browser's field writes it.</summary>
    [BindProperty]
    public string? At { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The campaign.</summary>
    public Guid Id { get; private set; }

    public Guid? UpdateId { get; private set; }

    public LocalizedText Campaign { get; private set; } = LocalizedText.Empty;

    public Language Own { get; private set; } = Language.En;

    /// <summary>Language of the preview.</summary>
    public Language Shown { get; private set; } = Language.En;

    /// <summary>The organisation's: days and times are typed and shown in it.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public UpdateStanding Standing { get; private set; }

    public DateTime? PublishedAt { get; private set; }

    public LocalizedText SavedTitle { get; private set; } = LocalizedText.Empty;

    public IHtmlContent Preview { get; private set; } = HtmlString.Empty;

    public IReadOnlyList<UpdateProblem> Problems { get; private set; } = [];

    public IReadOnlyList<ConsentGap> Gaps { get; private set; } = [];

    public string? Said { get; private set; }

    /// <summary>What readers see is changed only by those who may publish.</summary>
    public bool MayWrite => Standing switch
    {
        UpdateStanding.TakenDown => false,
        UpdateStanding.Draft => User.May(StaffPermissions.EditCampaigns),
        _ => User.May(StaffPermissions.PublishCampaigns),
    };

    public async Task<IActionResult> OnGetAsync(Guid id, Guid? update, string? lang, string? said, CancellationToken cancel)
    {
        Said = Sayings.Contains(said) ? said : null;
        if (!await ReadAsync(id, update, lang, cancel))
        {
            return NotFound();
        }

        if (UpdateId is { } known)
        {
            var saved = await db.CampaignUpdates.AsNoTracking().SingleAsync(u => u.Id == known, cancel);
            (Heading, Body, TellsOfPerson, ConsentId, Version) =
                (FourTexts.Of(saved.Title), FourTexts.Of(saved.Body), saved.TellsOfPerson, saved.ConsentId, saved.Version);
        }
        else if (!User.May(StaffPermissions.EditCampaigns))
        {
            return Forbid();
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid? update, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.EditCampaigns))
        {
            return Forbid();
        }

        if (!await ReadAsync(id, update, null, cancel))
        {
            return NotFound();
        }

        return !MayWrite && Standing != UpdateStanding.TakenDown
            ? Forbid()
            : End("saved", await useCases.RunAsync<WriteUpdate, UpdateOutcome>(
                verb => verb.RunAsync(new(update, id, Version, Heading.ToText(), Body.ToText(), TellsOfPerson, ConsentId, Me), cancel), cancel));
    }

    public Task<IActionResult> OnPostNowAsync(Guid id, Guid? update, CancellationToken cancel)
        => PublishAsync(id, update, "published", known => new(known, Version, Me), cancel);

    public Task<IActionResult> OnPostHoldAsync(Guid id, Guid? update, CancellationToken cancel)
        => PublishAsync(id, update, "held", known => new(known, Version, Me, Hold: true), cancel);

    public Task<IActionResult> OnPostScheduleAsync(Guid id, Guid? update, CancellationToken cancel)
        => PublishAsync(id, update, "scheduled", known => new(known, Version, Me, TimeOf(At)), cancel);

    public async Task<IActionResult> OnPostTakeDownAsync(Guid id, Guid? update, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.PublishCampaigns))
        {
            return Forbid();
        }

        return await ReadSavedAsync(id, update, cancel) is { } known
            ? End("taken-down", await useCases.RunAsync<TakeDownUpdate, UpdateOutcome>(verb => verb.RunAsync(new(known, Reason ?? "", Me), cancel), cancel))
            : NotFound();
    }

    private async Task<IActionResult> PublishAsync(
        Guid id, Guid? update, string said, Func<Guid, ScheduleUpdate.Input> input, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.PublishCampaigns))
        {
            return Forbid();
        }

        return await ReadSavedAsync(id, update, cancel) is { } known
            ? End(said, await useCases.RunAsync<ScheduleUpdate, UpdateOutcome>(verb => verb.RunAsync(input(known), cancel), cancel))
            : NotFound();
    }

    private IActionResult End(string said, UpdateOutcome outcome)
    {
        if (outcome.Saved)
        {
            cache.Clear();
            return Redirect($"/staff/campaigns/{Id}/updates/{outcome.Id}?said={said}");
        }

        (Problems, Gaps) = (outcome.Problems, outcome.Gaps);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>An update of this campaign with its saved words in the form, since these handlers send none.</summary>
    private async Task<Guid?> ReadSavedAsync(Guid id, Guid? update, CancellationToken cancel)
    {
        if (update is null || !await ReadAsync(id, update, null, cancel))
        {
            return null;
        }

        var saved = await db.CampaignUpdates.AsNoTracking().SingleAsync(u => u.Id == update, cancel);
        (Heading, Body, TellsOfPerson, ConsentId) = (FourTexts.Of(saved.Title), FourTexts.Of(saved.Body), saved.TellsOfPerson, saved.ConsentId);
        return update;
    }

    /// <summary>A moment on the organisation's clock. What is no time is one long over, which the verb refuses.</summary>
    private DateTime TimeOf(string? local)
    {
        if (!DateTime.TryParseExact(local, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            return DateTime.UnixEpoch;
        }

        var zone = facts.LastKnown.Zone;
        // In the hour that summer time leaves out, the moment an hour later is meant.
        return TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(at) ? at.AddHours(1) : at, zone);
    }

    private async Task<bool> ReadAsync(Guid id, Guid? update, string? lang, CancellationToken cancel)
    {
        if (await db.Campaigns.AsNoTracking().Where(c => c.Id == id).Select(c => c.Title).SingleOrDefaultAsync(cancel) is not { } campaign)
        {
            return false;
        }

        var site = await facts.GetAsync(cancel);
        (Id, Campaign, Own, Zone) = (id, campaign, site.DefaultLanguage, site.Zone);
        Shown = Language.TryOf(lang, out var wanted) ? wanted : HttpContext.Language();
        if (update is null)
        {
            return true;
        }

        if (await db.CampaignUpdates.AsNoTracking().SingleOrDefaultAsync(u => u.Id == update && u.CampaignId == id, cancel) is not { } saved)
        {
            return false;
        }

        UpdateId = saved.Id;
        (Standing, PublishedAt, SavedTitle) = (saved.StandingAt(time.GetUtcNow().UtcDateTime), saved.PublishedAt, saved.Title);
        var shown = await pictures.OnSiteAsync(PicturesInText.Find(saved.Body), cancel);
        Preview = Prose.Of(markdown, saved.Body.In(Shown, Own), Shown, 3, new ShownPictures(shown, Shown, Own));
        return true;
    }
}
