using System.Globalization;
using Charity.Accounting;
using Charity.Campaigns;
using Charity.Donations;
using Charity.Donations.Attacks;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charity.Web.Pages.Give;

/// <summary>What becomes of the form that a donor sends: a gift and the way to pay it, or the form again with what is wrong.</summary>
public sealed partial class GiveModel
{
    /// <summary>Version of the sentence beside the news box; a changed sentence is a new version.</summary>
    private const string NewsText = "news.1";

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

        if (await limits.TakeAsync(HttpContext, input.Email, Choices.Campaign.Id, cancel) is { Allowed: false } busy)
        {
            return Busy(busy.RetryAfterSeconds);
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
        var outcome = await byCard.RunAsync(form, new Sender(gave.Find(HttpContext), ClientAddress.NetworkOf(HttpContext)), cancel);
        if (Refusal(outcome.Start, outcome.ThanksToken) is { } refusal)
        {
            return refusal;
        }

        if (outcome.Held is { } held)
        {
            return Wait(held);
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

    /// <summary>The way to the payment page leads through the donor's mailbox.</summary>
    private PageResult Wait(HeldGift held)
    {
        if (held.IsOver)
        {
            Errors.Add(FieldErrors.Form, T["give.held-over"]);
            return AgainWithNewAttempt(StatusCodes.Status409Conflict);
        }

        if (held.MailRefused is { } wait)
        {
            Errors.Add(FieldErrors.Form, T["give.held-mails", ("email", held.Email), ("count", (int)Math.Ceiling(wait.TotalMinutes))]);
            Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return Again(StatusCodes.Status429TooManyRequests);
        }

        Held = held;
        return Page();
    }

    /// <summary>Too many forms from here: nothing is lost, the same form works in so many seconds.</summary>
    private PageResult Busy(int seconds)
    {
        Errors.Add(FieldErrors.Form, T["give.busy", ("count", seconds)]);
        Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Again(StatusCodes.Status429TooManyRequests);
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
