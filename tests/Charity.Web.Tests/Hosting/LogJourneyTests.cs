using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Charity.Sandbox.Stripe.Faults;
using Charity.Staff;
using Charity.Testing;
using Charity.Web.Hosting;
using Charity.Web.Tests.Staff;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Charity.Web.Tests.Hosting;

/// <summary>
/// A whole day with every word written down: a gift and its webhooks, its receipt by mail, a mail server that refuses, a
/// sign-in with mistakes, an export, a key looked at. Nothing of what must stay secret stands in any line of it.
/// </summary>
public sealed partial class LogJourneyTests
{
    private const string Donor = "olena.secret@donors.example";
    private const string DonorName = "Олена Таємна";
    private const string Wrong = "a wrong river under bridges";
    private const string WrongCode = "000000";

    [Fact]
    [Trait("Case", "A17")]
    public async Task A_whole_journey_leaves_no_secret_in_any_line_however_much_is_logged()
    {
        var log = new EveryLine();
        await using var host = await StaffHost.StartAsync(
            role: StaffRoles.Administrator, stripe: true,
            configure: services => services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(log).AddFilter<EveryLine>(null, LogLevel.Trace)));
        await host.Web.Inner.SetUpOrganisationAsync();
        var secrets = new List<string> { TestSettings.StripeKey, TestSettings.WebhookSecret, StaffHost.Password, Wrong, Donor, DonorName, "4242424242424242", "4242 4242 4242 4242" };

        var token = await GiveAsync(host);
        secrets.Add(token);
        await HearAsync(host);
        secrets.AddRange(await WorkAsync(host));

        // What the program itself says, and what the framework says through the program's own filters: no secret at all.
        var own = log.Lines.Where(line => line.Category.StartsWith("Charity", StringComparison.Ordinal) || line.Level >= LogLevel.Warning).ToList();
        Assert.Contains(own, line => line.Message.Contains("<[mail]> and [secret] forged line", StringComparison.Ordinal));
        foreach (var line in own)
        {
            SeeClean(line.Whole, secrets);
            Assert.DoesNotContain('\n', line.Message);
            Assert.DoesNotContain('\r', line.Message);
        }

        // Whatever a library says when somebody turns everything on (addresses with their tokens, for one), as the log of an
        // installation is written.
        Assert.Contains(log.Lines, line => line.Whole.Contains(token, StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Category.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));
        foreach (var line in log.Lines)
        {
            SeeClean(line.Written, secrets);
            Assert.Equal(line.Written.Length - 1, line.Written.IndexOf('\n', StringComparison.Ordinal));
        }
    }

    private static void SeeClean(string line, List<string> secrets)
    {
        Assert.False(secrets.Exists(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase)), line);
        Assert.False(Looks().IsMatch(line), line);
    }

    /// <summary>A donor types a name with a line break and a card number into the message, pays, and reads everything. Gives the token.</summary>
    private static async Task<string> GiveAsync(StaffHost host)
    {
        const string address = "/uk/give/" + TestOrganisation.CampaignSlug;
        using var browser = host.Web.Browser();
        var form = await browser.GoAsync(address);
        (string, string?)[] typed =
        [
            ("Preset[EUR]", "2500"), ("Name", DonorName + "\r\nforged line"), ("Email", Donor), ("Terms", "true"), ("Message", "Card 4242 4242 4242 4242\nforged line"),
        ];
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync(address, form, [.. typed, ("Email", "nobody@@donors.example")])).Status);
        var sent = await browser.SubmitAsync(address, form, typed);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);

        string session;
        await using (var db = host.Web.Inner.Db())
        {
            session = (await db.Donations.SingleAsync()).SessionId!;
        }

        await host.Web.Inner.Stripe.PayAsync(session, CharityHost.GoodCard);
        // The first sending ends in an error that repeats what it knows.
        host.Web.Inner.Mailbox.WhileSending = _ => throw new InvalidOperationException($"<{Donor}> and {TestSettings.StripeKey}\r\nforged line");
        await host.Web.Inner.ArriveAsync();
        host.Web.Inner.Mailbox.WhileSending = null;
        await host.Web.Inner.JumpAsync(TimeSpan.FromHours(1));
        var mail = Assert.Single(host.Web.Inner.Mailbox.Mails);
        var receipt = ReceiptLink().Match(mail.Text).Value;
        using (var pdf = await browser.GetAsync(receipt))
        {
            Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        }

        await using (var db = host.Web.Inner.Db())
        {
            var tokens = host.Web.Services.GetRequiredService<Charity.Donations.GiftTokens>();
            var token = await tokens.ThanksAsync((await db.Donations.SingleAsync()).Id, default);
            await browser.GoAsync($"/uk/thanks/{token}?s={session}");
            await browser.GoAsync($"/uk/thanks/{token}/nothing-here%0Aforged");
            return token;
        }
    }

    /// <summary>Webhooks that nobody believes, and a provider that has a bad hour.</summary>
    private static async Task HearAsync(StaffHost host)
    {
        using var stranger = host.Web.Browser();
        using var forged = new StringContent("""{"id":"evt_1\nforged","type":"x\nforged","data":{"object":{"email":"DONOR"}}}""".Replace("DONOR", Donor, StringComparison.Ordinal), Encoding.UTF8, "application/json");
        forged.Headers.Add("Stripe-Signature", $"t=1,v1={TestSettings.WebhookSecret}");
        using var refused = await stranger.PostAsync("/webhooks/stripe", forged);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        host.Web.Inner.Stripe.AddFault(new Fault { Kind = FaultKind.ServerError, Method = "POST", Path = "/v1/checkout/sessions", Times = 9 });
        var form = await stranger.GoAsync("/en/give/" + TestOrganisation.CampaignSlug);
        var sent = await stranger.SubmitAsync(
            "/en/give/" + TestOrganisation.CampaignSlug, form, ("Preset[EUR]", "2500"), ("Name", DonorName), ("Email", Donor), ("Terms", "true"));
        Assert.NotEqual(HttpStatusCode.SeeOther, sent.Status);
        host.Web.Inner.Stripe.ClearFaults();
    }

    /// <summary>Staff sign in with mistakes, forget a password, export, look at the key, invite somebody. Gives the links' tokens and the codes.</summary>
    private static async Task<List<string>> WorkAsync(StaffHost host)
    {
        using var browser = host.Web.Browser();
        await SignInTests.PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", Wrong));
        await SignInTests.PostAsync(browser, "/staff/sign-in", ("Input.Email", "x\r\nforged: " + StaffHost.Email), ("Input.Password", Wrong));
        var second = await SignInTests.PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        await SignInTests.PostAsync(browser, second.Headers.Location!.OriginalString, ("Code", WrongCode));
        var code = StaffHost.Code();
        var inside = await SignInTests.PostAsync(browser, second.Headers.Location!.OriginalString, ("Code", code), ("ReturnUrl", "/staff"));
        Assert.Equal("/staff", inside.Headers.Location?.OriginalString);

        const string export = "/staff/gifts/export?q=%D1%82%D0%B0%D1%94%D0%BC";
        using var asked = await SignInTests.PostAsync(browser, export, export);
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        await host.Web.Inner.DrainAsync();
        var file = (await browser.GoAsync(export)).Document.QuerySelector("a[href*='handler=File']")!.GetAttribute("href")!;
        Assert.Contains(Donor, await browser.GetStringAsync(file), StringComparison.Ordinal);

        var stripe = await browser.GoAsync("/staff/set-up/stripe");
        await browser.PostAsync("/staff/set-up/stripe?handler=Prove", stripe.FormData("form[action*=Prove]"));
        await host.Web.Inner.DeliverWebhooksAsync();
        await browser.GoAsync("/staff/set-up/stripe");

        await SignInTests.PostAsync(browser, "/staff/people/invite", ("Email", "new@charity.example"), ("Roles", StaffRoles.Editor));
        using var stranger = host.Web.Browser();
        await SignInTests.PostAsync(stranger, "/staff/forgotten", ("Email", StaffHost.Email));
        await host.Web.Inner.DrainAsync();
        var links = host.Web.Inner.Mailbox.Mails.SelectMany(mail => Token().Matches(mail.Text)).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.True(links.Count >= 3, $"{links.Count} links");
        foreach (var address in host.Web.Inner.Mailbox.Mails.SelectMany(mail => Token().Matches(mail.Text)).Select(match => new Uri(match.Value).PathAndQuery).Distinct())
        {
            await stranger.GoAsync(address);
        }

        return [.. links, "code " + code, $"\"{code}\"", $"= {code}"];
    }

    [GeneratedRegex("https://give.example.org/receipts/[\\w-]{43}")]
    private static partial Regex ReceiptLink();

    [GeneratedRegex("https://give.example.org/[\\w/-]+/([\\w-]{43})")]
    private static partial Regex Token();

    /// <summary>Keys of Stripe, and any mail address.</summary>
    [GeneratedRegex(@"\b(sk|rk)_(test|live)_\w+|\bwhsec_\w+|[\w.+-]+@[\w-]+\.\w+")]
    private static partial Regex Looks();

    private sealed record Line(string Category, LogLevel Level, string Message, string Whole, string Written);

    /// <summary>A sink that leaves nothing out: the bare words, the values beside them, the error, and the line as an installation writes it.</summary>
    private sealed class EveryLine : ILoggerProvider
    {
        private readonly ConcurrentQueue<Line> lines = new();
        private readonly CleanJsonFormatter formatter = new();

        public ConcurrentQueue<Line> Lines => lines;

        public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Category(EveryLine book, string name) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull
                => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var message = formatter(state, exception);
                var values = state is IReadOnlyList<KeyValuePair<string, object?>> list ? string.Join(' ', list.Select(pair => $"{pair.Key} = {pair.Value}")) : "";
                using var written = new StringWriter { NewLine = "\n" };
                var entry = new LogEntry<TState>(logLevel, name, eventId, state, exception, formatter);
                lock (book.formatter)
                {
                    book.formatter.Write(in entry, null, written);
                }

                book.lines.Enqueue(new Line(name, logLevel, message, $"{message} {values} {exception}", written.ToString()));
            }
        }
    }
}
