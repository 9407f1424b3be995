using Charity.Campaigns;
using Charity.Data;
using Charity.Documents;
using Charity.Organisation;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Campaigns;

/// <summary>Pictures that belong to a campaign's page.</summary>
internal static class CampaignEndpoints
{
    public static void MapCampaigns(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"/{RequestLanguage.RoutePart}/campaigns/{{slug}}/qr.svg", QrAsync)
            .AllowAnonymous().WithMetadata(new PublicCachedAttribute());
    }

    /// <summary>The address of the campaign's page, for posters and for the screen of another device.</summary>
    private static async Task<IResult> QrAsync(string lang, string slug, CharityDb db, IOptions<SiteOptions> site, CancellationToken cancel) =>
        await db.Campaigns.AsNoTracking().AnyAsync(c => c.Slug == slug && c.State != CampaignState.Draft, cancel)
            ? Results.Text(QrPicture.Svg(QrMatrix.Of(site.Value.Address($"/{lang}/campaigns/{slug}"))), "image/svg+xml")
            : Results.NotFound();
}
