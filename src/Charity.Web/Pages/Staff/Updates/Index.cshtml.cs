using Charity.Campaigns.Updates;
using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Updates;

/// <summary>A campaign's news: drafts, scheduled ones, and what readers have seen.</summary>
[Authorize(Policy = StaffPermissions.ViewCampaigns)]
public sealed class IndexModel(CharityDb db, SiteFacts facts, TimeProvider time) : StaffPage
{
    private const int MaxShown = 500;

    public Guid Id { get; private set; }

    public LocalizedText Title { get; private set; } = LocalizedText.Empty;

    public Language Own { get; private set; } = Language.En;

    /// <summary>The organisation's: the same in which a time to appear is typed.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateTime Now { get; private set; }

    public IReadOnlyList<CampaignUpdate> Updates { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Campaigns.AsNoTracking().Where(c => c.Id == id).Select(c => c.Title).SingleOrDefaultAsync(cancel) is not { } title)
        {
            return NotFound();
        }

        (Id, Title, Now) = (id, title, time.GetUtcNow().UtcDateTime);
        var site = await facts.GetAsync(cancel);
        (Own, Zone) = (site.DefaultLanguage, site.Zone);
        Updates = await db.CampaignUpdates.AsNoTracking().Where(u => u.CampaignId == id).OrderByDescending(u => u.Id).Take(MaxShown).ToListAsync(cancel);
        return Page();
    }
}
