using System.Net;
using System.Text;
using Charity.Data;
using Charity.Receipts;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Receipts;

public sealed class ReceiptAddressTests : IAsyncLifetime
{
    private WebHost _host = null!;
    private HttpClient _browser = null!;
    private Receipt _receipt = null!;
    private string _thanks = "";

    public async Task InitializeAsync()
    {
        _host = await WebHost.StartAsync(stripe: true, settings: new Dictionary<string, string?> { ["Limits:WrongTokensPerMinute"] = "5" });
        await _host.Inner.SetUpOrganisationAsync();
        var gift = await _host.Inner.GiveAsync();
        await _host.Inner.PayAsync(gift);
        await _host.Inner.DeliverWebhooksAsync();
        await _host.Inner.DrainAsync();
        await using var db = _host.Inner.Db();
        _receipt = await db.Receipts.AsNoTracking().SingleAsync();
        _thanks = $"/en/thanks/{gift.Token}";
        _browser = _host.Browser();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    private PublicTokens Tokens => _host.Services.GetRequiredService<PublicTokens>();

    private string Document => _receipt.DocumentPath(Tokens);

    private string Check => "/check/" + Tokens.For(Receipt.CheckToken, _receipt.Id, _receipt.TokenVersion);

    [Fact]
    [Trait("Case", "A01")]
    public async Task A_receipt_opens_under_its_address_and_is_kept_by_nobody_on_the_way()
    {
        var answer = await _browser.GetAsync(Document);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("inline; filename=BG-2026-000001.pdf", answer.Content.Headers.ContentDisposition!.ToString());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("%PDF-", Encoding.ASCII.GetString(await answer.Content.ReadAsByteArrayAsync(), 0, 5));
        var saved = await _browser.GetAsync(Document + "?download=1");
        Assert.Equal("attachment", saved.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(await answer.Content.ReadAsByteArrayAsync(), await saved.Content.ReadAsByteArrayAsync());
        Assert.Equal(_host.Inner.Mailbox.Mails.Single().Attachments.Single().Content.ToArray(), await saved.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    [Trait("Case", "A01")]
    public async Task Ids_numbers_and_tokens_for_other_purposes_open_nothing()
    {
        var check = Tokens.For(Receipt.CheckToken, _receipt.Id, 1);
        foreach (var token in new[] { _receipt.Id.ToString(), _receipt.Number, check })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync("/receipts/" + token)).StatusCode);
        }

        var document = Tokens.For(Receipt.DocumentToken, _receipt.Id, 1);
        using var unknown = await _browser.GetAsync("/check/" + document + "?in=en");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("We issued no such document", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "A02")]
    public async Task Who_tries_out_addresses_is_slowed_down_and_learns_nothing_from_the_answers()
    {
        for (var i = 0; i < 5; i++)
        {
            var page = i % 2 == 0 ? "receipts" : "check";
            Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync($"/{page}/{new string('A', 42)}{i}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await _browser.GetAsync("/receipts/" + new string('B', 43))).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await _browser.GetAsync(Document)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await _browser.GetAsync(Check)).StatusCode);
    }

    [Theory]
    [InlineData("en", "Valid")]
    [InlineData("uk", "Дійсний")]
    [InlineData("bg", "Валиден")]
    [InlineData("mk", "Важечки")]
    public async Task The_check_page_shows_number_amount_date_and_validity_and_nobodys_name(string language, string word)
    {
        var page = await _browser.GoAsync($"{Check}?in={language}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(language, page.Document.DocumentElement.GetAttribute("lang"));
        Assert.Contains(word, page.Text, StringComparison.Ordinal);
        Assert.Contains("BG-2026-000001", page.Text, StringComparison.Ordinal);
        await using var db = _host.Inner.Db();
        var gift = await db.Donations.SingleAsync();
        foreach (var personal in new[] { gift.DonorName, gift.Email, gift.ChargeId! })
        {
            Assert.DoesNotContain(personal, page.Document.DocumentElement.OuterHtml, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_check_page_says_when_a_receipt_no_longer_counts()
    {
        await _host.Inner.RunAsync<VoidReceipt, VoidOutcome>(v => v.RunAsync(new(_receipt.Id, "Written by mistake"), default));

        var page = await _browser.GoAsync(Check + "?in=en");

        Assert.Contains("Void", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("mistake", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_donor_adds_a_tax_number_after_paying_and_gets_a_corrected_certificate()
    {
        var page = await _browser.GoAsync(_thanks);
        var wrong = await _browser.SubmitAsync(_thanks + "?handler=TaxId", page, ("Number", "7523169264"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("last digit", Assert.Single(wrong.Errors), StringComparison.Ordinal);
        Assert.Equal("true", wrong.Document.QuerySelector("#tax-id-number")!.GetAttribute("aria-invalid"));

        var right = await _browser.SubmitAsync(_thanks + "?handler=TaxId", wrong, ("Number", "7523169263"));
        Assert.Equal((HttpStatusCode)302, right.Status);
        var after = await _browser.GoAsync(_thanks);
        Assert.Contains("The number is added", after.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("7523169263", after.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        await _host.Inner.DrainAsync();
        Assert.Equal(2, _host.Inner.Mailbox.Mails.Count);
    }

    [Fact]
    [Trait("Case", "A10")]
    public async Task A_tax_number_sent_from_elsewhere_is_refused()
    {
        var answer = await _browser.PostAsync(_thanks + "?handler=TaxId", new Dictionary<string, string> { ["Kind"] = "BgEgn", ["Number"] = "7523169263" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        await using var db = _host.Inner.Db();
        Assert.Equal(0, await db.DonationTaxIds.CountAsync());
    }

    [Fact]
    [Trait("Case", "A07")]
    public async Task Only_a_number_that_the_country_knows_can_be_added()
    {
        var page = await _browser.GoAsync(_thanks);
        foreach (var kind in new[] { "UaRnokpp", "99", "", "nonsense" })
        {
            var answer = await _browser.SubmitAsync(_thanks + "?handler=TaxId", page, ("Kind", kind), ("Number", "7523169263"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        }

        await using var db = _host.Inner.Db();
        Assert.Equal(0, await db.DonationTaxIds.CountAsync());
    }
}
