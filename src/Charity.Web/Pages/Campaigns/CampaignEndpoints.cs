using Charity.Campaigns;
using Charity.Data;
using Charity.Documents;
using Charity.Documents.Raster;
using Charity.Languages;
using Charity.Organisation;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Campaigns;

/// <summary>Pictures that belong to a campaign's page.</summary>
internal static class CampaignEndpoints
{
    /// <summary>Seconds for which a picture is kept: networks fetch it in bursts, and a minute old figure is true enough there.</summary>
    private const int PictureSeconds = 60;

    public static void MapCampaigns(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"/{RequestLanguage.RoutePart}/campaigns/{{slug}}/qr.svg", QrAsync)
            .AllowAnonymous().WithMetadata(new PublicCachedAttribute { Seconds = PictureSeconds });
        routes.MapGet($"/campaigns/{{slug}}/share-{RequestLanguage.RoutePart}.png", ShareAsync)
            .AllowAnonymous().WithMetadata(new PublicCachedAttribute { Seconds = PictureSeconds });
    }

    /// <summary>The address of the campaign's page, for posters and for the screen of another device.</summary>
    private static async Task<IResult> QrAsync(string lang, string slug, CharityDb db, IOptions<SiteOptions> site, CancellationToken cancel) =>
        await db.Campaigns.AsNoTracking().AnyAsync(c => c.Slug == slug && c.State != CampaignState.Draft, cancel)
            ? Results.Text(QrPicture.Svg(QrMatrix.Of(site.Value.Address($"/{lang}/campaigns/{slug}"))), "image/svg+xml")
            : Results.NotFound();

    /// <summary>What a shared link shows, drawn from the campaign as it stands.</summary>
    private static async Task<IResult> ShareAsync(string lang, string slug, CampaignPages pages, SiteFacts facts, LanguageTexts T, CancellationToken cancel)
    {
        var campaign = (await pages.ListAsync(cancel)).FirstOrDefault(c => c.Slug == slug);
        if (campaign is null)
        {
            return Results.NotFound();
        }

        var site = await facts.GetAsync(cancel);
        var language = Language.Of(lang);
        var title = campaign.Title.In(language, site.DefaultLanguage);
        var raised = AmountFormat.Brief(campaign.Progress.Raised, language);
        var amount = campaign.Progress.Goal is { } goal ? $"{raised} {T["campaign.of-goal", ("goal", AmountFormat.Brief(goal, language))]}" : raised;
        return Results.Bytes(
            ShareImage.Draw(
                title.Text, site.Name.In(language, site.DefaultLanguage).Text, amount, campaign.Progress.Percent / 100.0,
                Hues.Hex(campaign.Programme.Hue), title.Language.HtmlLang),
            "image/png");
    }
}
