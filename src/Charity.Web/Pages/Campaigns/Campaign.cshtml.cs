using Charity.Campaigns;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charity.Web.Pages.Campaigns;

/// <summary>
/// One campaign: what is asked for, how far it has come, what became of it, and who receives the money. Cached whole;
/// a confirmed gift shows within five seconds.
/// </summary>
[AllowAnonymous]
[PublicCached]
public sealed class CampaignModel(CampaignPages pages, CampaignViewReader views) : PageModel
{
    public CampaignView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync([FromRoute] string slug, CancellationToken cancel)
    {
        if (await pages.OneAsync(slug, cancel) is not { } page)
        {
            return NotFound();
        }

        View = await views.ReadAsync(page, HttpContext.Language(), preview: false, cancel);
        return Page();
    }
}
