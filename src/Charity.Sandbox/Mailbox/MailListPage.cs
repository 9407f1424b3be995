using System.Globalization;
using Charity.Languages;
using Charity.Sandbox.Home;
using Charity.Sandbox.Hosting;
using Charity.Sandbox.Stripe.Pages;

namespace Charity.Sandbox.Mailbox;

/// <summary>The list of mails, newest first, that comes back by itself while nobody looks further down.</summary>
internal static class MailListPage
{
    private const int PageSize = 50;

    /// <summary>Seconds between two looks.</summary>
    private const int Refresh = 5;

    internal static Task ShowAsync(HttpContext http, SandboxSetup setup, MailFolder folder, MailWeather weather)
    {
        var language = SimTexts.LanguageOf(http, null);
        var T = SandboxTexts.In(language);
        var to = http.Request.Query["to"].ToString().Trim();
        var still = http.Request.Query.ContainsKey("still");
        var page = int.TryParse(http.Request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Max(1, asked) : 1;
        var mails = folder.List(to);
        var shown = mails.Skip((page - 1) * PageSize).Take(PageSize).ToList();
        var body = Html.Of($"""
            <h1>{T["sandbox.mail.title"]}</h1>
            <form class="find" method="get" action="{MailboxPages.Path}" role="search">
            <input type="hidden" name="lang" value="{language.Code}">
            <div><label for="to">{T["sandbox.mail.find"]}</label><input id="to" name="to" type="search" value="{to}" maxlength="254" autocomplete="off"></div>
            <button class="act" type="submit">{T["sandbox.mail.show"]}</button>
            </form>
            {Weather(weather, language, T)}
            {List(shown, language, T)}
            {Pager(page, mails.Count, to, still, language, T)}
            """);
        return SandboxLayout.WriteAsync(
            http, setup, language, MailboxPages.Path, T["sandbox.mail.title"], body, refresh: page == 1 && !still ? Refresh : null);
    }

    internal static string Stamp(DateTimeOffset? at)
        => at is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "–";

    private static Html List(List<MailLine> mails, Language language, LanguageTexts T) => mails.Count == 0
        ? Html.Of($"<section class=\"empty\"><p>{T["sandbox.mail.empty"]}</p></section>")
        : Html.Of($"""
            <ul class="mails">
            {mails.Select(mail => Html.Of($"<li><a href=\"{SandboxLayout.InLanguage($"{MailboxPages.Path}/{mail.Id}", language)}\"><span class=\"to\">{mail.ToAddress}</span><span class=\"subject\">{mail.Subject}</span><time>{Stamp(mail.SentAt)}</time></a></li>\n"))}
            </ul>
            """);

    private static Html Pager(int page, int count, string to, bool still, Language language, LanguageTexts T)
    {
        string Link(int number, bool stop) => SandboxLayout.InLanguage(
            FormattableString.Invariant($"{MailboxPages.Path}?page={number}") + (to.Length > 0 ? "&to=" + Uri.EscapeDataString(to) : "") + (stop ? "&still" : ""), language);

        var last = Math.Max(1, (count + PageSize - 1) / PageSize);
        return Html.Of($"""
            <nav class="pager" aria-label="{T["sandbox.mail.pages"]}">
            {Html.When(page > 1, () => Html.Of($"<a class=\"act\" href=\"{Link(page - 1, still)}\">← {T["sandbox.mail.newer"]}</a>"))}
            <span>{T["sandbox.mail.count", ("count", count)]}</span>
            {Html.When(page < last, () => Html.Of($"<a class=\"act\" href=\"{Link(page + 1, still)}\">{T["sandbox.mail.older"]} →</a>"))}
            {Html.When(page == 1, () => still
                ? Html.Of($"<a href=\"{Link(1, false)}\">{T["sandbox.mail.go-on"]}</a>")
                : Html.Of($"<a href=\"{Link(1, true)}\">{T["sandbox.mail.stand-still"]}</a>"))}
            </nav>
            """);
    }

    private static Html Weather(MailWeather weather, Language language, LanguageTexts T) => Html.Of($"""
        <details class="conduct"{Html.When(weather.Conduct != MailConduct.Takes, () => Html.Of($" open"))}>
        <summary>{T["sandbox.weather.title"]}: {T[$"sandbox.weather.{weather.Conduct}"]}</summary>
        <p class="hint">{T["sandbox.weather.text"]}</p>
        <div class="weather">
        {Enum.GetValues<MailConduct>().Select(conduct => Html.Of($"<form method=\"post\" action=\"{SandboxLayout.InLanguage(MailboxPages.Path + "/weather", language)}\"><input type=\"hidden\" name=\"conduct\" value=\"{conduct}\"><button class=\"act\" type=\"submit\" aria-pressed=\"{(weather.Conduct == conduct ? "true" : "false")}\">{T[$"sandbox.weather.{conduct}"]}</button></form>\n"))}
        </div>
        </details>
        """);
}
