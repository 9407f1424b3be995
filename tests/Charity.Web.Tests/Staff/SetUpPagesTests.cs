using System.Net;
using Charity.Operations;
using Charity.SetUp;
using Charity.Staff;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

public sealed class SetUpPagesTests
{
    private static readonly string[] Pages =
    [
        "/staff/set-up", "/staff/organisation", "/staff/set-up/country", "/staff/set-up/languages", "/staff/organisation/bank", "/staff/set-up/stripe",
        "/staff/set-up/mail", "/staff/set-up/address", "/staff/set-up/start", "/staff/organisation/new",
    ];

    [Theory]
    [InlineData("en")]
    [InlineData("uk")]
    [InlineData("bg")]
    [InlineData("mk")]
    public async Task Every_page_is_drawn_in_every_language_before_and_after_an_organisation_is_there(string language)
    {
        await using var host = await StartAsync();
        await using (var db = host.Web.Inner.Db())
        {
            await db.Users.ExecuteUpdateAsync(u => u.SetProperty(x => x.Language, language));
        }

        using var browser = await host.SignedInAsync();
        Assert.Contains("/staff/set-up", (await browser.GoAsync("/staff")).Document.Body!.InnerHtml, StringComparison.Ordinal);
        await SeeAllAsync(browser, language);
        var made = await host.Web.Inner.SetUpOrganisationAsync();
        await SeeAllAsync(browser, language);
        Assert.Equal(HttpStatusCode.OK, (await browser.GoAsync($"/staff/organisation/{made.Bulgarian}")).Status);
    }

    [Fact]
    [Trait("Case", "A17")]
    public async Task No_page_shows_more_of_a_key_than_its_last_four_characters()
    {
        await using var host = await StartAsync();
        await host.Web.Inner.SetUpOrganisationAsync();
        using var browser = await host.SignedInAsync();
        foreach (var address in Pages)
        {
            var html = (await browser.GoAsync(address)).Document.DocumentElement.OuterHtml;
            Assert.DoesNotContain(TestSettings.StripeKey[^8..], html, StringComparison.Ordinal);
            Assert.DoesNotContain(TestSettings.WebhookSecret[^8..], html, StringComparison.Ordinal);
        }

        Assert.Contains(TestSettings.StripeKey[^4..], (await browser.GoAsync("/staff/set-up/stripe")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_proof_page_looks_again_by_itself_until_the_event_is_there()
    {
        await using var host = await StartAsync();
        await host.Web.Inner.SetUpOrganisationAsync();
        using var browser = await host.SignedInAsync();
        var page = await browser.GoAsync("/staff/set-up/stripe");
        Assert.False(page.Response.Headers.Contains("Refresh"));
        var data = page.FormData("form[action*=Prove]");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync("/staff/set-up/stripe?handler=Prove", data)).Status);
        Assert.Equal("3", Assert.Single((await browser.GoAsync("/staff/set-up/stripe")).Response.Headers.GetValues("Refresh")));
        await host.Web.Inner.DeliverWebhooksAsync();
        var proven = await browser.GoAsync("/staff/set-up/stripe");
        Assert.False(proven.Response.Headers.Contains("Refresh"));
        Assert.Contains("a signed event of this account arrived", proven.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_bank_details_over_the_page_asks_a_colleague_and_changes_nothing()
    {
        await using var host = await StartAsync();
        var made = await host.Web.Inner.SetUpOrganisationAsync();
        using var browser = await host.SignedInAsync();
        var page = await browser.GoAsync("/staff/organisation/bank");
        var data = page.FormData("form.form");
        (data["Form.EntityId"], data["Form.Iban"], data["Form.Holder"], data["Form.BankName"], data["Form.Currency"], data["Form.Reason"])
            = (made.Bulgarian.ToString(), "BG18RZBB91550123456789", "Test foundation", "Other bank", "EUR", "A better bank");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync("/staff/organisation/bank", data)).Status);
        await using var db = host.Web.Inner.Db();
        Assert.Equal((1, false), (await db.Approvals.CountAsync(), await db.BankAccounts.AnyAsync(a => a.Iban == "BG18RZBB91550123456789")));
        Assert.Contains("A second administrator was asked", (await browser.GoAsync("/staff/organisation/bank")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_of_a_test_mail_is_used_by_its_button_only()
    {
        await using var host = await StartAsync();
        using var browser = await host.SignedInAsync();
        var page = await browser.GoAsync("/staff/set-up/mail");
        await browser.PostAsync("/staff/set-up/mail?handler=Send", page.FormData("form[action*=Send]"));
        await host.Web.Inner.DrainAsync();
        var text = Assert.Single(host.Web.Inner.Mailbox.Mails).Text;
        var path = "/staff/set-up/received/" + text[(text.IndexOf("/received/", StringComparison.Ordinal) + "/received/".Length)..][..43];
        using var reader = host.Web.Browser();
        var opened = await reader.GoAsync(path);
        await using var db = host.Web.Inner.Db();
        Assert.Null((await db.SetUpProofs.AsNoTracking().SingleAsync()).ConfirmedAt);
        Assert.Equal(HttpStatusCode.OK, (await reader.PostAsync(path, opened.FormData("form"))).Status);
        Assert.NotNull((await db.SetUpProofs.AsNoTracking().SingleAsync()).ConfirmedAt);
        Assert.Equal(HttpStatusCode.Gone, (await reader.GoAsync(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GoAsync("/staff/set-up/received/" + new string('A', 43))).Status);
    }

    private static async Task SeeAllAsync(HttpClient browser, string language)
    {
        foreach (var address in Pages)
        {
            var page = await browser.GoAsync(address);
            Assert.True(page.Status == HttpStatusCode.OK, $"{address}: {page.Status}");
            Assert.Equal(language, page.Document.DocumentElement.GetAttribute("lang"));
        }
    }

    private static Task<StaffHost> StartAsync() => StaffHost.StartAsync(role: StaffRoles.Administrator, stripe: true, configure: services =>
        services.AddHttpClient(CheckAddress.ClientName).ConfigurePrimaryHttpMessageHandler(
            provider => new Here(provider.GetRequiredService<InstallationMark>().Value)));

    /// <summary>Stands at the installation's own address.</summary>
    private sealed class Here(string mark) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new HttpResponseMessage(HttpStatusCode.OK);
            answer.Headers.Add(InstallationMark.Header, mark);
            return Task.FromResult(answer);
        }
    }
}
