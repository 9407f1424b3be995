using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>The preview in a frame as wide as a phone.</summary>
[Authorize(Policy = StaffPermissions.ViewCampaigns)]
public sealed class PhoneModel(CharityDb db, LanguageTexts texts) : StaffPage
{
    public Guid Id { get; private set; }

    public Language Shown { get; private set; } = Language.En;

    public LanguageTexts Bar => texts;

    public async Task<IActionResult> OnGetAsync(Guid id, string language, CancellationToken cancel)
    {
        if (!Language.TryOf(language, out var shown) || !await db.Campaigns.AnyAsync(c => c.Id == id, cancel))
        {
            return NotFound();
        }

        (Id, Shown) = (id, shown);
        Response.Headers.ContentSecurityPolicy = Response.Headers.ContentSecurityPolicy + "; frame-src 'self'";
        return Page();
    }
}
