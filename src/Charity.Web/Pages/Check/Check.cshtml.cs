using Charity.Languages;
using Charity.Receipts;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charity.Web.Pages.Check;

/// <summary>
/// What the QR code of a receipt leads to: is it genuine, and does it still count? Nothing personal stands here, so that
/// a tax office or an employer may look as well. In the reader's language, or the one asked for by <c>?in=bg</c>.
/// </summary>
[AllowAnonymous]
public sealed class CheckModel(CheckReceipt receipts, TokenGuesses guesses) : PageModel
{
    /// <summary>Null where the address leads to no document: a forged one, or a slip of the pen.</summary>
    public CheckedReceipt? Receipt { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, [FromQuery(Name = "in")] string? wanted, CancellationToken cancel)
    {
        if (guesses.TooMany(HttpContext))
        {
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        if (Language.TryOf(wanted, out var language))
        {
            HttpContext.SetLanguage(language);
        }

        if (await receipts.RunAsync(token, cancel) is not { } found)
        {
            await guesses.MissedAsync(HttpContext, cancel);
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Page();
        }

        Receipt = found;
        return Page();
    }
}
