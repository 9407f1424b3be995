using System.Globalization;
using Charity.Languages;
using Charity.Sandbox.Stripe.Delivery;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Pages;

/// <summary>The body of <c>/_sim</c>: time, webhooks, totals, payments and payouts, each with its buttons.</summary>
internal static class ControlPage
{
    internal static Html Body(
        StripeSimulator simulator, Language language, IReadOnlyList<SimulatedPayment> payments, IReadOnlyList<PayoutState> payouts, string? note)
    {
        var T = SimTexts.In(language);
        return Html.Of($"""
            <h1>{T["sim.control.title"]}</h1>
            {Html.When(note is "done" or "refused", () => Html.Of($"<p role=\"status\" class=\"{(note == "done" ? "hint" : "error")}\">{T[$"sim.control.{note}"]}</p>"))}
            {Time(simulator, T)}
            {Webhooks(simulator, T)}
            {Totals(simulator, T, language)}
            {Payments(payments, T, language)}
            {Payouts(payouts, T, language)}
            """);
    }

    private static Html Time(StripeSimulator simulator, LanguageTexts T) => Html.Of($"""
        <section>
        <h2>{T["sim.control.time"]}</h2>
        <dl class="figures">
        <div><dt>{T["sim.control.now"]}</dt><dd>{Stamp(simulator.Now)}</dd></div>
        <div><dt>{T["sim.control.next"]}</dt><dd>{(simulator.NextDueAt is { } next ? Stamp(next) : T["sim.control.nothing"])}</dd></div>
        </dl>
        <div class="row">{Button("advance", "1", T["sim.control.hour"])}{Button("advance", "24", T["sim.control.day"])}{Button("advance", "168", T["sim.control.week"])}</div>
        </section>

        """);

    private static Html Webhooks(StripeSimulator simulator, LanguageTexts T)
    {
        var (waiting, held) = simulator.Outbox();
        var holding = held > 0 || simulator.DeliveryRules.Any(r => r.Action == DeliveryAction.Hold);
        return Html.Of($"""
            <section>
            <h2>{T["sim.control.webhooks"]}</h2>
            <dl class="figures">
            <div><dt>{T["sim.control.waiting"]}</dt><dd>{waiting}</dd></div>
            <div><dt>{T["sim.control.held"]}</dt><dd>{held}</dd></div>
            </dl>
            <div class="row">{(holding ? Button("release", "", T["sim.control.release"]) : Button("hold", "", T["sim.control.hold"]))}</div>
            </section>

            """);
    }

    private static Html Totals(StripeSimulator simulator, LanguageTexts T, Language language) => Html.Of($"""
        <section>
        <h2>{T["sim.control.totals"]}</h2>
        <table>
        <thead><tr><th>{T["sim.control.account"]}</th><th class="figure">{T["sim.control.charged"]}</th><th class="figure">{T["sim.control.fees"]}</th><th class="figure">{T["sim.control.refunded"]}</th><th class="figure">{T["sim.control.disputed"]}</th><th class="figure">{T["sim.control.paid-out"]}</th><th class="figure">{T["sim.control.balance"]}</th></tr></thead>
        <tbody>
        {simulator.Accounts.SelectMany(a => simulator.Totals(a.Id).Settled.Select(s => TotalsRow(a.Name, s.Key, s.Value, language)))}
        </tbody>
        </table>
        <div class="row">{Button("payouts", "", T["sim.control.pay-out"])}</div>
        </section>

        """);

    private static Html TotalsRow(string account, string currency, SettledTotals totals, Language language)
    {
        var figures = new[] { totals.Gross, totals.Fees + totals.DisputeFees, totals.Refunded, totals.Disputed, totals.PaidOut, totals.Balance };
        return Html.Of($"<tr><td>{account}</td>{figures.Select(f => Html.Of($"<td class=\"figure\">{SimTexts.Amount(f, currency, language)}</td>"))}</tr>\n");
    }

    private static Html Payments(IReadOnlyList<SimulatedPayment> payments, LanguageTexts T, Language language) => Html.Of($"""
        <section>
        <h2>{T["sim.control.payments"]}</h2>
        {(payments.Count == 0 ? Html.Of($"<p>{T["sim.control.no-payments"]}</p>") : Html.Of($"""
        <table>
        <thead><tr><th>{T["sim.control.when"]}</th><th>{T["sim.control.what"]}</th><th class="figure">{T["sim.control.amount"]}</th><th>{T["sim.control.state"]}</th><th>{T["sim.control.actions"]}</th></tr></thead>
        <tbody>
        {payments.Select(p => Row(p, T, language))}
        </tbody>
        </table>
        """))}
        </section>

        """);

    private static Html Row(SimulatedPayment p, LanguageTexts T, Language language)
    {
        var state = p.Status == "complete"
            ? p.Disputed ? T["sim.state.disputed"] : p.RefundedMinor > 0 ? T["sim.state.refunded", ("amount", SimTexts.Amount(p.RefundedMinor, p.Currency, language))] : T["sim.state.paid"]
            : p.Status == "open" ? p.LastErrorCode is null ? T["sim.state.open"] : T["sim.state.declined", ("code", p.LastErrorCode)] : T["sim.state.expired"];
        var actions = p.Status switch
        {
            "complete" when p.Charge is { } charge => Html.Join(
            [
                Button("refund", charge, T["sim.control.refund"]), Button("dispute", charge, T["sim.control.dispute"]),
                Button("inquiry", charge, T["sim.control.inquiry"]), Button("warning", charge, T["sim.control.warning"]),
            ]),
            "open" => Html.Of($"<a href=\"/c/pay/{p.Session}\">{T["sim.control.open-page"]}</a>"),
            _ => Html.Nothing,
        };
        return Html.Of($"""
            <tr><td>{Stamp(p.Created)}</td><td>{p.Description}<br><small>{p.Session}</small></td><td class="figure">{SimTexts.Amount(p.AmountMinor, p.Currency, language)}</td><td>{state}</td><td>{actions}</td></tr>

            """);
    }

    private static Html Payouts(IReadOnlyList<PayoutState> payouts, LanguageTexts T, Language language) => Html.When(payouts.Count > 0, () => Html.Of($"""
        <section>
        <h2>{T["sim.control.payouts"]}</h2>
        <table>
        <thead><tr><th>{T["sim.control.when"]}</th><th class="figure">{T["sim.control.amount"]}</th><th>{T["sim.control.state"]}</th><th>{T["sim.control.actions"]}</th></tr></thead>
        <tbody>
        {payouts.Select(p => Html.Of($"""
        <tr><td>{Stamp(DateTimeOffset.FromUnixTimeSeconds(p.Created))}<br><small>{p.Id}</small></td><td class="figure">{SimTexts.Amount(p.Amount, p.Currency, language)}</td><td>{T[$"sim.payout.{p.Status}"]}</td><td>{Html.When(p.Status is not ("failed" or "canceled"), () => Button("fail-payout", p.Id, T["sim.control.fail"]))}</td></tr>

        """))}
        </tbody>
        </table>
        </section>
        """));

    private static Html Button(string act, string id, string label) => Html.Of(
        $"<form method=\"post\" action=\"{ControlPages.Path}/do\"><input type=\"hidden\" name=\"act\" value=\"{act}\"><input type=\"hidden\" name=\"id\" value=\"{id}\"><button type=\"submit\">{label}</button></form>");

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
