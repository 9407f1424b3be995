using Charity.Receipts;
using Charity.Web.Hosting;
using Microsoft.Net.Http.Headers;

namespace Charity.Web.Receipts;

/// <summary>A receipt as PDF under its secret address. Whoever holds the address may read it; a wrong one looks like any other page that is not there.</summary>
internal static class ReceiptEndpoint
{
    public static void MapReceipts(this IEndpointRouteBuilder routes)
        => routes.MapMethods("/receipts/{token}", [HttpMethods.Get, HttpMethods.Head], GetAsync).AllowAnonymous();

    private static async Task<IResult> GetAsync(string token, HttpContext http, OpenReceipt receipts, TokenGuesses guesses, CancellationToken cancel)
    {
        if (guesses.TooMany(http))
        {
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        if (await receipts.RunAsync(token, cancel) is not { } file)
        {
            await guesses.MissedAsync(http, cancel);
            return Results.NotFound();
        }

        // The name is a receipt's number: letters, digits and hyphens.
        http.Response.GetTypedHeaders().ContentDisposition =
            new ContentDispositionHeaderValue(http.Request.Query.ContainsKey("download") ? "attachment" : "inline") { FileName = file.FileName };
        return Results.Bytes(file.Content, "application/pdf");
    }
}
