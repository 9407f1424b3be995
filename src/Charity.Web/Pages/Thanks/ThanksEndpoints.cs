using Charity.Documents;
using Charity.Donations;
using Charity.Web.Hosting;
using Charity.Web.Look;

namespace Charity.Web.Pages.Thanks;

/// <summary>What the thanks page fetches besides itself.</summary>
internal static class ThanksEndpoints
{
    /// <summary>Of the code as a picture, for saving to a phone's photos: large enough for another screen's camera.</summary>
    private const int PixelsPerSquare = 10;

    public static void MapThanks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup($"/{RequestLanguage.RoutePart}/thanks/{{token}}").AllowAnonymous().AddEndpointFilter(RefuseGuessersAsync);
        group.MapGet("/status", StatusAsync);
        group.MapGet("/qr.svg", (string token, GiftTokens tokens, TransferInstructions transfers, HttpContext http, TokenGuesses guesses, CancellationToken cancel) =>
            QrAsync(token, tokens, transfers, http, guesses, code => Results.Text(QrPicture.Svg(code), "image/svg+xml"), cancel));
        group.MapGet("/qr.png", (string token, GiftTokens tokens, TransferInstructions transfers, HttpContext http, TokenGuesses guesses, CancellationToken cancel) =>
            QrAsync(token, tokens, transfers, http, guesses, code => Results.Bytes(QrPng.Draw(code, PixelsPerSquare), "image/png", "transfer-qr.png"), cancel));
    }

    /// <summary>Whether the gift stands differently from what the page shows; asks the provider while it is being confirmed.</summary>
    private static async Task<IResult> StatusAsync(
        string token, GiftTokens tokens, ThanksReader reader, RefreshGift refresh, HttpContext http, TokenGuesses guesses, CancellationToken cancel)
    {
        if (await FindAsync(token, tokens, http, guesses, cancel) is not { } id)
        {
            return Results.NotFound();
        }

        var gift = await reader.ReadAsync(id, cancel);
        if (gift.State is ThanksState.Confirming or ThanksState.OnItsWay && await ThanksModel.AskAsync(refresh, id, null, cancel))
        {
            gift = await reader.ReadAsync(id, cancel);
        }

        return Results.Json(new ThanksStatus(gift.State.ToString(), gift.ReceiptToken is not null));
    }

    /// <summary>The code that fills in the transfer in a bank's app; there is one for euro.</summary>
    private static async Task<IResult> QrAsync(
        string token, GiftTokens tokens, TransferInstructions transfers, HttpContext http, TokenGuesses guesses, Func<QrMatrix, IResult> draw,
        CancellationToken cancel) =>
        await FindAsync(token, tokens, http, guesses, cancel) is { } id && await transfers.ReadAsync(id, cancel) is { EpcPayload: { } payload }
            ? draw(QrMatrix.Of(payload))
            : Results.NotFound();

    private static async Task<Guid?> FindAsync(string token, GiftTokens tokens, HttpContext http, TokenGuesses guesses, CancellationToken cancel)
    {
        var id = await tokens.FindAsync(token, cancel);
        if (id is null)
        {
            await guesses.MissedAsync(http, cancel);
        }

        return id;
    }

    private static ValueTask<object?> RefuseGuessersAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<TokenGuesses>().TooMany(context.HttpContext)
            ? ValueTask.FromResult<object?>(Results.StatusCode(StatusCodes.Status429TooManyRequests))
            : next(context);

    private sealed record ThanksStatus(string State, bool Receipt);
}
