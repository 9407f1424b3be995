using Charity.Accounting;
using Charity.Data;
using Charity.Donations;
using Charity.Donations.Attacks;
using Charity.Languages;
using Charity.Organisation;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Give;

/// <summary>
/// Where the link of a confirmation mail leads: shows the gift, and on a press lets it go on to the payment page. Opening
/// it does nothing, as mail programs open links by themselves.
/// </summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.Form)]
public sealed class ConfirmModel(
    ConfirmGift confirm, CharityDb db, TokenGuesses guesses, SiteFacts facts, IOptions<SiteOptions> site, LanguageTexts T, ILogger<ConfirmModel> logger) : PageModel
{
    public ConfirmableGift Gift { get; private set; } = null!;

    public Money Amount => new(Gift.AmountMinor, Currency.Of(Gift.Currency));

    public TextIn Campaign { get; private set; }

    public string Slug { get; private set; } = "";

    /// <summary>Why the payment page did not open, when it did not.</summary>
    public string? Trouble { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancel)
        => await RefusalAsync(token, cancel) ?? Show(Gift.State == ConfirmState.Open ? StatusCodes.Status200OK : StatusCodes.Status410Gone);

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken cancel)
    {
        if (await RefusalAsync(token, cancel) is { } refusal)
        {
            return refusal;
        }

        var outcome = await confirm.RunAsync(token, cancel);
        if (outcome.Checkout is not { } checkout)
        {
            Gift = Gift with { State = outcome.State };
            return Show(StatusCodes.Status410Gone);
        }

        switch (checkout.Result)
        {
            case CheckoutResult.Ready when site.Value.MayPayAt(checkout.Url):
                return SeeOther(checkout.Url!);
            case CheckoutResult.AlreadyPaid:
                return SeeOther($"/{T.Language.Code}/thanks/{outcome.ThanksToken}");
            case CheckoutResult.ProviderRefused:
                Trouble = T["give.provider-refused"];
                return Show(StatusCodes.Status422UnprocessableEntity);
            case CheckoutResult.Ready:
                logger.LogError("The payment page of gift {DonationId} is not on an allowed host; the donor was not sent there.", Gift.DonationId);
                break;
            default:
                break;
        }

        Trouble = checkout.Result == CheckoutResult.ProviderBusy ? T["give.provider-busy"] : T["confirm.try-again"];
        Response.Headers.RetryAfter = "10";
        return Show(StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<IActionResult?> RefusalAsync(string token, CancellationToken cancel)
    {
        if (guesses.TooMany(HttpContext))
        {
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        if (await confirm.FindAsync(token, cancel) is not { } gift)
        {
            await guesses.MissedAsync(HttpContext, cancel);
            return NotFound();
        }

        Gift = gift;
        var campaign = await db.Campaigns.AsNoTracking().Where(c => c.Id == gift.CampaignId).Select(c => new { c.Slug, c.Title }).SingleAsync(cancel);
        (Slug, Campaign) = (campaign.Slug, campaign.Title.In(T.Language, (await facts.GetAsync(cancel)).DefaultLanguage));
        return null;
    }

    private PageResult Show(int status)
    {
        Response.StatusCode = status;
        return Page();
    }

    private StatusCodeResult SeeOther(string address)
    {
        Response.Headers.Location = address;
        return StatusCode(StatusCodes.Status303SeeOther);
    }
}
