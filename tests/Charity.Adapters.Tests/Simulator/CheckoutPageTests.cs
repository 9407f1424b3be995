using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>The pages that a donor sees at the simulated Stripe, over real HTTP and without a script.</summary>
public sealed partial class CheckoutPageTests
{
    [Theory]
    [InlineData("uk", "25,00", "Тестовий режим", "Пожертвувати")]
    [InlineData("bg", "25,00", "Тестов режим", "Дарете")]
    [InlineData("mk", "25,00", "Тестен режим", "Донирајте")]
    [InlineData("en", "25.00", "Test mode", "Donate")]
    public async Task The_page_speaks_each_language_and_never_without_its_banner(string language, string amount, string banner, string button)
    {
        await using var site = await SimulatorSite.StartAsync();
        var page = await site.GetAsync($"/c/pay/{await OpenAsync(site)}?lang={language}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains($"<html lang=\"{language}\">", page.Body, StringComparison.Ordinal);
        Assert.Contains(banner, page.Body, StringComparison.Ordinal);
        Assert.Contains(button, page.Body, StringComparison.Ordinal);
        Assert.Contains(amount, page.Body, StringComparison.Ordinal);
        Assert.Contains("Вода для громади", page.Body, StringComparison.Ordinal);
        Assert.Contains("Фонд «Джерело»", page.Body, StringComparison.Ordinal);
        Assert.Contains("href=\"https://charity.test/en/give/water?a=1\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null, "uk-UA,uk;q=0.9,en;q=0.5", "uk")]
    [InlineData("auto", "mk", "mk")]
    [InlineData("bg", "uk", "bg")]
    [InlineData("en", "uk", "en")]
    [InlineData("de", "uk", "uk")]
    public async Task The_language_is_that_of_the_session_or_else_of_the_browser(string? locale, string accepted, string shown)
    {
        await using var site = await SimulatorSite.StartAsync();
        var page = await site.GetAsync($"/c/pay/{await OpenAsync(site, locale)}", ("Accept-Language", accepted));
        Assert.Contains($"<html lang=\"{shown}\">", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paying_leads_back_with_the_session_filled_in_and_a_second_click_charges_nothing_more()
    {
        await using var site = await SimulatorSite.StartAsync();
        var session = await OpenAsync(site);
        var paid = await site.PostAsync($"/c/pay/{session}", Card("4242 4242 4242 4242"));
        Assert.Equal((HttpStatusCode.SeeOther, $"https://charity.test/en/thanks/t0ken?s={session}"), (paid.Status, paid.Location));
        var again = await site.PostAsync($"/c/pay/{session}", Card("4242 4242 4242 4242"));
        Assert.Equal(paid.Location, again.Location);
        Assert.Equal((1, 2_500L), (site.Simulator.Totals().Presented["eur"].Payments, site.Simulator.Totals().Presented["eur"].Charged));

        var page = await site.GetAsync($"/c/pay/{session}?lang=en");
        Assert.Equal(HttpStatusCode.Gone, page.Status);
        Assert.Contains("This payment is complete", page.Body, StringComparison.Ordinal);
        Assert.Equal("Олена Коваль", site.Simulator.Fetch(session)!["customer_details"]!["name"]!.GetValue<string>());
    }

    [Theory]
    [Trait("Case", "C14")]
    [InlineData("4000000000000002", "The bank declined the card")]
    [InlineData("4000000000009995", "not enough funds")]
    [InlineData("4000000000009987", "The bank declined the card")]
    [InlineData("4000000000000069", "has expired")]
    [InlineData("4000000000000127", "The CVC is wrong")]
    [InlineData("4000000000000119", "Something went wrong while processing")]
    [InlineData("4100000000000019", "The bank declined the card")]
    [InlineData("4111111111111111", "not a test card")]
    public async Task A_decline_is_said_in_plain_words_and_another_card_may_follow(string number, string words)
    {
        await using var site = await SimulatorSite.StartAsync();
        var session = await OpenAsync(site);
        var declined = await site.PostAsync($"/c/pay/{session}?lang=en", Card(number));
        Assert.Equal(HttpStatusCode.PaymentRequired, declined.Status);
        Assert.Contains(words, declined.Body, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", declined.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("4111111111111111", declined.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await site.PostAsync($"/c/pay/{session}", Card("5555555555554444"))).Status);
    }

    [Theory]
    [InlineData("card", "4242424242424241", "card number is wrong")]
    [InlineData("card", "4242", "card number is wrong")]
    [InlineData("card", "", "card number is wrong")]
    [InlineData("expiry", "02/26", "Check the expiry")]
    [InlineData("expiry", "13/30", "Check the expiry")]
    [InlineData("expiry", "soon", "Check the expiry")]
    [InlineData("cvc", "12", "three or four digits")]
    [InlineData("cvc", "12a", "three or four digits")]
    [InlineData("email", "nobody", "Check the e-mail")]
    public async Task A_mistyped_field_is_named_before_anything_is_tried(string field, string value, string words)
    {
        await using var site = await SimulatorSite.StartAsync();
        var session = await OpenAsync(site);
        var form = Card("4242424242424242");
        form[field] = value;
        var answer = await site.PostAsync($"/c/pay/{session}?lang=en", form);
        Assert.Contains(words, answer.Body, StringComparison.Ordinal);
        Assert.Empty(site.Simulator.Events);
    }

    [Fact]
    [Trait("Case", "C13")]
    public async Task The_challenge_page_completes_or_fails_the_payment()
    {
        await using var site = await SimulatorSite.StartAsync();
        var session = await OpenAsync(site);
        var challenged = await site.PostAsync($"/c/pay/{session}?lang=mk", new(Card("")) { ["choice"] = "4000002760003184" });
        Assert.Equal(HttpStatusCode.SeeOther, challenged.Status);
        Assert.StartsWith("/c/3ds/pi_sim_", challenged.Location, StringComparison.Ordinal);
        var page = await site.GetAsync(challenged.Location!);
        Assert.Contains("Потврдете дека сте вие", page.Body, StringComparison.Ordinal);
        Assert.Contains("Тестен режим", page.Body, StringComparison.Ordinal);

        var failed = await site.PostAsync(challenged.Location!, new() { ["result"] = "fail" });
        Assert.StartsWith($"/c/pay/{session}", failed.Location, StringComparison.Ordinal);
        Assert.Contains("не можеше да потврди", (await site.GetAsync(failed.Location!)).Body, StringComparison.Ordinal);

        var again = await site.PostAsync($"/c/pay/{session}", new(Card("")) { ["choice"] = "4000002760003184" });
        var complete = await site.PostAsync(again.Location!, new() { ["result"] = "complete" });
        Assert.Equal($"https://charity.test/en/thanks/t0ken?s={session}", complete.Location);
    }

    [Fact]
    public async Task Each_button_of_another_outcome_pays_with_its_card()
    {
        await using var site = await SimulatorSite.StartAsync();
        var offered = Choice().Matches((await site.GetAsync($"/c/pay/{await OpenAsync(site)}")).Body).Select(m => m.Groups[1].Value).ToList();
        Assert.True(offered.Count > 10);
        foreach (var number in offered)
        {
            var answer = await site.PostAsync($"/c/pay/{await OpenAsync(site)}", new(Card("")) { ["choice"] = number });
            Assert.DoesNotContain("test_mode_live_card", site.Simulator.Payments()[0].LastErrorCode ?? "", StringComparison.Ordinal);
            Assert.True(answer.Status is HttpStatusCode.SeeOther or HttpStatusCode.PaymentRequired, $"{number}: {answer.Status}");
        }
    }

    [Fact]
    public async Task Pages_forbid_what_they_do_not_need_and_set_no_cookie()
    {
        await using var site = await SimulatorSite.StartAsync();
        foreach (var path in new[] { $"/c/pay/{await OpenAsync(site)}", "/c/pay/cs_none", "/_sim" })
        {
            var page = await site.GetAsync(path);
            var policy = page.Headers["Content-Security-Policy"];
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("no-store", page.Headers["Cache-Control"]);
            Assert.False(page.Headers.ContainsKey("Set-Cookie"));
            Assert.Contains("class=\"banner\"", page.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("style=", page.Body, StringComparison.Ordinal);
        }

        // Chrome applies form-action to the redirect after the payment.
        var checkout = await site.GetAsync($"/c/pay/{await OpenAsync(site)}");
        Assert.Contains("form-action 'self' https://charity.test", checkout.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        var style = await site.GetAsync("/c/style.css");
        Assert.Equal(HttpStatusCode.OK, style.Status);
        Assert.Contains("prefers-color-scheme: dark", style.Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "A05")]
    public async Task Text_from_the_session_is_encoded()
    {
        await using var site = await SimulatorSite.StartAsync();
        var form = SimulatorBench.SessionForm();
        form["line_items[0][price_data][product_data][name]"] = "<script>alert(1)</script>\"'&";
        form["cancel_url"] = "https://charity.test/?x=\"><b>";
        using var client = site.Client();
        var session = (await client.PostAsync("/v1/checkout/sessions", form)).Id;
        var page = await site.GetAsync($"/c/pay/{session}");
        Assert.DoesNotContain("<script>", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"><b>", page.Body, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_or_unknown_session_says_so()
    {
        await using var site = await SimulatorSite.StartAsync();
        var session = await OpenAsync(site);
        site.Clock.Advance(TimeSpan.FromDays(2));
        var expired = await site.GetAsync($"/c/pay/{session}?lang=en");
        Assert.Equal(HttpStatusCode.Gone, expired.Status);
        Assert.Contains("This payment page has expired", expired.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await site.PostAsync($"/c/pay/{session}", Card("4242424242424242"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync("/c/pay/cs_test_none")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await site.PostAsync("/c/3ds/pi_none", new() { ["result"] = "complete" })).Status);
    }

    [GeneratedRegex("name=\"choice\" value=\"([0-9]+)\"")]
    private static partial Regex Choice();

    private static Dictionary<string, string> Card(string number) => new()
    {
        ["card"] = number,
        ["expiry"] = "12/34",
        ["cvc"] = "123",
        ["email"] = "donor@example.org",
        ["name"] = "Олена Коваль",
    };

    private static async Task<string> OpenAsync(SimulatorSite site, string? locale = null)
    {
        var form = SimulatorBench.SessionForm();
        form["submit_type"] = "donate";
        if (locale is not null)
        {
            form["locale"] = locale;
        }

        using var client = site.Client();
        return (await client.PostAsync("/v1/checkout/sessions", form)).Id;
    }
}
