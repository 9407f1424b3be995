using Charity.Languages;
using Charity.Staff;
using Charity.Web.Files;
using Charity.Web.Hosting;
using Charity.Web.Pages.Campaigns;
using Charity.Web.Pages.Staff.Consents;
using Charity.Web.Pages.Staff.Pictures;
using Charity.Web.Pages.Thanks;
using Charity.Web.Receipts;
using Charity.Web.Reports;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Charity.Web.Pages;

/// <summary>Registers and maps all pages and the small endpoints beside them.</summary>
internal static class CharityPages
{
    /// <summary>Folders whose addresses begin with the language.</summary>
    private static readonly string[] SpokenFolders = ["/About", "/Campaigns", "/Give", "/Health", "/Thanks"];

    public static IServiceCollection AddCharityPages(this IServiceCollection services)
    {
        services.AddRazorPages(options =>
            {
                options.Conventions.AddPageRoute("/Campaigns/Index", "programmes/{programme}");
                options.Conventions.AddPageRoute("/Staff/Updates/One", "/staff/campaigns/{id:guid}/updates/{update:guid}");
                foreach (var folder in SpokenFolders)
                {
                    options.Conventions.AddFolderRouteModelConvention(folder, PutLanguageFirst);
                }
            })
            .AddMvcOptions(options =>
            {
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                options.Filters.Add<Errors.StaleForm>();
                options.Filters.Add<ConfirmFirstFilter>();
            });
        return services;
    }

    public static void MapCharityPages(this WebApplication app)
    {
        app.Services.GetRequiredService<WebAssets>().Map(app);
        app.MapGet("/", ToLanguage).AllowAnonymous();
        app.MapFiles();
        app.MapReceipts();
        app.MapCampaigns();
        app.MapSearchEngines();
        app.MapHealth();
        app.MapBrowserReports();
        app.MapThanks();
        app.MapStaffPictures();
        app.MapStaffConsents();
        app.MapRazorPages();
        foreach (var tool in app.Services.GetServices<IStaffTool>())
        {
            tool.Map(app).RequireAuthorization(tool.Permission);
        }

        // Without it, an unknown address would meet the policy for staff and lead a donor to the sign-in page.
        app.MapFallback("{**path}", () => Results.NotFound()).AllowAnonymous();
    }

    /// <summary>
    /// To the first page in the language that the browser prefers. Never stored: the next reader behind the same proxy
    /// may prefer another.
    /// </summary>
    private static async Task<IResult> ToLanguage(HttpContext http, SiteFacts facts, CancellationToken cancel)
    {
        var site = await facts.GetAsync(cancel);
        http.Response.Headers.Vary = "Accept-Language";
        return Results.Redirect("/" + Language.FromAcceptLanguage(http.Request.Headers.AcceptLanguage, site.DefaultLanguage, site.Languages).Code);
    }

    private static void PutLanguageFirst(PageRouteModel page)
    {
        foreach (var selector in page.Selectors)
        {
            if (selector.AttributeRouteModel is { } route)
            {
                route.Template = AttributeRouteModel.CombineTemplates(RequestLanguage.RoutePart, route.Template?.TrimStart('/'));
            }
        }
    }
}
