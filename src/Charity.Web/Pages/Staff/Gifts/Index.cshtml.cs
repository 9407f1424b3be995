using Charity.Accounting;
using Charity.Data;
using Charity.GiftDesk;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Gifts;

/// <summary>
/// All gifts, newest first. Filter and place stand in the address, so that a view can be kept and passed on; the ones used
/// every week can be kept under a name.
/// </summary>
[Authorize(Policy = StaffPermissions.ViewGifts)]
[EnableRateLimiting(RateLimits.Search)]
public sealed class IndexModel(CharityDb db, UseCases useCases, GiftList list, GiftCalendar calendar, StaffTime time, SiteFacts facts, PageHead head) : StaffPage
{
    public const int PageSize = GiftList.PageSize;

    /// <summary>A choice of a filter, by the value that stands in the address.</summary>
    public sealed record Choice(string Value, LocalizedText Name);

    public sealed record Chip(Guid Id, string Name, string Address);

    /// <summary>Shows gifts older than this place.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>Shows gifts newer than this place.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    /// <summary>Shows the oldest gifts.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Last { get; set; }

    public GiftFilter Filter { get; private set; } = new();
    public GiftPage Shown { get; private set; } = new([], null, null, 0, []);
    public Language Fallback { get; private set; } = Language.En;
    public IReadOnlyList<Choice> Campaigns { get; private set; } = [];
    public IReadOnlyList<Choice> Funds { get; private set; } = [];
    public IReadOnlyList<Choice> Entities { get; private set; } = [];
    public IReadOnlyList<string> Currencies { get; private set; } = [];
    public IReadOnlyList<Chip> Chips { get; private set; } = [];
    public SaveFilterOutcome? NotSaved { get; private set; }

    public bool IsFirst => Shown.Newer is null;

    /// <summary>Filters that are not in the first row are set.</summary>
    public bool HasMore => Filter is not { Channel: null, Fund: null, Entity: null, Currency: null, Least: null, Most: null, Trouble: null };

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnPostSaveAsync(string? name, CancellationToken cancel)
    {
        var filter = Read();
        var outcome = await useCases.RunAsync<SaveFilter, SaveFilterOutcome>(save => save.RunAsync(new(MyId, name, filter), cancel), cancel);
        if (outcome == SaveFilterOutcome.Saved)
        {
            return LocalRedirect(GiftAddress.List(filter));
        }

        NotSaved = outcome;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        await LoadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostForgetAsync(Guid id, CancellationToken cancel)
    {
        await useCases.RunAsync<ForgetFilter, bool>(forget => forget.RunAsync(new(MyId, id), cancel), cancel);
        return LocalRedirect(GiftAddress.List(Read()));
    }

    private GiftFilter Read() => GiftFilter.Read(name => Request.Query[name], AmountNotations.OfLanguage(HttpContext.Language().Code));

    private async Task LoadAsync(CancellationToken cancel)
    {
        head.Styles.Add("css/staff-gifts.css");
        Filter = Read();
        // The days by which it filters.
        time.Use(await calendar.ZoneAsync(Filter.Entity, cancel));
        Fallback = (await facts.GetAsync(cancel)).DefaultLanguage;
        Shown = await list.ReadAsync(Filter, new GiftPageAsked(GiftPlace.Parse(After), GiftPlace.Parse(Before), Last), cancel);
        Campaigns = [.. (await db.Campaigns.AsNoTracking().OrderBy(c => c.Position).Select(c => new { c.Slug, c.Title }).ToListAsync(cancel))
            .Select(c => new Choice(c.Slug, c.Title))];
        Entities = [.. (await db.LegalEntities.AsNoTracking().OrderBy(e => e.Code).Select(e => new { e.Code, e.Name }).ToListAsync(cancel))
            .Select(e => new Choice(e.Code, e.Name))];
        Funds = [.. (await db.Funds.AsNoTracking().OrderBy(f => f.LegalEntityId).ThenBy(f => f.Code).Select(f => new { f.Id, f.Name }).ToListAsync(cancel))
            .Select(f => new Choice(f.Id.ToString("N"), f.Name))];
        Currencies = [.. (await db.CampaignTotals.AsNoTracking().Select(t => t.Currency).Distinct().ToListAsync(cancel)).Order(StringComparer.Ordinal)];
        var me = MyId;
        Chips = [.. (await db.SavedFilters.AsNoTracking().Where(f => f.UserId == me).OrderBy(f => f.CreatedAt).ToListAsync(cancel))
            .Select(f => new Chip(f.Id, f.Name, GiftAddress.List(GiftFilter.Parse(f.Address))))];
    }
}
