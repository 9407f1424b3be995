using Charity.Accounting;
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
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Campaigns;

/// <summary>
/// One campaign: what is asked for, how far it has come, what became of it, and who receives the money. Cached whole;
/// a confirmed gift shows within five seconds.
/// </summary>
[AllowAnonymous]
[PublicCached]
public sealed class CampaignModel(
    CampaignPages pages, CharityDb db, SiteFacts facts, CampaignMarkdown markdown, IOptions<SiteOptions> site) : PageModel
{
    public CampaignPage View { get; private set; } = null!;

    public Campaign Campaign => View.Campaign;

    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public IReadOnlyList<RecentGift> Gifts { get; private set; } = [];

    /// <summary>"What your gift does", in the reader's language.</summary>
    public IReadOnlyList<GiftExample> Examples { get; private set; } = [];

    public Language ExamplesLanguage { get; private set; } = Language.En;

    public ShareLinks Share { get; private set; } = null!;

    public string GiveAddress => $"/{HttpContext.Language().Code}/give/{Campaign.Slug}";

    /// <summary>Address of the drawing that a shared link shows.</summary>
    public string ShareImage => site.Value.Address($"/campaigns/{Campaign.Slug}/share-{HttpContext.Language().Code}.png");

    public TextIn Say(LocalizedText text) => text.In(HttpContext.Language(), Site.DefaultLanguage);

    /// <summary>The organisation's Markdown as safe html.</summary>
    public IHtmlContent Prose(LocalizedText text, int under) => Look.Prose.Of(markdown, Say(text), HttpContext.Language(), under);

    public DateOnly Day(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, Site.Zone));

    /// <summary>The form, with an amount already chosen.</summary>
    public string GiveWith(Money amount) => FormattableString.Invariant($"{GiveAddress}?amount={amount.Minor}&currency={amount.Currency.Code}");

    public async Task<IActionResult> OnGetAsync([FromRoute] string slug, CancellationToken cancel)
    {
        if (await pages.OneAsync(slug, cancel) is not { } page)
        {
            return NotFound();
        }

        View = page;
        Site = await facts.GetAsync(cancel);
        Gifts = await RecentGifts.ReadAsync(db, page.Campaign.Id, Site.Zone, cancel);
        var rows = Say(page.Campaign.GiftExamples);
        Examples = GiftExample.Read(rows.Text, Currency.Of(page.Campaign.GoalCurrency));
        ExamplesLanguage = rows.Language;
        Share = new ShareLinks(site.Value.Address($"/{HttpContext.Language().Code}/campaigns/{page.Campaign.Slug}"), Say(page.Campaign.Title).Text);
        return Page();
    }
}
