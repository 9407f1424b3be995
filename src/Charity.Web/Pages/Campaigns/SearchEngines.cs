using System.Globalization;
using System.Text;
using System.Xml;
using Charity.Campaigns;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Charity.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Campaigns;

/// <summary>What search engines read first: which pages there are, in which languages, and which to leave alone.</summary>
internal static class SearchEngines
{
    private const int Seconds = 60;

    public static void MapSearchEngines(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/robots.txt", Robots).AllowAnonymous().WithMetadata(new PublicCachedAttribute { Seconds = Seconds });
        routes.MapGet("/sitemap.xml", SitemapAsync).AllowAnonymous().WithMetadata(new PublicCachedAttribute { Seconds = Seconds });
    }

    private static IResult Robots(IOptions<SiteOptions> site)
    {
        var text = new StringBuilder("User-agent: *\nDisallow: /staff\nDisallow: /receipts/\nDisallow: /check/\n");
        foreach (var language in Language.All)
        {
            // The form itself may be found; with an amount in the address it is the same page once more.
            text.Append(CultureInfo.InvariantCulture, $"Disallow: /{language.Code}/give/*?\nDisallow: /{language.Code}/thanks/\n");
        }

        return Results.Text(text.Append(CultureInfo.InvariantCulture, $"\nSitemap: {site.Value.Address("/sitemap.xml")}\n").ToString());
    }

    private static async Task<IResult> SitemapAsync(CharityDb db, SiteFacts facts, IOptions<SiteOptions> site, CancellationToken cancel)
    {
        var languages = (await facts.GetAsync(cancel)).Languages;
        var campaigns = await db.Campaigns.AsNoTracking().Where(c => c.State != CampaignState.Draft).OrderBy(c => c.Slug).Select(c => c.Slug).ToListAsync(cancel);
        string[] pages = ["", "/about", "/privacy", .. campaigns.Select(slug => $"/campaigns/{slug}")];
        using var text = new MemoryStream();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            const string sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";
            const string xhtml = "http://www.w3.org/1999/xhtml";
            xml.WriteStartElement("urlset", sitemap);
            xml.WriteAttributeString("xmlns", "xhtml", null, xhtml);
            foreach (var page in pages)
            {
                foreach (var language in languages)
                {
                    xml.WriteStartElement("url", sitemap);
                    xml.WriteElementString("loc", sitemap, site.Value.Address($"/{language.Code}{page}"));
                    foreach (var other in languages)
                    {
                        xml.WriteStartElement("link", xhtml);
                        xml.WriteAttributeString("rel", "alternate");
                        xml.WriteAttributeString("hreflang", other.HtmlLang);
                        xml.WriteAttributeString("href", site.Value.Address($"/{other.Code}{page}"));
                        xml.WriteEndElement();
                    }

                    xml.WriteEndElement();
                }
            }

            xml.WriteEndElement();
        }

        return Results.Bytes(text.ToArray(), "application/xml");
    }
}
