using System.Net;
using System.Text.RegularExpressions;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Donations;
using Charity.Donations.Attacks;
using Charity.Staff;
using Charity.Testing;
using Charity.Web.Tests.Staff;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Limits;

/// <summary>What donors and staff meet while attack mode is on.</summary>
public sealed class AttackModeTests
{
    private const string Address = "/uk/give/" + TestOrganisation.CampaignSlug;

    private static (string, string?)[] Filled(string amount = "2500", string email = "olena@example.org") =>
        [("Preset[EUR]", amount), ("Name", "Олена Петренко"), ("Email", email), ("Terms", "true"), ("Message", "Тепла!")];

    [Fact]
    [Trait("Case", "A03")]
    [Trait("Case", "D09")]
    public async Task A_new_donor_confirms_by_the_link_of_a_mail_and_is_led_to_the_payment_page()
    {
        await using var host = await GuardedAsync();
        using var browser = host.Browser();
        var form = await browser.GoAsync(Address);
        Assert.Contains("5", form.Document.QuerySelector("#guarded")!.TextContent, StringComparison.Ordinal);
        var sent = await browser.SubmitAsync(Address, form, Filled());

        Assert.Equal(HttpStatusCode.OK, sent.Status);
        Assert.Contains("olena@example.org", sent.Document.QuerySelector("#held")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(host.Inner.Stripe.Payments());
        await host.Inner.DrainAsync();
        var mail = Assert.Single(host.Inner.Mailbox.Mails);
        Assert.DoesNotContain("Тепла", mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Петренко", mail.Text + mail.Html + mail.ToName, StringComparison.Ordinal);
        var link = Regex.Match(mail.Text, "https://give.example.org(/uk/confirm/[\\w-]{43})").Groups[1].Value;

        // Another browser: that of the mail program. Reading does nothing, however often.
        using var elsewhere = host.Browser();
        await elsewhere.GoAsync(link);
        var page = await elsewhere.GoAsync(link);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(host.Inner.Stripe.Payments());
        var confirmed = await elsewhere.SubmitAsync(link, page);

        Assert.Equal(HttpStatusCode.SeeOther, confirmed.Status);
        Assert.StartsWith("http://localhost:5101/c/pay/cs_", confirmed.Location, StringComparison.Ordinal);
        await using var db = host.Inner.Db();
        var gift = await db.Donations.SingleAsync();
        Assert.Equal((DonationStatus.CheckoutOpen, "Тепла!"), (gift.Status, gift.Message));
        await host.Inner.Stripe.PayAsync(gift.SessionId!, CharityHost.GoodCard);
        await host.Inner.ArriveAsync();
        Assert.Equal(HttpStatusCode.Gone, (await elsewhere.GoAsync(link)).Status);
        Assert.Equal(HttpStatusCode.Gone, (await elsewhere.SubmitAsync(link, page)).Status);
        Assert.Single(host.Inner.Stripe.Payments());
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task A_browser_that_has_seen_a_paid_gift_gives_again_at_once_and_no_other_does()
    {
        await using var host = await WebHost.StartAsync(stripe: true);
        await host.Inner.SetUpOrganisationAsync();
        var before = await host.Inner.GivenAsync(email: "olena@example.org");
        using var browser = host.Browser();
        await browser.GoAsync($"/uk/thanks/{before.Token}");
        await SwitchOnAsync(host);

        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SubmitAsync(Address, await browser.GoAsync(Address), Filled())).Status);
        Assert.NotNull((await browser.SubmitAsync(Address, await browser.GoAsync(Address), Filled(email: "ivan@example.org"))).Document.QuerySelector("#held"));
        using var stranger = host.Browser();
        Assert.NotNull((await stranger.SubmitAsync(Address, await stranger.GoAsync(Address), Filled())).Document.QuerySelector("#held"));
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task A_gift_below_the_minimum_is_refused_with_what_it_is_and_all_is_kept()
    {
        await using var host = await GuardedAsync();
        using var browser = host.Browser();
        var sent = await browser.SubmitAsync(Address, await browser.GoAsync(Address), [.. Filled(), ("Preset[EUR]", "own"), ("OwnAmount", "1")]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Contains("5", Assert.Single(sent.Errors), StringComparison.Ordinal);
        Assert.Equal("Тепла!", sent.FormData()["Message"]);
    }

    [Theory]
    [Trait("Case", "A02")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("short")]
    public async Task An_invented_link_leads_nowhere(string token)
    {
        await using var host = await GuardedAsync();
        using var browser = host.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GoAsync($"/en/confirm/{token}")).Status);
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task Staff_switch_it_on_and_off_with_a_reason_and_the_page_shows_it_in_the_audit()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Finance, stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        using var browser = await host.SignedInAsync();
        var page = await browser.GoAsync("/staff/limits");
        var form = page.FormData("main form[method=post]");
        var refused = await browser.PostAsync("/staff/limits?handler=Begin", With(form, "no"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.NotNull(refused.Document.QuerySelector(".notice.bad"));

        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync("/staff/limits?handler=Begin", With(form, "Stripe wrote to us"))).Status);
        var on = await browser.GoAsync("/staff/limits");
        Assert.NotNull(on.Document.QuerySelector("h1 .tag.bad"));
        Assert.Contains("Stripe wrote to us", on.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync("/staff/limits?handler=End", With(on.FormData("main form[method=post]"), "it is over"))).Status);
        var off = await browser.GoAsync("/staff/limits");
        Assert.NotNull(off.Document.QuerySelector("h1 .tag.good"));
        await using var db = host.Web.Inner.Db();
        Assert.Equal(2, await db.Audit.CountAsync(a => a.Action.StartsWith("attack-mode.") && a.ActorName == "Olena"));

        static Dictionary<string, string> With(Dictionary<string, string> form, string reason)
            => new(form, StringComparer.Ordinal) { ["reason"] = reason, ["hours"] = "2" };
    }

    [Theory]
    [Trait("Case", "A03")]
    [InlineData("uk", "несплачених на одну адресу пошти 4")]
    [InlineData("bg", "неплатени на един имейл адрес 4")]
    [InlineData("mk", "неплатени на една адреса 4")]
    [InlineData("en", "unpaid gifts under one mail address 4")]
    public async Task What_made_the_program_begin_it_is_told_in_the_readers_language(string language, string told)
    {
        await using var host = await StaffHost.StartAsync(stripe: true, configure: s => s.Configure<AttackOptions>(o => o.GiftsOfOneEmail = 3));
        await host.Web.Inner.SetUpOrganisationAsync();
        for (var i = 0; i < 4; i++)
        {
            await host.Web.Inner.GiveAsync(email: "tester@example.org");
        }

        host.Web.Inner.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(AttackTurn.Began, await host.Web.Inner.RunAsync<LookForAttack, AttackTurn>(look => look.RunAsync(default)));
        await using var db = host.Web.Inner.Db();
        await db.Users.ExecuteUpdateAsync(u => u.SetProperty(x => x.Language, language));
        using var browser = await host.SignedInAsync();
        var page = await browser.GoAsync("/staff/limits");

        Assert.Contains(told, page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GoAsync(page.Document.QuerySelector("main a[href^='/staff/exceptions/']")!.GetAttribute("href")!)).Status);
    }

    private static async Task<WebHost> GuardedAsync()
    {
        var host = await WebHost.StartAsync(stripe: true);
        await host.Inner.SetUpOrganisationAsync();
        await SwitchOnAsync(host);
        return host;
    }

    private static async Task SwitchOnAsync(WebHost host)
    {
        await host.Services.GetRequiredService<UseCases>().RunAsync<SwitchAttackMode, SwitchAttackMode.Outcome>(
            s => s.BeginAsync(Actor.Program("test"), 2, "for a test", default), default);
        host.Services.GetRequiredService<AttackWatch>().Forget();
    }
}
