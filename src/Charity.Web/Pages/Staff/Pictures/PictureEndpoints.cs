using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Pictures;

/// <summary>What the library's pages and scripts fetch.</summary>
internal static class PictureEndpoints
{
    public static void MapStaffPictures(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/staff/pictures/{id:guid}/file", FileAsync).RequireAuthorization(StaffPermissions.ViewCampaigns);
        routes.MapGet("/staff/pictures/choose", ChooseAsync).RequireAuthorization(StaffPermissions.ViewCampaigns);
    }

    /// <summary>A file of a picture for staff, also while readers may not see it: the narrowest that is wide enough.</summary>
    private static async Task<IResult> FileAsync(Guid id, int? width, HttpContext http, CharityDb db, CancellationToken cancel)
    {
        var files = await db.PictureFiles.AsNoTracking().Where(f => f.PictureId == id).OrderBy(f => f.Width).ToListAsync(cancel);
        if (files.Count == 0)
        {
            return Results.NotFound();
        }

        var sha256 = (files.Find(f => f.Width >= (width ?? int.MaxValue)) ?? files[^1]).Sha256;
        var file = await db.Files.AsNoTracking().SingleAsync(f => f.Sha256 == sha256, cancel);
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return Results.Bytes(file.Content, file.MediaType);
    }

    /// <summary>Pictures to choose from, for the picker and the toolbar.</summary>
    private static async Task<IResult> ChooseAsync(
        string? q, Guid? before, string? lang, PictureShelf shelf, SiteFacts facts, LanguageTexts T, CancellationToken cancel)
    {
        var site = await facts.GetAsync(cancel);
        var reader = Language.TryOf(lang, out var wanted) ? wanted : site.DefaultLanguage;
        var rows = await shelf.FindAsync(q, before, cancel);
        return Results.Json(rows.Select(r => new
        {
            id = r.Id.ToString("N"),
            alt = r.Alt.In(reader, site.DefaultLanguage).Text,
            src = r.Thumbnail,
            note = r.IsHeldBack ? T["staff.pictures.held-back"] : null,
        }));
    }
}
