using Charity.Campaigns;
using Charity.Data;
using Charity.Languages;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.About;

/// <summary>What is kept about people, why and for how long: the program's own facts first, then the organisation's words.</summary>
[AllowAnonymous]
[PublicCached]
public sealed class PrivacyModel(CharityDb db, SiteFacts facts, CampaignMarkdown markdown) : PageModel
{
    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public IHtmlContent? Text { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Site = await facts.GetAsync(cancel);
        var text = await db.Organisations.AsNoTracking().Select(o => o.Privacy).SingleOrDefaultAsync(cancel) ?? LocalizedText.Empty;
        Text = text.IsEmpty ? null : Prose.Of(markdown, text.In(HttpContext.Language(), Site.DefaultLanguage), HttpContext.Language(), under: 1);
    }
}
