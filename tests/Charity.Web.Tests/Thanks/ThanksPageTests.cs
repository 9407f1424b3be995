using System.Net;
using System.Text.Json;
using Charity.Donations;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Web.Tests.Thanks;

public sealed class ThanksPageTests : IAsyncLifetime
{
    private WebHost _host = null!;
    private HttpClient _browser = null!;

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

    private CharityHost Inner => _host.Inner;

    private async Task<string> StateAsync(string token, string query = "")
    {
        var page = await _browser.GoAsync($"/en/thanks/{token}{query}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return page.Document.QuerySelector(".verdict")!.GetAttribute("data-state")!;
    }

    [Fact]
    [Trait("Case", "C12")]
    public async Task A_paid_gift_is_received_at_the_first_look_without_any_webhook()
    {
        var gift = await Inner.GiveAsync();
        Inner.Stripe.HoldDeliveries();
        await Inner.PayAsync(gift);

        Assert.Equal("Received", await StateAsync(gift.Token, $"?s={gift.Session}"));
        Assert.Equal(DonationStatus.Succeeded, (await Inner.GiftAsync(gift.Id)).Status);
    }

    [Fact]
    [Trait("Case", "C12")]
    [Trait("Case", "D11")]
    public async Task A_status_or_session_in_the_address_is_believed_nowhere()
    {
        var gift = await Inner.GiveAsync();
        var other = await Inner.GiveAsync(email: "other@example.org");
        await Inner.PayAsync(other);

        foreach (var query in new[] { $"?s={other.Session}", "?s=cs_invented", "?s=%00", "?status=succeeded&paid=1", $"?s={new string('x', 400)}" })
        {
            var page = await _browser.GoAsync($"/en/thanks/{gift.Token}{query}");

            Assert.Equal("Confirming", page.Document.QuerySelector(".verdict")!.GetAttribute("data-state"));
            Assert.DoesNotContain("other@example.org", page.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        }

        Assert.Equal(DonationStatus.CheckoutOpen, (await Inner.GiftAsync(gift.Id)).Status);
    }

    [Fact]
    public async Task The_page_turns_from_confirming_to_received_by_itself()
    {
        var gift = await Inner.GiveAsync();
        var page = await _browser.GoAsync($"/uk/thanks/{gift.Token}");
        var verdict = page.Document.QuerySelector(".verdict")!;

        // With scripts it asks this address; without, the browser reloads.
        Assert.Equal($"/uk/thanks/{gift.Token}/status", verdict.GetAttribute("data-status"));
        Assert.Contains("http-equiv=\"refresh\"", page.Document.QuerySelector("head noscript")!.InnerHtml, StringComparison.Ordinal);
        Assert.Equal(("Confirming", false), await AskAsync(verdict.GetAttribute("data-status")!));

        await Inner.PayAsync(gift);
        await Inner.ArriveAsync();

        Assert.Equal(("Received", true), await AskAsync(verdict.GetAttribute("data-status")!));
        var after = await _browser.GoAsync($"/uk/thanks/{gift.Token}");
        Assert.Null(after.Document.QuerySelector("head noscript"));
        Assert.NotNull(after.Document.QuerySelector("a[href^='/receipts/']"));
    }

    [Fact]
    [Trait("Case", "C13")]
    [Trait("Case", "C14")]
    public async Task A_payment_that_was_declined_and_then_left_says_that_nothing_was_charged_and_offers_another_try()
    {
        var gift = await Inner.GiveAsync();
        await Inner.Stripe.PayAsync(gift.Session, "4000000000000002");
        await Inner.ArriveAsync();
        Assert.Equal("Confirming", await StateAsync(gift.Token));

        await Inner.AdvanceAsync(TimeSpan.FromHours(2));
        await Inner.ArriveAsync();
        var page = await _browser.GoAsync($"/en/thanks/{gift.Token}");

        Assert.Equal("NotPaid", page.Document.QuerySelector(".verdict")!.GetAttribute("data-state"));
        Assert.NotNull(page.Document.QuerySelector($"a[href='/en/give/{TestOrganisation.CampaignSlug}?amount=2500&currency=EUR']"));
        Assert.DoesNotContain("fraud", page.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_returned_gift_says_so()
    {
        var gift = await Inner.GivenAsync();
        await Inner.RefundInDashboardAsync(gift);
        await Inner.ArriveAsync();

        Assert.Equal("Returned", await StateAsync(gift.Token));
    }

    [Fact]
    [Trait("Case", "L07")]
    public async Task A_disputed_gift_is_being_looked_into_and_a_lost_one_was_taken_back()
    {
        var gift = await Inner.GivenAsync();
        var dispute = await Inner.DisputeAsync(gift);
        await Inner.ArriveAsync();
        Assert.Equal("Disputed", await StateAsync(gift.Token));

        await Inner.Stripe.DecideDisputeAsync(dispute, won: false);
        await Inner.ArriveAsync();
        Assert.Equal("TakenBack", await StateAsync(gift.Token));
        foreach (var (language, title, thanks) in new[]
        {
            ("uk", "Банк відкликав цей платіж", "Дякуємо"), ("bg", "Банката оттегли плащането", "Благодарим"),
            ("mk", "Банката го повлече плаќањето", "Благодариме"), ("en", "The bank took this payment back", "Thank you"),
        })
        {
            var page = await _browser.GoAsync($"/{language}/thanks/{gift.Token}");
            Assert.Equal(title, page.Document.QuerySelector("h1")!.TextContent);
            Assert.DoesNotContain(thanks, page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(gift.Form.Email!, page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_dispute_that_was_won_leaves_the_gift_received()
    {
        var gift = await Inner.GivenAsync();
        var dispute = await Inner.DisputeAsync(gift);
        await Inner.ArriveAsync();
        await Inner.Stripe.DecideDisputeAsync(dispute, won: true);
        await Inner.ArriveAsync();
        Assert.Equal("Received", await StateAsync(gift.Token));
    }

    [Theory]
    [InlineData(2500, 0, "Returned")]
    [InlineData(500, 2000, "TakenBack")]
    [InlineData(500, 1900, "Received")]
    public async Task What_is_left_of_a_gift_after_refunds_and_losses_decides_what_the_donor_reads(long refunded, long lost, string expected)
    {
        var gift = await Inner.GivenAsync(2500);
        Inner.SkipChecks();
        await using (var db = Inner.Db())
        {
            await db.Donations.ExecuteUpdateAsync(set => set
                .SetProperty(d => d.RefundedMinor, refunded).SetProperty(d => d.LostToDisputeMinor, lost));
        }

        Assert.Equal(expected, await StateAsync(gift.Token));
    }

    [Theory]
    [Trait("Case", "A01")]
    [Trait("Case", "A02")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("short")]
    [InlineData("..%2F..%2Fetc")]
    public async Task A_token_that_is_not_ours_finds_nothing(string token)
    {
        await Inner.GivenAsync();
        foreach (var address in new[] { $"/en/thanks/{token}", $"/en/thanks/{token}/status", $"/en/thanks/{token}/qr.svg", $"/en/thanks/{token}/qr.png" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _browser.GoAsync(address)).Status);
        }
    }

    [Fact]
    [Trait("Case", "A01")]
    public async Task A_gifts_id_or_the_token_of_its_receipt_opens_no_thanks_page()
    {
        var gift = await Inner.GivenAsync();
        await using var db = Inner.Db();
        var receipt = await db.Receipts.SingleAsync();
        var tokens = (Charity.Data.PublicTokens)_host.Services.GetService(typeof(Charity.Data.PublicTokens))!;
        foreach (var token in new[] { gift.Id.ToString(), tokens.For("receipt", receipt.Id, 1), tokens.For("thanks", receipt.Id, 1), tokens.For("thanks", gift.Id, 2) })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _browser.GoAsync($"/en/thanks/{token}")).Status);
        }
    }

    private async Task<(string State, bool Receipt)> AskAsync(string address)
    {
        using var json = JsonDocument.Parse(await _browser.GetStringAsync(address));
        return (json.RootElement.GetProperty("state").GetString()!, json.RootElement.GetProperty("receipt").GetBoolean());
    }
}
