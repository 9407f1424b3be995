using Charity.Languages;
using Charity.Sandbox.Hosting;
using Charity.Sandbox.Mailbox;
using Charity.Sandbox.Stripe;
using Charity.Sandbox.Stripe.Pages;
using Charity.Staff;

namespace Charity.Sandbox.Home;

/// <summary>The first page of the sandbox: what it is, where to go, with what to pay and to sign in.</summary>
internal static class HomePage
{
    private const string CodePath = "/staff-code";

    private static readonly (string Number, string Key)[] Cards =
    [
        ("4242 4242 4242 4242", "ok"), ("4000 0000 0000 0002", "declined"), ("4000 0000 0000 9995", "insufficient"),
        ("4000 0027 6000 3184", "challenge"), ("4000 0000 0000 0259", "dispute"),
    ];

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", ShowAsync);
        routes.MapGet(CodePath, ShowCodeAsync);
    }

    private static Task ShowAsync(HttpContext http, SandboxSetup setup, MailFolder mails, StripeSimulator simulator)
    {
        var language = SimTexts.LanguageOf(http, null);
        var T = SandboxTexts.In(language);
        var body = Html.Of($"""
            <div class="lead">
            <h1>{T["sandbox.home.title"]}</h1>
            <p>{T["sandbox.home.text"]}</p>
            </div>
            <ul class="doors">
            {Door($"{setup.AppAddress}/{language.Code}", "warm", T["sandbox.home.give"], T["sandbox.home.give-text"], "localhost:" + setup.Arguments.AppPort)}
            {Door(SandboxLayout.InLanguage("/mailbox", language), "blue", T["sandbox.home.mailbox"], T["sandbox.home.mailbox-text"], T["sandbox.home.mails", ("count", mails.List().Count)])}
            {Door(SandboxLayout.InLanguage("/_sim", language), "accent", T["sandbox.home.stripe"], T["sandbox.home.stripe-text"], T["sandbox.home.payments", ("count", simulator.Payments().Count)])}
            </ul>
            <div class="columns">
            <section>
            <h2>{T["sandbox.home.steps"]}</h2>
            <ol class="steps">
            <li>{T["sandbox.home.step-1"]}</li>
            <li>{T["sandbox.home.step-2"]}</li>
            <li>{T["sandbox.home.step-3"]}</li>
            <li>{T["sandbox.home.step-4"]}</li>
            <li>{T["sandbox.home.step-5"]}</li>
            </ol>
            </section>
            <section>
            <h2>{T["sandbox.home.staff"]}</h2>
            {Account(setup, T, language)}
            <p class="row"><a class="act" href="{setup.AppAddress}/staff">{T["sandbox.home.sign-in"]}</a></p>
            </section>
            </div>
            <section>
            <h2>{T["sandbox.home.cards"]}</h2>
            <p class="hint">{T["sandbox.home.cards-text"]}</p>
            <table>
            <thead><tr><th>{T["sandbox.home.card"]}</th><th>{T["sandbox.home.outcome"]}</th></tr></thead>
            <tbody>
            {Cards.Select(card => Html.Of($"<tr><td class=\"mono\">{card.Number}</td><td>{T[$"sandbox.card.{card.Key}"]}</td></tr>\n"))}
            </tbody>
            </table>
            </section>
            """);
        return SandboxLayout.WriteAsync(http, setup, language, "/", T["sandbox.nav.home"], body);
    }

    /// <summary>The second factor by itself, always fresh: for signing in beside it.</summary>
    private static Task ShowCodeAsync(HttpContext http, SandboxSetup setup)
    {
        var language = SimTexts.LanguageOf(http, null);
        var T = SandboxTexts.In(language);
        var body = Html.Of($"""
            <section>
            <h1>{T["sandbox.home.staff"]}</h1>
            {Account(setup, T, language)}
            </section>
            """);
        return SandboxLayout.WriteAsync(http, setup, language, CodePath, T["sandbox.home.staff"], body, refresh: SecondsLeft());
    }

    private static Html Account(SandboxSetup setup, LanguageTexts T, Language language) => Html.Of($"""
        <dl class="pairs">
        <div><dt>{T["sandbox.home.email"]}</dt><dd class="mono">{SandboxSecrets.StaffEmail}</dd></div>
        <div><dt>{T["sandbox.home.password"]}</dt><dd class="mono">{setup.Secrets.StaffPassword}</dd></div>
        <div><dt>{T["sandbox.home.code"]}</dt><dd><span class="mono code">{Totp.Code(setup.Secrets.StaffTotpKey, Totp.StepAt(TimeProvider.System.GetUtcNow()))}</span></dd></div>
        {Colleagues(setup, T)}
        </dl>
        <p class="hint">{T["sandbox.home.code-text", ("count", SecondsLeft())]} <a href="{SandboxLayout.InLanguage(CodePath, language)}">{T["sandbox.home.code-page"]}</a></p>
        """);

    /// <summary>Who else works in the demo; an installation without one has the first administrator alone.</summary>
    private static Html Colleagues(SandboxSetup setup, LanguageTexts T) => setup.Arguments.Empty ? Html.Of($"") : Html.Of($"""
        <div><dt>{T["sandbox.home.second"]}</dt><dd class="mono">{SandboxSecrets.SecondEmail}</dd></div>
        <div><dt>{T["sandbox.home.editor"]}</dt><dd class="mono">{SandboxSecrets.EditorEmail}</dd></div>
        """);

    private static int SecondsLeft()
        => Totp.StepSeconds - (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % Totp.StepSeconds);

    private static Html Door(string href, string hue, string name, string text, string figure) => Html.Of($"""
        <li class="door {hue}"><a href="{href}"><strong>{name}</strong><span>{text}</span><small>{figure}</small></a></li>

        """);
}
