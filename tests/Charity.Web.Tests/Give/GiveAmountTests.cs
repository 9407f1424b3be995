using System.Net;
using Charity.Campaigns;
using Charity.Donations;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Web.Tests.Give;

/// <summary>What people type into the amount field, in four languages: an exact amount or a sentence, never a guess.</summary>
public sealed class GiveAmountTests : IClassFixture<GiveAmountTests.Site>
{
    private readonly Site _site;

    public GiveAmountTests(Site site) => _site = site;

    public sealed class Site : IAsyncLifetime
    {
        public WebHost Host { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Host = await WebHost.StartAsync(stripe: true, settings: new Dictionary<string, string?> { ["Limits:GiftsPerMinute"] = "10000" });
            var organisation = await Host.Inner.SetUpOrganisationAsync();
            var created = await Host.Inner.RunAsync<CreateCampaign, CampaignOutcome>(u => u.RunAsync(
                new("yen", Host.Inner.Content(organisation.Programme, [new(organisation.Bulgarian, organisation.UrgentFund, true, true)], "EUR", "CZK", "UAH"),
                    new(CharityHost.Named("p"), null, "EUR", null, CharityHost.Named("s"))), default));
            await Host.Inner.RunAsync<ChangeCampaignState, CampaignOutcome>(u => u.RunAsync(new(created.Id, CampaignState.Active), default));
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }

    private async Task<(Page Page, Donation? Gift)> TypeAsync(string language, string amount, string currency = "EUR", string slug = TestOrganisation.CampaignSlug)
    {
        using var browser = _site.Host.Browser();
        var address = $"/{language}/give/{slug}";
        var form = await browser.GoAsync(address);
        var email = $"{Guid.NewGuid():N}@example.org";
        var sent = await browser.SubmitAsync(address, form, ("OwnAmount", amount), ("Currency", currency), ("Name", "Донорка"), ("Email", email), ("Terms", "true"));
        await using var db = _site.Host.Inner.Db();
        return (sent, await db.Donations.AsNoTracking().SingleOrDefaultAsync(d => d.Email == email));
    }

    [Theory]
    [Trait("Case", "M01")]
    [InlineData("uk", "25,50", 2550)]
    [InlineData("bg", "1 000,50", 100050)]
    [InlineData("mk", "1.000,50", 100050)]
    [InlineData("en", "1,000.50", 100050)]
    [InlineData("uk", "€ 37", 3700)]
    [InlineData("en", "37 eur", 3700)]
    [InlineData("bg", "  25  ", 2500)]
    [InlineData("uk", "1000.5", 100050)]
    public async Task An_amount_is_read_exactly(string language, string typed, long minor)
    {
        var (page, gift) = await TypeAsync(language, typed);

        Assert.Equal(HttpStatusCode.SeeOther, page.Status);
        Assert.Equal((minor, "EUR"), (gift!.AmountMinor, gift.Currency));
    }

    [Theory]
    [Trait("Case", "M01")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("0.001")]
    [InlineData("1e3")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("１２")]
    [InlineData("9223372036854775808")]
    [InlineData("100000000")]
    [InlineData("12\u200F34")]
    [InlineData("$ 10")]
    [InlineData("25 <script>")]
    public async Task What_is_no_amount_is_refused_with_a_sentence_and_shown_again(string typed)
    {
        foreach (var language in new[] { "uk", "bg", "mk", "en" })
        {
            var (page, gift) = await TypeAsync(language, typed);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
            Assert.Null(gift);
            Assert.False(string.IsNullOrWhiteSpace(page.Document.QuerySelector("#amount-error")?.TextContent));
            Assert.Equal(typed, page.FormData()["OwnAmount"]);
        }
    }

    [Theory]
    [Trait("Case", "M02")]
    [InlineData("EUR", "0,49", "0,50")]
    [InlineData("CZK", "14", "15,00")]
    public async Task Below_the_least_charge_the_donor_reads_the_least_amount_before_Stripe_is_asked(string currency, string typed, string least)
    {
        var asked = _site.Host.Inner.Stripe.Journal.Count;
        var (page, gift) = await TypeAsync("uk", typed, currency, "yen");

        Assert.Null(gift);
        Assert.Contains(least, page.Document.QuerySelector("#amount-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(asked, _site.Host.Inner.Stripe.Journal.Count);
    }

    [Fact]
    [Trait("Case", "M02")]
    public async Task Too_little_after_conversion_is_said_in_words_when_Stripe_refuses_it()
    {
        var (page, gift) = await TypeAsync("en", "1", "UAH", "yen");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("larger", page.Document.QuerySelector("#amount-error")!.TextContent, StringComparison.Ordinal);
        Assert.NotEqual(gift!.Attempt, page.FormData()["Attempt"]);
        Assert.NotEqual(DonationStatus.Succeeded, gift.Status);
    }

    [Theory]
    [Trait("Case", "M04")]
    [InlineData("JPY")]
    [InlineData("BGN")]
    [InlineData("XXX")]
    [InlineData("eur")]
    [InlineData("")]
    public async Task A_currency_that_the_campaign_does_not_offer_is_refused(string currency)
    {
        var (page, gift) = await TypeAsync("en", "100", currency);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Null(gift);
        Assert.NotNull(page.Document.QuerySelector("#currency-error"));
    }
}
