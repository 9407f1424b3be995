using Charity.Campaigns;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.About;

/// <summary>The terms of giving to a legal entity, in the version that the address names. Old versions stay readable for good.</summary>
[AllowAnonymous]
[PublicCached]
public sealed class TermsModel(CharityDb db, SiteFacts facts, CampaignMarkdown markdown, CountryPacks packs, TimeProvider time) : PageModel
{
    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public LocalizedText Entity { get; private set; } = LocalizedText.Empty;

    public string EntityCode { get; private set; } = "";

    public int Number { get; private set; }

    /// <summary>The day where the entity is.</summary>
    public DateOnly InForceFrom { get; private set; }

    /// <summary>Number of the version in force now.</summary>
    public int Latest { get; private set; }

    public IHtmlContent Text { get; private set; } = HtmlString.Empty;

    public TextIn Say(LocalizedText text) => text.In(HttpContext.Language(), Site.DefaultLanguage);

    public async Task<IActionResult> OnGetAsync([FromRoute] string entity, [FromRoute] int number, CancellationToken cancel)
    {
        Site = await facts.GetAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var found = await (
            from t in db.Terms.AsNoTracking()
            join e in db.LegalEntities.AsNoTracking() on t.LegalEntityId equals e.Id
            where e.Code == entity && t.Number == number
            select new
            {
                t.InForceFrom,
                t.Text,
                e.Name,
                e.CountryPack,
                Latest = db.Terms.Where(o => o.LegalEntityId == e.Id && o.InForceFrom <= now).Max(o => (int?)o.Number),
            }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return NotFound();
        }

        (Entity, EntityCode, Number, Latest) = (found.Name, entity, number, found.Latest ?? number);
        InForceFrom = packs.DayOf(found.CountryPack, found.InForceFrom);
        Text = Prose.Of(markdown, Say(found.Text), HttpContext.Language(), under: 1);
        return Page();
    }
}
