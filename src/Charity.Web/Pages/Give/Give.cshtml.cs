using System.Globalization;
using Charity.Accounting;
using Charity.Data;
using Charity.Donations;
using Charity.Donations.Attacks;
using Charity.Languages;
using Charity.Organisation;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Give;

/// <summary>
/// The form through which people give, by card or by transfer. The antiforgery token is checked in the handler and not
/// by the filter, so that a donor whose page has grown old gets the form back with everything typed.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[Findable]
[EnableRateLimiting(RateLimits.Give)]
public sealed partial class GiveModel(
    GiveChoicesReader reader, GiveByCard byCard, AnnounceTransfer byTransfer, FillTime fillTime, IAntiforgery antiforgery,
    GiveLimits limits, AttackWatch watch, GaveBefore gave, SiteFacts facts, IOptions<SiteOptions> site, CharityDb db, LanguageTexts T, TimeProvider time, ILogger<GiveModel> logger) : PageModel
{
    public GiveInput Input { get; private set; } = new();

    public GiveChoices Choices { get; private set; } = null!;

    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public FieldErrors Errors { get; } = new();

    /// <summary>Something the donor should read before pressing again that is no error.</summary>
    public string? Notice { get; private set; }

    /// <summary>Address of the gift that this attempt made before with other words.</summary>
    public string? Standing { get; private set; }

    public CurrencyChoice Chosen { get; private set; } = null!;

    /// <summary>Set when the gift waits for a link in a mail to be followed; then that is all that the page shows.</summary>
    public HeldGift? Held { get; private set; }

    /// <summary>Minutes that the link in the mail works from now.</summary>
    public int HeldMinutes => Held is null ? 0 : (int)Math.Ceiling((Held.ExpiresAt - time.GetUtcNow().UtcDateTime).TotalMinutes);

    /// <summary>Attack mode is on.</summary>
    public bool IsGuarded { get; private set; }

    /// <summary>The smallest gifts by card while attack mode is on; empty on ordinary days.</summary>
    public IReadOnlyList<Money> RaisedMinimums { get; private set; } = [];

    public bool IsTransfer => Input.Means == GiveInput.Transfer;

    public TextIn Say(LocalizedText text) => text.In(T.Language, Site.DefaultLanguage);

    public string CampaignAddress => $"/{T.Language.Code}/campaigns/{Choices.Campaign.Slug}";

    /// <param name="amount">Minor units to begin with, from a link on the campaign's page.</param>
    /// <param name="a">The attempt of someone who came back from the payment page: shows amount and currency again, and nothing personal.</param>
    public async Task<IActionResult> OnGetAsync(string slug, long? amount, string? currency, string? a, CancellationToken cancel)
    {
        if (!await LoadAsync(slug, cancel))
        {
            return NotFound();
        }

        if (a is not null && GiftForm.IsAttempt(a) && await LeftAsync(a, cancel) is { } left)
        {
            if (left.IsPaid)
            {
                Notice = T["give.already-paid", ("sum", left.Amount)];
                Begin(null, left.Amount.Currency.Code);
            }
            else
            {
                Notice = T["give.came-back"];
                Begin(left.Amount.Minor, left.Amount.Currency.Code);
                Input.CoverFee = left.CoveredFee;
                Input.Started = fillTime.StartOfOneWhoReturns();
            }
        }
        else
        {
            Begin(amount, currency);
        }

        return Page();
    }

    private async Task<bool> LoadAsync(string slug, CancellationToken cancel)
    {
        Site = await facts.GetAsync(cancel);
        if (await reader.ReadAsync(slug, T.Language, Site.DefaultLanguage, cancel) is not { } choices)
        {
            return false;
        }

        Choices = choices;
        var attack = await watch.NowAsync(cancel);
        IsGuarded = attack.IsOn && choices.TakesCards;
        RaisedMinimums = IsGuarded ? [.. choices.Currencies.Where(c => c.CardReceiver is not null).Select(c => attack.Minimum(c.Currency)).OfType<Money>()] : [];
        return true;
    }

    private void Begin(long? amount, string? currency)
    {
        Chosen = Choices.Find(currency) ?? Choices.First!;
        Input.Attempt = GiftForm.NewAttempt();
        Input.Started = fillTime.Start();
        Input.Means = Choices.TakesCards ? GiveInput.Card : GiveInput.Transfer;
        Input.ShowName = "hidden";
        Input.Dedication = "none";
        if (Chosen is null)
        {
            return;
        }

        Input.Currency = Chosen.Currency.Code;
        if (amount is > 0 && Chosen.Currency.Code == currency)
        {
            if (Chosen.Presets.Any(p => p.Amount.Minor == amount))
            {
                Input.Preset[currency] = amount.Value.ToString(CultureInfo.InvariantCulture);
            }
            else
            {
                Input.Preset[currency] = GiveInput.OwnAmountChosen;
                Input.OwnAmount = AmountFormat.Input(new Money(amount.Value, Chosen.Currency), T.Language);
            }
        }
    }

    /// <summary>Amount and currency of the card gift whose payment page was left, and whether it was paid; nothing about the person.</summary>
    private async Task<(Money Amount, bool CoveredFee, bool IsPaid)?> LeftAsync(string attempt, CancellationToken cancel)
    {
        var campaign = Choices.Campaign.Id;
        var gift = await db.Donations.AsNoTracking()
            .Where(d => d.Attempt == attempt && d.CampaignId == campaign && d.Channel == DonationChannel.Stripe)
            .Select(d => new { Minor = d.AmountMinor - d.CoveredFeeMinor, d.Currency, d.CoveredFeeMinor, d.Status })
            .SingleOrDefaultAsync(cancel);
        return gift is null
            ? null
            : (new Money(gift.Minor, Currency.Of(gift.Currency)), gift.CoveredFeeMinor > 0, gift.Status is DonationStatus.Succeeded or DonationStatus.Processing);
    }
}
