using Charity.Accounting;
using Charity.Campaigns;
using Charity.Campaigns.Pictures;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Campaigns;

/// <summary>A campaign's page for one reader: what the public page shows, and the preview of a draft in the same words.</summary>
public sealed class CampaignView
{
    private readonly CampaignMarkdown _markdown;

    internal CampaignView(CampaignPage page, Language reader, SiteSnapshot site, IReadOnlyList<RecentGift> gifts, CampaignMarkdown markdown, SiteOptions addresses)
    {
        _markdown = markdown;
        (Page, Reader, Site, Gifts) = (page, reader, site, gifts);
        var rows = Say(page.Campaign.GiftExamples);
        Examples = GiftExample.Read(rows.Text, Currency.Of(page.Campaign.GoalCurrency));
        ExamplesLanguage = rows.Language;
        Share = new ShareLinks(addresses.Address($"/{reader.Code}/campaigns/{page.Campaign.Slug}"), Say(page.Campaign.Title).Text);
        ShareImage = addresses.Address($"/campaigns/{page.Campaign.Slug}/share-{reader.Code}.png");
    }

    public CampaignPage Page { get; }

    public Campaign Campaign => Page.Campaign;

    public Language Reader { get; }

    public SiteSnapshot Site { get; }

    public IReadOnlyList<RecentGift> Gifts { get; }

    /// <summary>"What your gift does", in the reader's language.</summary>
    public IReadOnlyList<GiftExample> Examples { get; }

    public Language ExamplesLanguage { get; }

    public ShareLinks Share { get; }

    /// <summary>Address of the drawing that a shared link shows.</summary>
    public string ShareImage { get; }

    /// <summary>Nothing is given from here: the page shows a draft to the people who write it.</summary>
    public bool IsPreview { get; init; }

    public string GiveAddress => $"/{Reader.Code}/give/{Campaign.Slug}";

    public TextIn Say(LocalizedText text) => text.In(Reader, Site.DefaultLanguage);

    /// <summary>The organisation's Markdown as safe html.</summary>
    public IHtmlContent Prose(LocalizedText text, int under) => Look.Prose.Of(
        _markdown, Say(text), Reader, under, new ShownPictures(Page.Pictures, Reader, Site.DefaultLanguage));

    public DateOnly Day(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, Site.Zone));

    /// <summary>The form, with an amount already chosen.</summary>
    public string GiveWith(Money amount) => FormattableString.Invariant($"{GiveAddress}?amount={amount.Minor}&currency={amount.Currency.Code}");
}

/// <summary>Reads what stands beside a campaign on its page.</summary>
public sealed class CampaignViewReader(CharityDb db, SiteFacts facts, CampaignMarkdown markdown, IOptions<SiteOptions> site)
{
    public async Task<CampaignView> ReadAsync(CampaignPage page, Language reader, bool preview, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(page);
        var snapshot = await facts.GetAsync(cancel);
        var gifts = await RecentGifts.ReadAsync(db, page.Campaign, snapshot.Zone, cancel);
        return new CampaignView(page, reader, snapshot, gifts, markdown, site.Value) { IsPreview = preview };
    }
}
