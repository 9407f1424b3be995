using Charity.Languages;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Pages;

/// <summary>The hosted payment page: amount, what it is for, a card form that is filled in already, other outcomes.</summary>
internal static class CheckoutPage
{
    /// <summary>Cards offered as other outcomes, in the order in which people try them.</summary>
    private static readonly (string Number, string Label)[] Outcomes =
    [
        ("4000002760003184", "challenge"), ("4000008400001629", "challenge-declined"), ("4000000000000002", "declined"),
        ("4000000000009995", "insufficient"), ("4000000000009987", "lost"), ("4000000000009979", "stolen"), ("4000000000000069", "expired"),
        ("4000000000000127", "cvc"), ("4000000000000119", "processing"), ("4100000000000019", "blocked"), ("4000000000000259", "dispute"),
        ("4000000000001976", "inquiry"), ("4000000000005423", "warning"), ("4000000000007726", "refund-pending"),
        ("4000000000005126", "refund-fails"), ("4000000000000077", "funds"), ("5555555555554444", "ok"),
    ];

    internal static Task ShowAsync(
        HttpContext context, SessionState session, SimulatedAccount account, Language language, CardForm form, string? error)
    {
        var T = SimTexts.In(language);
        var amount = SimTexts.Amount(session.AmountTotal, session.Currency, language);
        var button = session.SubmitType == "donate" ? T["sim.checkout.donate", ("amount", amount)] : T["sim.checkout.pay", ("amount", amount)];
        var body = Html.Of($"""
            <header class="due">
            <p class="payee">{T["sim.checkout.payee", ("name", account.Name)]}</p>
            <h1 class="amount">{amount}</h1>
            {session.LineItems.Select(i => Html.Of($"<p class=\"item\">{i.Name}</p>"))}
            </header>
            {Html.When(error is not null, () => Error(T, error!))}
            <form method="post" action="/c/pay/{session.Id}?lang={language.Code}" class="card" novalidate>
            <h2>{T["sim.checkout.card"]}</h2>
            {Field("card", T["sim.checkout.number"], form.Number, "numeric", "cc-number")}
            <div class="pair">
            {Field("expiry", T["sim.checkout.expiry"], form.Expiry, "text", "cc-exp")}
            {Field("cvc", T["sim.checkout.cvc"], form.Cvc, "numeric", "cc-csc")}
            </div>
            {Field("email", T["sim.checkout.email"], form.Email, "email", "email")}
            {Field("name", T["sim.checkout.name"], form.Name, "text", "cc-name")}
            <button class="primary" type="submit">{button}</button>
            <details>
            <summary>{T["sim.checkout.other"]}</summary>
            <p class="hint">{T["sim.checkout.other-hint"]}</p>
            <ul class="outcomes">
            {Outcomes.Select(o => Html.Of($"<li><button type=\"submit\" name=\"choice\" value=\"{o.Number}\"><span>{T[$"sim.card.{o.Label}"]}</span> <small>{Spaced(o.Number)}</small></button></li>\n"))}
            </ul>
            </details>
            </form>
            {Back(T, session.CancelUrl)}
            """);
        return PageLayout.WriteAsync(
            context, language, $"{amount} · {account.Name}", body, error is null ? StatusCodes.Status200OK : StatusCodes.Status402PaymentRequired,
            [session.SuccessUrl, session.CancelUrl]);
    }

    internal static Task ShowClosedAsync(HttpContext context, SessionState session, Language language)
    {
        var T = SimTexts.In(language);
        var body = Html.Of($"""
            <h1>{T[$"sim.closed.{session.Status}"]}</h1>
            <p>{T[$"sim.closed.{session.Status}-text"]}</p>
            {Back(T, session.Status == "complete" ? ReturnUrl(session) : session.CancelUrl)}
            """);
        return PageLayout.WriteAsync(context, language, T[$"sim.closed.{session.Status}"], body, StatusCodes.Status410Gone);
    }

    internal static Task ShowMissingAsync(HttpContext context)
    {
        var language = SimTexts.LanguageOf(context, null);
        var T = SimTexts.In(language);
        return PageLayout.WriteAsync(
            context, language, T["sim.missing.title"], Html.Of($"<h1>{T["sim.missing.title"]}</h1><p>{T["sim.missing.text"]}</p>"),
            StatusCodes.Status404NotFound);
    }

    internal static Task ShowChallengeAsync(
        HttpContext context, PaymentIntentState intent, SessionState session, SimulatedAccount account, Language language)
    {
        var T = SimTexts.In(language);
        var amount = SimTexts.Amount(intent.Amount, intent.Currency, language);
        var body = Html.Of($"""
            <form method="post" action="/c/3ds/{intent.Id}?lang={language.Code}" class="card challenge">
            <p class="seal" aria-hidden="true">3-D Secure</p>
            <h1>{T["sim.challenge.title"]}</h1>
            <p>{T["sim.challenge.text", ("amount", amount), ("name", account.Name)]}</p>
            <button class="primary" type="submit" name="result" value="complete">{T["sim.challenge.complete"]}</button>
            <button class="secondary" type="submit" name="result" value="fail">{T["sim.challenge.fail"]}</button>
            </form>
            """);
        return PageLayout.WriteAsync(context, language, T["sim.challenge.title"], body, formTargets: [session.SuccessUrl]);
    }

    internal static string ReturnUrl(SessionState session) =>
        session.SuccessUrl.Replace("{CHECKOUT_SESSION_ID}", session.Id, StringComparison.Ordinal);

    private static Html Error(LanguageTexts T, string code)
    {
        var text = code switch
        {
            "generic_decline" or "lost_card" or "stolen_card" or "fraudulent" or "card_declined" => T["sim.error.declined"],
            _ => T[$"sim.error.{code}"],
        };
        return Html.Of($"<div class=\"error\" role=\"alert\"><strong>{T["sim.error.title"]}</strong> {text}</div>");
    }

    private static Html Field(string name, string label, string value, string mode, string autocomplete) => Html.Of(
        $"<p class=\"field\"><label for=\"{name}\">{label}</label><input id=\"{name}\" name=\"{name}\" value=\"{value}\" inputmode=\"{mode}\" autocomplete=\"{autocomplete}\" maxlength=\"100\"></p>\n");

    private static Html Back(LanguageTexts T, string? url) =>
        Html.When(url is not null, () => Html.Of($"<p class=\"back\"><a href=\"{url}\" rel=\"nofollow\">← {T["sim.checkout.back"]}</a></p>"));

    private static string Spaced(string number) => string.Join(' ', number.Chunk(4).Select(c => new string(c)));
}
