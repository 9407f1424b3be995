using System.Net;
using Charity.Sandbox.Stripe.Faults;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Web.Tests.Give;

/// <summary>When the payment provider has trouble, the donor keeps every word and is never charged twice.</summary>
public sealed class GiveTroubleTests
{
    private const string Address = "/uk/give/" + TestOrganisation.CampaignSlug;

    private static readonly (string, string?)[] Filled =
        [("Preset[EUR]", "2500"), ("Name", "Олена Петренко"), ("Email", "olena@example.org"), ("Terms", "true"), ("Message", "Тепла!")];

    private static async Task<WebHost> HostAsync(Dictionary<string, string?>? settings = null)
    {
        var host = await WebHost.StartAsync(stripe: true, settings: settings);
        await host.Inner.SetUpOrganisationAsync();
        return host;
    }

    [Theory]
    [Trait("Case", "C03")]
    [Trait("Case", "C05")]
    [Trait("Case", "C07")]
    [InlineData(FaultKind.RateLimit)]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.Close)]
    [InlineData(FaultKind.CloseAfterExecute)]
    public async Task Busy_or_silent_the_same_form_works_again_and_makes_one_gift_and_one_payment_page(FaultKind fault)
    {
        await using var host = await HostAsync();
        host.Inner.Stripe.AddFault(new Fault { Kind = fault, Path = "/v1/checkout/sessions", Times = 0 });
        using var browser = host.Browser();
        var form = await browser.GoAsync(Address);
        var sent = await browser.SubmitAsync(Address, form, Filled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, sent.Status);
        Assert.Equal("uk", sent.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal(form.FormData()["Attempt"], sent.FormData()["Attempt"]);
        Assert.Equal(("Олена Петренко", "Тепла!", "2500"), (sent.FormData()["Name"], sent.FormData()["Message"], sent.FormData()["Preset[EUR]"]));
        var said = sent.Document.QuerySelector("#error-summary")!.TextContent;
        Assert.Contains(fault == FaultKind.RateLimit ? "зараз перевантажена" : "Не заповнюйте форму заново", said, StringComparison.Ordinal);

        host.Inner.Stripe.ClearFaults();
        var again = await browser.SubmitAsync(Address, sent);

        Assert.Equal(HttpStatusCode.SeeOther, again.Status);
        await using var db = host.Inner.Db();
        var gift = Assert.Single(await db.Donations.ToListAsync());
        Assert.Equal(again.Location, gift.SessionUrl);
        Assert.Single(host.Inner.Stripe.Payments());
    }

    [Fact]
    public async Task A_wrong_key_of_ours_is_called_our_fault()
    {
        await using var host = await HostAsync(new() { ["Stripe:Accounts:0:SecretKey"] = "sk_test_another_accounts_key" });
        using var browser = host.Browser();
        var sent = await browser.SubmitAsync(Address, await browser.GoAsync(Address), Filled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, sent.Status);
        Assert.NotNull(sent.Document.QuerySelector("#error-summary"));
        Assert.DoesNotContain("sk_test", sent.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal("Олена Петренко", sent.FormData()["Name"]);
    }

    [Fact]
    public async Task A_form_sent_at_once_is_shown_once_more_and_the_second_press_goes_on()
    {
        await using var host = await WebHost.StartAsync(stripe: true, settings: new Dictionary<string, string?> { ["Limits:MinimumFillSeconds"] = "60" });
        await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();
        var form = await browser.GoAsync(Address);
        var shown = await browser.SubmitAsync(Address, form, Filled);

        Assert.Equal(HttpStatusCode.OK, shown.Status);
        Assert.NotNull(shown.Document.QuerySelector(".notice[role=status]"));
        // The moment is kept, not made anew, so that time goes on; and it cannot be invented.
        Assert.Equal(form.FormData()["Started"], shown.FormData()["Started"]);
        var invented = await browser.SubmitAsync(Address, shown, ("Started", "AAAA"));
        Assert.Equal(HttpStatusCode.OK, invented.Status);
        await using var db = host.Inner.Db();
        Assert.Empty(await db.Donations.ToListAsync());
    }

    [Fact]
    public async Task A_paused_campaign_takes_nothing_even_from_a_form_opened_before()
    {
        await using var host = await WebHost.StartAsync(stripe: true);
        var organisation = await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();
        var form = await browser.GoAsync(Address);
        await host.Inner.RunAsync<Charity.Campaigns.ChangeCampaignState, Charity.Campaigns.CampaignOutcome>(
            u => u.RunAsync(new(organisation.Campaign, Charity.Campaigns.CampaignState.Paused), default));
        var sent = await browser.SubmitAsync(Address, form, Filled);
        var page = await browser.GoAsync(Address);

        Assert.Equal(HttpStatusCode.Conflict, sent.Status);
        Assert.Null(page.Document.QuerySelector("form"));
        Assert.NotNull(page.Document.QuerySelector($"a[href='/uk/campaigns/{TestOrganisation.CampaignSlug}']"));
        await using var db = host.Inner.Db();
        Assert.Empty(await db.Donations.ToListAsync());
    }

    [Fact]
    public async Task Without_the_database_the_page_says_so_in_the_readers_language_with_a_reference()
    {
        await using var host = await WebHost.StartAsync(stripe: true);
        await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();
        var form = await browser.GoAsync(Address);
        host.Inner.SkipChecks();
        await using var hidden = await host.Inner.Database.HideTableAsync("donation");

        var sent = await browser.SubmitAsync(Address, form, Filled);

        Assert.Equal(HttpStatusCode.InternalServerError, sent.Status);
        Assert.Equal("uk", sent.Document.DocumentElement.GetAttribute("lang"));
        Assert.Matches("^[0-9A-F]{12}$", sent.Document.QuerySelector("main .number")!.TextContent);
        Assert.DoesNotContain("donation", sent.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("SQLite", sent.Text, StringComparison.OrdinalIgnoreCase);
    }
}
