using Charity.Data;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Consents;

internal static class ConsentEndpoints
{
    public static void MapStaffConsents(this IEndpointRouteBuilder routes)
        => routes.MapGet("/staff/consents/{id:guid}/paper", PaperAsync).RequireAuthorization(StaffPermissions.ViewConsents).ConfirmFirst();

    /// <summary>The signed paper, always as a download: nothing in it runs on a page of ours.</summary>
    private static async Task<IResult> PaperAsync(Guid id, HttpContext http, CharityDb db, CancellationToken cancel)
    {
        var file = await (
            from c in db.Consents.AsNoTracking()
            join f in db.Files.AsNoTracking() on c.DocumentSha256 equals f.Sha256
            where c.Id == id && f.GoneAt == null
            select f).SingleOrDefaultAsync(cancel);
        if (file is null)
        {
            return Results.NotFound();
        }

        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        var ending = file.MediaType switch { "application/pdf" => "pdf", "image/png" => "png", _ => "jpg" };
        return Results.File(file.Content, file.MediaType, $"consent-{id:N}.{ending}");
    }
}
