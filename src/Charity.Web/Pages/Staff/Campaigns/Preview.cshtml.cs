using Charity.Campaigns;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Charity.Web.Pages.Campaigns;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>
/// The campaign's real page as its draft would make it, for the people who write it: never stored, never listed, and
/// nothing can be given from it.
/// </summary>
[Authorize(Policy = StaffPermissions.ViewCampaigns)]
public sealed class PreviewModel(CampaignPages pages, CampaignViewReader views, Texts texts, PageHead head) : StaffPage
{
    public CampaignView View { get; private set; } = null!;

    public Guid Id { get; private set; }

    /// <summary>The words of the bar, in the language of who looks.</summary>
    public LanguageTexts Bar { get; private set; } = null!;

    /// <summary>Shown inside the frame as wide as a phone, whose page has the bar.</summary>
    public bool InFrame { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, string language, [FromQuery(Name = "in")] string? inside, CancellationToken cancel)
    {
        if (!Language.TryOf(language, out var reader) || await pages.PreviewAsync(id, cancel) is not { } page)
        {
            return NotFound();
        }

        Bar = texts.In(HttpContext.Language());
        HttpContext.SetLanguage(reader);
        head.Styles.Clear();
        (Id, InFrame) = (id, inside == "frame");
        if (InFrame)
        {
            // Only here, and only by our own pages.
            Response.Headers.ContentSecurityPolicy = Response.Headers.ContentSecurityPolicy.ToString()
                .Replace("frame-ancestors 'none'", "frame-ancestors 'self'", StringComparison.Ordinal);
        }

        View = await views.ReadAsync(page, reader, preview: true, cancel);
        return Page();
    }
}
