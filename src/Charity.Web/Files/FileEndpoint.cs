using Charity.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Charity.Web.Files;

/// <summary>
/// Public files under their content's hash: what stands there never changes, so it may be kept for good; pictures of
/// people only for an hour, as they may be withdrawn. What was taken away is said to be gone.
/// </summary>
internal static class FileEndpoint
{
    private const string Forever = "public, max-age=31536000, immutable";

    /// <summary>Whoever keeps a copy on the way asks again within the hour.</summary>
    private const string AnHour = "public, max-age=3600, must-revalidate";

    public static void MapFiles(this IEndpointRouteBuilder routes)
        => routes.MapMethods("/files/{sha256:regex(^[0-9a-f]{{64}}$)}", [HttpMethods.Get, HttpMethods.Head], GetAsync).AllowAnonymous().DisableRequestTimeout();

    private static async Task<IResult> GetAsync(string sha256, HttpContext http, CharityDb db, SharedFiles files, CancellationToken cancel)
    {
        var tag = new EntityTagHeaderValue($"\"{sha256}\"");
        var file = await db.Files.AsNoTracking()
            .Where(f => f.Sha256 == sha256 && (f.Public || f.GoneAt != null))
            .Select(f => new { f.MediaType, f.Recallable, f.GoneAt })
            .SingleOrDefaultAsync(cancel);
        if (file is null)
        {
            return Results.NotFound();
        }

        if (file.GoneAt is not null)
        {
            return Results.StatusCode(StatusCodes.Status410Gone);
        }

        http.Response.Headers.CacheControl = file.Recallable ? AnHour : Forever;
        // A picture opened by itself is a picture: no script, no frame, no form.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: true)))
        {
            http.Response.GetTypedHeaders().ETag = tag;
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        return Results.Bytes(await files.ReadAsync(sha256, cancel), file.MediaType, entityTag: tag);
    }
}
