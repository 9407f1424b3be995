using Charity.Languages;
using Charity.Sandbox.Stripe.Cards;
using Charity.Sandbox.Stripe.Flow;

namespace Charity.Sandbox.Stripe.Pages;

/// <summary>
/// The pages that donors see at Stripe: <c>/c/pay/{session}</c> and <c>/c/3ds/{payment}</c>. Plain forms, no cookie, no
/// script; the session's unguessable id is what lets somebody pay it, as at Stripe.
/// </summary>
internal static class CheckoutPages
{
    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(PageLayout.StylePath, PageLayout.WriteStyleAsync).AllowAnonymous();
        endpoints.MapGet("/c/pay/{session}", ShowAsync).AllowAnonymous();
        endpoints.MapPost("/c/pay/{session}", PayAsync).AllowAnonymous().DisableAntiforgery();
        endpoints.MapGet("/c/3ds/{payment}", ShowChallengeAsync).AllowAnonymous();
        endpoints.MapPost("/c/3ds/{payment}", AnswerChallengeAsync).AllowAnonymous().DisableAntiforgery();
    }

    private static Task ShowAsync(HttpContext context, string session, StripeSimulator simulator)
    {
        if (simulator.Session(session) is not { } found)
        {
            return CheckoutPage.ShowMissingAsync(context);
        }

        var language = SimTexts.LanguageOf(context, found.Locale);
        if (found.Status != "open")
        {
            return CheckoutPage.ShowClosedAsync(context, found, language);
        }

        var error = simulator.Payment(found.PaymentIntent)?.LastError;
        return CheckoutPage.ShowAsync(
            context, found, simulator.Account(found.Account), language, CardForm.Prefilled(found.CustomerEmail),
            context.Request.Query.ContainsKey("failed") ? error?.DeclineCode ?? error?.Code : null);
    }

    private static async Task PayAsync(HttpContext context, string session, StripeSimulator simulator)
    {
        if (simulator.Session(session) is not { } found)
        {
            await CheckoutPage.ShowMissingAsync(context);
            return;
        }

        var language = SimTexts.LanguageOf(context, found.Locale);
        var form = CardForm.Read(await context.Request.ReadFormAsync(context.RequestAborted));
        var (mistake, payer) = form.Check(simulator.Now);
        if (found.Status == "open" && mistake is not null)
        {
            await CheckoutPage.ShowAsync(context, found, simulator.Account(found.Account), language, form, mistake);
            return;
        }

        // A second click finds the session complete and is led the same way as the first.
        var outcome = payer is null ? PayOutcome.Closed(found) : simulator.Pay(session, form.Number, payer);
        await FollowAsync(context, simulator, outcome, language, form);
    }

    private static Task ShowChallengeAsync(HttpContext context, string payment, StripeSimulator simulator)
    {
        if (simulator.Payment(payment) is not { } intent || simulator.Session(intent.Session) is not { } session)
        {
            return CheckoutPage.ShowMissingAsync(context);
        }

        var language = SimTexts.LanguageOf(context, session.Locale);
        return intent.ChallengedCard is null
            ? Redirect(context, $"/c/pay/{session.Id}?lang={language.Code}")
            : CheckoutPage.ShowChallengeAsync(context, intent, session, simulator.Account(session.Account), language);
    }

    private static async Task AnswerChallengeAsync(HttpContext context, string payment, StripeSimulator simulator)
    {
        if (simulator.Payment(payment) is not { } intent)
        {
            await CheckoutPage.ShowMissingAsync(context);
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var outcome = await simulator.AnswerChallengeAsync(payment, form["result"] == "complete", context.RequestAborted);
        var language = SimTexts.LanguageOf(context, simulator.Session(intent.Session)?.Locale);
        await FollowAsync(context, simulator, outcome, language, form: null);
    }

    private static Task FollowAsync(HttpContext context, StripeSimulator simulator, PayOutcome outcome, Language language, CardForm? form)
    {
        var session = simulator.Session(outcome.SessionId)!;
        return outcome.Status switch
        {
            PayStatus.Paid => Redirect(context, CheckoutPage.ReturnUrl(session)),
            PayStatus.ChallengeRequired => Redirect(context, $"/c/3ds/{outcome.PaymentIntentId}?lang={language.Code}"),
            PayStatus.SessionClosed when session.Status == "complete" => Redirect(context, CheckoutPage.ReturnUrl(session)),
            PayStatus.Declined when form is not null => CheckoutPage.ShowAsync(
                context, session, simulator.Account(session.Account), language, form with { Number = Shown(form.Number) },
                outcome.DeclineCode ?? outcome.ErrorCode),
            PayStatus.SessionClosed when session.Status == "expired" => CheckoutPage.ShowClosedAsync(context, session, language),
            _ => Redirect(context, $"/c/pay/{session.Id}?lang={language.Code}&failed=1"),
        };
    }

    /// <summary>A number that is no test card might be somebody's own: it is not sent back into the page.</summary>
    private static string Shown(string number) => TestCards.Find(number) is null ? "" : number;

    private static Task Redirect(HttpContext context, string url)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = url;
        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
