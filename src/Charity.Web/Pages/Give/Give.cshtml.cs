using System.Globalization;
using Charity.Accounting;
using Charity.Campaigns;
using Charity.Data;
using Charity.Donations;
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
[EnableRateLimiting(RateLimits.Give)]
public sealed class GiveModel(
    GiveChoicesReader reader, GiveByCard byCard, AnnounceTransfer byTransfer, FillTime fillTime, IAntiforgery antiforgery,
    SiteFacts facts, IOptions<SiteOptions> site, CharityDb db, LanguageTexts T, ILogger<GiveModel> logger) : PageModel
{
    /// <summary>Version of the sentence beside the news box; a changed sentence is a new version.</summary>
    private const string NewsText = "news.1";

    public GiveInput Input { get; private set; } = new();

    public GiveChoices Choices { get; private set; } = null!;

    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public FieldErrors Errors { get; } = new();

    /// <summary>Something the donor should read before pressing again that is no error.</summary>
    public string? Notice { get; private set; }

    /// <summary>Address of the gift that this attempt made before with other words.</summary>
    public string? Standing { get; private set; }

    public CurrencyChoice Chosen { get; private set; } = null!;

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

    public async Task<IActionResult> OnPostAsync(string slug, [FromForm(Name = "")] GiveInput input, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(input);
        var trusted = await antiforgery.IsRequestValidAsync(HttpContext);
        if (!trusted && !CameFromHere())
        {
            HttpContext.Items[Charity.Web.Pages.Errors.StaleForm.ItemKey] = true;
            return BadRequest();
        }

        if (!await LoadAsync(slug, cancel))
        {
            return NotFound();
        }

        Input = input;
        Chosen = Choices.Find(input.Currency) ?? Choices.First!;
        if (!Choices.IsOpen)
        {
            return Again(StatusCodes.Status409Conflict);
        }

        if (!trusted)
        {
            Errors.Add(FieldErrors.Form, T["give.stale"]);
            return Again(StatusCodes.Status400BadRequest);
        }

        if (fillTime.LooksLikeAMachine(input))
        {
            Notice = T["give.once-more"];
            return Again(StatusCodes.Status200OK);
        }

        return await GiveAsync(cancel);
    }

    private async Task<IActionResult> GiveAsync(CancellationToken cancel)
    {
        if (Choices.Find(Input.Currency) is null)
        {
            Errors.Add(FieldErrors.Currency, T["give.currency-not-offered"]);
        }

        var means = IsTransfer ? GiftMeans.Transfer : GiftMeans.Card;
        if (Chosen.Receiver(means) is not { } receiver)
        {
            Errors.Add(FieldErrors.Means, T["give.means-not-offered"]);
            return Again(StatusCodes.Status422UnprocessableEntity);
        }

        var choice = AmountChoice.Of(Input, Chosen, T.Language);
        Errors.Add(choice, Chosen, T);
        // Nothing is stored for a zero, which stands in for what cannot be read, so that all faults are named in one turn.
        var amount = Errors.Any ? Money.Zero(Chosen.Currency) : choice.Amount!.Value;
        if (!Errors.Any && FeeIsNews(choice, means))
        {
            return Again(StatusCodes.Status200OK);
        }

        var form = await FormAsync(amount, means, receiver, cancel);
        return means == GiftMeans.Card
            ? await ByCardAsync(form, cancel)
            : Answer(await byTransfer.RunAsync(form, cancel));
    }

    private async Task<GiftForm> FormAsync(Money amount, GiftMeans means, Guid receiver, CancellationToken cancel) => new(
        Input.Attempt ?? "", Choices.Campaign.Slug, amount, Input.CoverFee && means == GiftMeans.Card, Input.Name, Input.Email, T.Language,
        Input.ShowName switch { "public" => Anonymity.Public, "initials" => Anonymity.Initials, _ => Anonymity.Hidden },
        Input.Dedication switch { "honour" => DedicationKind.InHonourOf, "memory" => DedicationKind.InMemoryOf, _ => DedicationKind.None },
        Input.DedicationName, Input.Message, Input.Company, Input.CompanyNumber,
        Input.News ? NewsText : null,
        Input.Terms ? await reader.AcceptedAsync(Input.TermsShown, receiver, cancel) : null);

    /// <summary>
    /// The sum of the fee stood beside the box when the amount was a chosen one or scripts ran. Otherwise it is shown
    /// now, and the donor presses once more.
    /// </summary>
    private bool FeeIsNews(AmountChoice choice, GiftMeans means)
    {
        if (!Input.CoverFee || means != GiftMeans.Card || choice.Amount is not { } amount || choice.IsPreset || Chosen.Fee is not { } model)
        {
            return false;
        }

        var fee = model.GrossUp(amount) - amount;
        if (Input.FeeShown == fee.Minor.ToString(CultureInfo.InvariantCulture))
        {
            return false;
        }

        Input.FeeShown = fee.Minor.ToString(CultureInfo.InvariantCulture);
        Notice = T["give.fee-is", ("fee", fee), ("sum", amount + fee)];
        return true;
    }

    private async Task<IActionResult> ByCardAsync(GiftForm form, CancellationToken cancel)
    {
        var outcome = await byCard.RunAsync(form, cancel);
        if (Refusal(outcome.Start, outcome.ThanksToken) is { } refusal)
        {
            return refusal;
        }

        switch (outcome.Checkout?.Result)
        {
            case CheckoutResult.Ready when site.Value.MayPayAt(outcome.Checkout.Url):
                return SeeOther(outcome.Checkout.Url!);
            case CheckoutResult.AlreadyPaid:
                return SeeOther(Thanks(outcome.ThanksToken!));
            case CheckoutResult.ProviderUnknown:
                Errors.Add(FieldErrors.Form, T["give.provider-unknown"]);
                Response.Headers.RetryAfter = "60";
                return Again(StatusCodes.Status503ServiceUnavailable);
            case CheckoutResult.ProviderBusy:
                Errors.Add(FieldErrors.Form, T["give.provider-busy"]);
                Response.Headers.RetryAfter = "10";
                return Again(StatusCodes.Status503ServiceUnavailable);
            case CheckoutResult.ProviderRefused when outcome.Checkout.Code == "amount_too_small":
                Errors.Add(FieldErrors.Amount, T["give.amount-too-small-for-provider"]);
                return AgainWithNewAttempt(StatusCodes.Status422UnprocessableEntity);
            case CheckoutResult.ProviderRefused:
                Errors.Add(FieldErrors.Form, T["give.provider-refused"]);
                return AgainWithNewAttempt(StatusCodes.Status422UnprocessableEntity);
            case CheckoutResult.Ready:
                logger.LogError("The payment page of gift {DonationId} is not on an allowed host; the donor was not sent there.", outcome.Start.DonationId);
                break;
            default:
                break;
        }

        Errors.Add(FieldErrors.Form, T["give.provider-faulty"]);
        return Again(StatusCodes.Status503ServiceUnavailable);
    }

    private IActionResult Answer(TransferOutcome outcome) =>
        (IActionResult?)Refusal(outcome.Start, outcome.ThanksToken) ?? SeeOther(Thanks(outcome.ThanksToken!));

    /// <summary>The form again when nothing was stored, or when this attempt made a gift before with other words.</summary>
    private PageResult? Refusal(StartOutcome start, string? token)
    {
        switch (start.Result)
        {
            case StartResult.Refused:
                foreach (var fault in start.Faults)
                {
                    Errors.Add(fault, Chosen, T);
                }

                return start.Faults.Any(f => f.Problem == GiftProblem.AttemptInvalid)
                    ? AgainWithNewAttempt(StatusCodes.Status422UnprocessableEntity)
                    : Again(StatusCodes.Status422UnprocessableEntity);
            case StartResult.AlreadySubmitted:
                Standing = Thanks(token!);
                return AgainWithNewAttempt(StatusCodes.Status409Conflict);
            default:
                return null;
        }
    }

    private async Task<bool> LoadAsync(string slug, CancellationToken cancel)
    {
        Site = await facts.GetAsync(cancel);
        if (await reader.ReadAsync(slug, T.Language, Site.DefaultLanguage, cancel) is not { } choices)
        {
            return false;
        }

        Choices = choices;
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

    private PageResult AgainWithNewAttempt(int status)
    {
        Input.Attempt = GiftForm.NewAttempt();
        return Again(status);
    }

    private PageResult Again(int status)
    {
        Response.StatusCode = status;
        Input.Started = fillTime.Keep(Input.Started);
        Input.Website = null;
        if (!GiftForm.IsAttempt(Input.Attempt))
        {
            Input.Attempt = GiftForm.NewAttempt();
        }

        return Page();
    }

    /// <summary>Sent by a page of ours, however old: then what was typed may be shown again.</summary>
    private bool CameFromHere() =>
        Request.Headers["Sec-Fetch-Site"] == "same-origin"
        || string.Equals(Request.Headers.Origin, site.Value.PublicBaseUrl.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private string Thanks(string token) => $"/{T.Language.Code}/thanks/{token}";

    /// <summary>303: whatever answers is fetched by GET, and going back does not send the form again.</summary>
    private StatusCodeResult SeeOther(string address)
    {
        Response.Headers.Location = address;
        return StatusCode(StatusCodes.Status303SeeOther);
    }
}
