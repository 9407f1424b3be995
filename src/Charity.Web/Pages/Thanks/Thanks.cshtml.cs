using Charity.Donations;
using Charity.Languages;
using Charity.Organisation;
using Charity.Receipts;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Charity.Web.Pages.Give;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Thanks;

/// <summary>
/// Where a donor comes back to. It needs no cookie, believes nothing in the address but its token, and shows what our
/// database says; while that is "confirming" it asks the provider itself and looks again until it knows.
/// </summary>
[AllowAnonymous]
public sealed partial class ThanksModel(
    GiftTokens tokens, ThanksReader reader, RefreshGift refresh, TransferInstructions transfers, TokenGuesses guesses, GaveBefore gave, SiteFacts facts, OfferTaxId offers,
    IOptions<SiteOptions> site, LanguageTexts T) : PageModel
{
    /// <summary>Longest time that a page waits for the provider; the page asks again by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public ThanksView Gift { get; private set; } = null!;

    public TransferDetails? Transfer { get; private set; }

    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public ShareLinks Share { get; private set; } = null!;

    public string Token { get; private set; } = "";

    public TextIn Say(LocalizedText text) => text.In(T.Language, Site.DefaultLanguage);

    /// <param name="s">The session named in the return address. It helps to find a session that we lost sight of, no more.</param>
    public async Task<IActionResult> OnGetAsync(string token, string? s, CancellationToken cancel)
    {
        if (guesses.TooMany(HttpContext))
        {
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        if (await tokens.FindAsync(token, cancel) is not { } id)
        {
            await guesses.MissedAsync(HttpContext, cancel);
            return NotFound();
        }

        await LoadAsync(token, id, cancel);
        if (Gift.State is ThanksState.Confirming or ThanksState.OnItsWay && await AskAsync(refresh, id, s, cancel))
        {
            await LoadAsync(token, id, cancel);
        }

        if (Gift.State == ThanksState.Received)
        {
            gave.Remember(HttpContext, Gift.DonationId);
        }

        return Page();
    }

    private async Task LoadAsync(string token, Guid id, CancellationToken cancel)
    {
        Token = token;
        Site = await facts.GetAsync(cancel);
        Gift = await reader.ReadAsync(id, cancel);
        Transfer = Gift.State == ThanksState.Transfer ? await transfers.ReadAsync(id, cancel) : null;
        TaxIds = Gift.ReceiptToken is null ? TaxIds : await offers.RunAsync(id, cancel);
        Share = new ShareLinks(site.Value.Address($"/{T.Language.Code}/campaigns/{Gift.CampaignSlug}"), Say(Gift.CampaignTitle).Text);
    }

    /// <summary>Asks the provider, but not for longer than a person waits. True when it was asked.</summary>
    internal static async Task<bool> AskAsync(RefreshGift refresh, Guid donationId, string? claimedSession, CancellationToken cancel)
    {
        // Real time: someone sits before the page.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            return await refresh.RunAsync(donationId, claimedSession, patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
