using System.Net;
using Charity.Documents;
using Charity.Donations;
using Charity.Languages;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Give;

public sealed class GiveFormTests : IAsyncLifetime
{
    private WebHost _host = null!;
    private HttpClient _browser = null!;

    private const string Address = "/en/give/" + TestOrganisation.CampaignSlug;

    public async Task InitializeAsync()
    {
        _host = await WebHost.StartAsync(stripe: true);
        await _host.Inner.SetUpOrganisationAsync();
        _browser = _host.Browser();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    private static (string, string?)[] Filled(params (string, string?)[] more) =>
        [("Preset[EUR]", "2500"), ("Name", "Олена Петренко"), ("Email", "olena@example.org"), ("Terms", "true"), .. more];

    private async Task<List<Donation>> GiftsAsync()
    {
        await using var db = _host.Inner.Db();
        return await db.Donations.AsNoTracking().ToListAsync();
    }

    [Theory]
    [InlineData("uk")]
    [InlineData("bg")]
    [InlineData("mk")]
    [InlineData("en")]
    public async Task A_card_gift_is_stored_and_leads_to_checkout_and_back_to_a_page_that_says_received(string language)
    {
        var address = $"/{language}/give/{TestOrganisation.CampaignSlug}";
        var form = await _browser.GoAsync(address);
        var sent = await _browser.SubmitAsync(address, form, Filled());

        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        Assert.StartsWith("http://localhost:5101/c/pay/cs_", sent.Location, StringComparison.Ordinal);
        var gift = Assert.Single(await GiftsAsync());
        Assert.Equal((2500, "EUR", "Олена Петренко", language, DonationStatus.CheckoutOpen), (gift.AmountMinor, gift.Currency, gift.DonorName, gift.Language, gift.Status));

        await _host.Inner.Stripe.PayAsync(gift.SessionId!, CharityHost.GoodCard);
        // Another browser: that of a messenger may have lost every cookie by now.
        using var elsewhere = _host.Browser();
        var token = await ThanksTokenAsync(gift.Id);
        var thanks = await elsewhere.GoAsync($"/{language}/thanks/{token}?s={gift.SessionId}");

        Assert.Equal(HttpStatusCode.OK, thanks.Status);
        Assert.NotNull(thanks.Document.QuerySelector(".verdict.received"));
        Assert.Contains(AmountFormat.Full(new(2500, Charity.Accounting.Currency.Eur), Language.Of(language)), thanks.Document.QuerySelector(".sum")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "C01")]
    public async Task The_same_form_sent_twice_is_one_gift_and_one_payment_page()
    {
        var form = await _browser.GoAsync(Address);
        var first = await _browser.SubmitAsync(Address, form, Filled());
        var second = await _browser.SubmitAsync(Address, form, Filled());

        Assert.Equal(first.Location, second.Location);
        Assert.Single(await GiftsAsync());
    }

    [Fact]
    [Trait("Case", "C02")]
    public async Task Two_tabs_are_two_gifts()
    {
        var one = await _browser.GoAsync(Address);
        var two = await _browser.GoAsync(Address);
        var first = await _browser.SubmitAsync(Address, one, Filled());
        var second = await _browser.SubmitAsync(Address, two, Filled());

        Assert.NotEqual(first.Location, second.Location);
        Assert.Equal(2, (await GiftsAsync()).Count);
    }

    [Fact]
    public async Task Other_words_under_the_same_attempt_make_no_second_gift_and_keep_what_was_typed()
    {
        var form = await _browser.GoAsync(Address);
        await _browser.SubmitAsync(Address, form, Filled());
        var changed = await _browser.SubmitAsync(Address, form, Filled(("Preset[EUR]", "5000"), ("Message", "Good luck")));

        Assert.Equal(HttpStatusCode.Conflict, changed.Status);
        Assert.Single(await GiftsAsync());
        Assert.Equal("Good luck", changed.FormData()["Message"]);
        Assert.NotNull(changed.Document.QuerySelector(".notice a[href^='/en/thanks/']"));

        // Pressing again is meant now, and is a gift of its own.
        var again = await _browser.SubmitAsync(Address, changed);
        Assert.Equal(HttpStatusCode.SeeOther, again.Status);
        Assert.Equal(2, (await GiftsAsync()).Count);
    }

    [Fact]
    [Trait("Case", "A07")]
    [Trait("Case", "D11")]
    public async Task Nothing_but_the_donors_own_words_comes_in_by_the_form()
    {
        var form = await _browser.GoAsync(Address);
        await _browser.SubmitAsync(Address, form, Filled(
            ("Status", "Succeeded"), ("FundId", Guid.NewGuid().ToString()), ("AmountMinor", "1"), ("CoveredFeeMinor", "900"), ("LegalEntityId", Guid.NewGuid().ToString()),
            ("Input.Name", "Mallory"), ("PaidAt", "2026-01-01"), ("ChargeId", "ch_forged"), ("RefundedMinor", "1"), ("CampaignId", Guid.NewGuid().ToString()), ("DonorId", Guid.NewGuid().ToString())));

        var gift = Assert.Single(await GiftsAsync());
        Assert.Equal((2500, 0, DonationStatus.CheckoutOpen, "Олена Петренко"), (gift.AmountMinor, gift.CoveredFeeMinor, gift.Status, gift.DonorName));
        await using var db = _host.Inner.Db();
        var campaign = await db.Campaigns.SingleAsync();
        var receivers = await db.CampaignReceivers.Where(r => r.CampaignId == campaign.Id).Select(r => new { r.LegalEntityId, r.FundId }).ToListAsync();
        Assert.Contains(new { gift.LegalEntityId, gift.FundId }, receivers);
        Assert.Equal((campaign.Id, null, null, 0L), (gift.CampaignId, gift.PaidAt, gift.ChargeId, gift.RefundedMinor));
        Assert.Equal("olena@example.org", (await db.Donors.SingleAsync(d => d.Id == gift.DonorId)).Email);
    }

    [Fact]
    [Trait("Case", "D11")]
    public async Task An_amount_that_the_form_never_offered_counts_as_none()
    {
        var form = await _browser.GoAsync(Address);
        var sent = await _browser.SubmitAsync(Address, form, Filled(("Preset[EUR]", "1")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Empty(await GiftsAsync());
    }

    [Theory]
    [Trait("Case", "A10")]
    [InlineData(null)]
    [InlineData("CfDJ8-not-a-token")]
    public async Task A_form_from_elsewhere_is_refused(string? token)
    {
        var form = await _browser.GoAsync(Address);
        var sent = await _browser.SubmitAsync(Address, form, Filled(("__RequestVerificationToken", token)));

        Assert.Equal(HttpStatusCode.BadRequest, sent.Status);
        Assert.Empty(await GiftsAsync());
        // What a stranger made a browser send is not shown again.
        Assert.DoesNotContain("Петренко", sent.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "A10")]
    public async Task A_donor_whose_page_grew_old_gets_everything_typed_back()
    {
        var form = await _browser.GoAsync(Address);
        using var elsewhere = _host.Browser();
        elsewhere.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var sent = await elsewhere.SubmitAsync(Address, form, Filled(("Message", "Hello")));

        Assert.Equal(HttpStatusCode.BadRequest, sent.Status);
        Assert.Empty(await GiftsAsync());
        Assert.Equal(("Олена Петренко", "Hello", "2500"), (sent.FormData()["Name"], sent.FormData()["Message"], sent.FormData()["Preset[EUR]"]));
        // Nothing that was typed is wrong, so nothing is to be corrected.
        Assert.Equal("This did not go through", sent.Document.QuerySelector("#error-summary h2")!.TextContent);

        var again = await elsewhere.SubmitAsync(Address, sent);
        Assert.Equal(HttpStatusCode.SeeOther, again.Status);
    }

    [Fact]
    public async Task Boxes_that_cost_or_bind_are_never_ticked_beforehand()
    {
        var form = await _browser.GoAsync(Address);

        Assert.Empty(form.Document.QuerySelectorAll("input[type=checkbox][checked]"));
        Assert.Empty(form.Document.QuerySelectorAll("input[name^='Preset'][checked]"));
        Assert.Equal("hidden", form.FormData()["ShowName"]);
    }

    [Fact]
    public async Task Consent_and_terms_are_stored_by_their_versions()
    {
        var form = await _browser.GoAsync(Address);
        await _browser.SubmitAsync(Address, form, Filled(("News", "true")));

        var gift = Assert.Single(await GiftsAsync());
        Assert.True(gift.NewsConsent);
        Assert.Equal(await _host.Inner.TermsAsync("bg"), gift.TermsVersionId);
        await using var db = _host.Inner.Db();
        Assert.Equal("news.1", (await db.Donors.SingleAsync()).NewsConsentText);
    }

    [Fact]
    public async Task Terms_that_changed_while_the_form_stood_open_are_shown_and_asked_for_again()
    {
        var form = await _browser.GoAsync(Address);
        await using (var db = _host.Inner.Db())
        {
            var entity = await db.LegalEntities.Where(e => e.Code == "bg").Select(e => e.Id).SingleAsync();
            await _host.Inner.RunAsync<Charity.Organisation.PublishTerms, Charity.Organisation.OrganisationOutcome>(
                u => u.RunAsync(new(entity, LocalizedText.Of(en: "New terms")), default));
        }

        var refused = await _browser.SubmitAsync(Address, form, Filled());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("/en/terms/bg/2", refused.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);

        var accepted = await _browser.SubmitAsync(Address, refused);
        Assert.Equal(HttpStatusCode.SeeOther, accepted.Status);
        Assert.Equal(await _host.Inner.TermsAsync("bg"), Assert.Single(await GiftsAsync()).TermsVersionId);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named_at_once_and_all_words_are_kept()
    {
        var form = await _browser.GoAsync(Address);
        var sent = await _browser.SubmitAsync(
            Address, form, ("OwnAmount", "ten"), ("Name", ""), ("Email", "a@b,c@d"), ("Dedication", "memory"), ("Message", "<b>hello</b>"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Equal(5, sent.Errors.Count);
        Assert.Equal(5, sent.Document.QuerySelectorAll("#error-summary li").Length);
        Assert.All(sent.Document.QuerySelectorAll("#error-summary li a"), link =>
            Assert.NotNull(sent.Document.QuerySelector(link.GetAttribute("href")!)));
        Assert.Equal(("ten", "a@b,c@d", "<b>hello</b>"), (sent.FormData()["OwnAmount"], sent.FormData()["Email"], sent.FormData()["Message"]));
        Assert.Contains("&lt;b&gt;hello", await sent.Response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await GiftsAsync());
    }

    [Fact]
    public async Task An_amount_both_chosen_and_typed_is_asked_about_and_never_guessed()
    {
        var form = await _browser.GoAsync(Address);
        var sent = await _browser.SubmitAsync(Address, form, Filled(("OwnAmount", "37")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Empty(await GiftsAsync());

        var own = await _browser.SubmitAsync(Address, sent, ("Preset[EUR]", "own"));
        Assert.Equal(HttpStatusCode.SeeOther, own.Status);
        Assert.Equal(3700, Assert.Single(await GiftsAsync()).AmountMinor);
    }

    [Fact]
    [Trait("Case", "M06")]
    public async Task The_fee_on_an_amount_of_ones_own_is_shown_before_it_is_charged()
    {
        var form = await _browser.GoAsync(Address);
        var shown = await _browser.SubmitAsync(Address, form, Filled(("Preset[EUR]", null), ("OwnAmount", "37"), ("CoverFee", "true")));

        Assert.Equal(HttpStatusCode.OK, shown.Status);
        Assert.Empty(await GiftsAsync());
        // 1.5 % and 0.25: the smallest charge that leaves 37.00 is 37.82.
        Assert.Contains("€37.82", shown.Text, StringComparison.Ordinal);

        var sent = await _browser.SubmitAsync(Address, shown);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        var gift = Assert.Single(await GiftsAsync());
        Assert.Equal((3782, 82), (gift.AmountMinor, gift.CoveredFeeMinor));
    }

    [Fact]
    [Trait("Case", "M06")]
    public async Task The_fee_on_a_chosen_amount_stands_beside_the_box()
    {
        var form = await _browser.GoAsync(Address);
        Assert.Contains("€0.63", form.Document.QuerySelector("#cover-hint .if-c1p2")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("estimate", form.Document.QuerySelector("#cover-hint .if-c1p2")!.TextContent, StringComparison.Ordinal);
        var sent = await _browser.SubmitAsync(Address, form, Filled(("CoverFee", "true")));

        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        var gift = Assert.Single(await GiftsAsync());
        Assert.Equal((2563, 63), (gift.AmountMinor, gift.CoveredFeeMinor));
    }

    [Fact]
    public async Task Whoever_fills_in_what_nobody_sees_is_asked_once_more_and_a_person_gets_on()
    {
        var form = await _browser.GoAsync(Address);
        var shown = await _browser.SubmitAsync(Address, form, Filled(("Website", "https://spam.example")));

        Assert.Equal(HttpStatusCode.OK, shown.Status);
        Assert.Empty(await GiftsAsync());
        Assert.Equal("", shown.FormData()["Website"]);

        var sent = await _browser.SubmitAsync(Address, shown);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
    }

    [Fact]
    [Trait("Case", "A05")]
    [Trait("Case", "A16")]
    public async Task Markup_and_card_numbers_in_free_text_do_no_harm()
    {
        var form = await _browser.GoAsync(Address);
        await _browser.SubmitAsync(Address, form, Filled(
            ("Name", "<img src=x onerror=alert(1)>"), ("Message", "my card 4242 4242 4242 4242 <script>alert(1)</script>")));

        var gift = Assert.Single(await GiftsAsync());
        Assert.DoesNotContain("4242 4242 4242 4242", gift.Message, StringComparison.Ordinal);
        var thanks = await _browser.GetStringAsync($"/en/thanks/{await ThanksTokenAsync(gift.Id)}");
        Assert.DoesNotContain("<script>alert", thanks, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "A16")]
    public async Task A_card_number_typed_into_any_field_rests_nowhere()
    {
        const string card = "4242 4242 4242 4242";
        var form = await _browser.GoAsync(Address);
        var sent = await _browser.SubmitAsync(Address, form, Filled(
            ("Name", "Олена " + card), ("Message", "My card is\n" + card), ("Company", "Firm " + card), ("CompanyNumber", "4242424242424242"), ("Dedication", "honour"),
            ("DedicationName", "Ivan 4242-4242-4242-4242")));
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        var gift = Assert.Single(await GiftsAsync());
        await _host.Inner.Stripe.PayAsync(gift.SessionId!, CharityHost.GoodCard);
        await _host.Inner.ArriveAsync();
        Assert.EndsWith("4242", gift.DonorName, StringComparison.Ordinal);

        // Not in a row of any table either: calls to the provider, messages, receipts, mails.
        await using var db = _host.Inner.Db();
        var looked = 0;
        foreach (var (table, column) in db.Model.GetEntityTypes().SelectMany(type => type.GetProperties().Where(p => p.GetTypeMapping().Converter?.ProviderClrType == typeof(string) || p.ClrType == typeof(string))
                     .Select(p => (type.GetTableName()!, p.GetColumnName()))).Distinct())
        {
#pragma warning disable EF1002 // Names of our own model.
            foreach (var text in await db.Database.SqlQueryRaw<string>($"select \"{column}\" as \"Value\" from \"{table}\" where \"{column}\" is not null").ToListAsync())
#pragma warning restore EF1002
            {
                looked++;
                Assert.DoesNotMatch(@"4242(.?4242){3}|4242(%20|\+|%2B)4242", text);
            }
        }

        Assert.True(looked > 100, $"{looked}");
    }

    [Fact]
    public async Task Coming_back_from_the_payment_page_shows_amount_and_nothing_personal()
    {
        var form = await _browser.GoAsync(Address);
        await _browser.SubmitAsync(Address, form, Filled(("Preset[EUR]", "5000"), ("Message", "secret words")));
        var attempt = form.FormData()["Attempt"];
        using var stranger = _host.Browser();
        var back = await stranger.GoAsync($"{Address}?a={attempt}");

        Assert.Equal("5000", back.FormData()["Preset[EUR]"]);
        Assert.NotEqual(attempt, back.FormData()["Attempt"]);
        Assert.DoesNotContain("olena@example.org", back.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("Петренко", back.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("secret words", back.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "C01")]
    public async Task Going_back_after_paying_says_that_the_gift_is_paid_and_offers_no_second_one_filled_in()
    {
        var form = await _browser.GoAsync(Address);
        await _browser.SubmitAsync(Address, form, Filled());
        var gift = Assert.Single(await GiftsAsync());
        await _host.Inner.Stripe.PayAsync(gift.SessionId!, CharityHost.GoodCard);
        await _browser.GoAsync($"/en/thanks/{await ThanksTokenAsync(gift.Id)}");

        var back = await _browser.GoAsync($"{Address}?a={form.FormData()["Attempt"]}");

        Assert.Contains("paid already", back.Document.QuerySelector(".notice[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("25.00", back.Document.QuerySelector(".notice[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.False(back.FormData().ContainsKey("Preset[EUR]"));
    }

    [Fact]
    public async Task Going_back_from_the_details_of_a_transfer_does_not_speak_of_a_card()
    {
        var form = await _browser.GoAsync(Address);
        await _browser.SubmitAsync(Address, form, Filled(("Means", "transfer")));

        var back = await _browser.GoAsync($"{Address}?a={form.FormData()["Attempt"]}");

        Assert.Single(await GiftsAsync());
        Assert.Null(back.Document.QuerySelector(".notice"));
    }

    [Theory]
    [InlineData("not-an-attempt")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("//evil.example")]
    public async Task An_invented_attempt_gives_a_plain_form(string attempt)
    {
        var page = await _browser.GoAsync($"{Address}?a={Uri.EscapeDataString(attempt)}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.False(page.FormData().ContainsKey("Preset[EUR]"));
    }

    [Fact]
    public async Task A_link_from_the_campaign_page_chooses_its_amount()
    {
        var preset = await _browser.GoAsync($"{Address}?amount=2500&currency=EUR");
        var own = await _browser.GoAsync($"{Address}?amount=1234&currency=EUR");
        var other = await _browser.GoAsync($"{Address}?amount=1234&currency=XXX");

        Assert.Equal("2500", preset.FormData()["Preset[EUR]"]);
        Assert.Equal("12.34", own.FormData()["OwnAmount"]);
        Assert.Equal("", other.FormData()["OwnAmount"]);
    }

    [Fact]
    public async Task A_transfer_gets_its_reference_account_and_code()
    {
        var form = await _browser.GoAsync(Address);
        var sent = await _browser.SubmitAsync(Address, form, Filled(("Means", "transfer")));

        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        var gift = Assert.Single(await GiftsAsync());
        Assert.Equal((DonationStatus.Expected, DonationChannel.BankTransfer), (gift.Status, gift.Channel));
        var page = await _browser.GoAsync(sent.Location!);
        Assert.Contains(TransferReference.Grouped(gift.TransferReference!), page.Text, StringComparison.Ordinal);
        Assert.Contains("BG80 BNBG 9661 1020 3456 78".Replace(' ', '\u00A0'), page.Document.Body!.TextContent, StringComparison.Ordinal);
        using var svg = await _browser.GetAsync(sent.Location + "/qr.svg");
        Assert.Equal("image/svg+xml", svg.Content.Headers.ContentType?.MediaType);
        using var png = await _browser.GetAsync(sent.Location + "/qr.png");
        // The same drawing as in the mail, in another size.
        await using var scope = _host.Inner.Scope();
        var details = await scope.ServiceProvider.GetRequiredService<TransferInstructions>().ReadAsync(gift.Id, default);
        Assert.Equal(QrPng.Draw(QrMatrix.Of(details!.EpcPayload!), 10), await png.Content.ReadAsByteArrayAsync());
    }

    private async Task<string> ThanksTokenAsync(Guid id)
    {
        await using var scope = _host.Inner.Scope();
        return await ((GiftTokens)scope.ServiceProvider.GetService(typeof(GiftTokens))!).ThanksAsync(id, default);
    }
}
