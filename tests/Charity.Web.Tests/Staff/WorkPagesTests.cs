using System.Net;
using System.Text.RegularExpressions;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Notifications;
using Charity.Staff;
using Charity.Testing;
using Charity.Web.Pages.Staff.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

/// <summary>Parked work, exceptions, approvals, status and messages as staff meet them.</summary>
public sealed partial class WorkPagesTests
{
    private static readonly MailResult Refused = new(MailOutcome.Deferred, null, "no connection");

    [GeneratedRegex("href=\"/staff/work/((?:inbox|outbox)-\\d+)\"")]
    private static partial Regex RowLink();

    [GeneratedRegex("href=\"/staff/exceptions/([0-9a-f-]{36})\"")]
    private static partial Regex FindingLink();

    [Fact]
    [Trait("Case", "X02")]
    public async Task A_receipt_that_the_mail_server_refused_for_days_is_parked_and_goes_when_a_person_tries_all_again()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        var gift = await GivenUpAsync(host);
        using var browser = await host.SignedInAsync();

        var list = await ReadAsync(browser, "/staff/work");
        Assert.Contains("Send a mail", list, StringComparison.Ordinal);
        Assert.Contains($"/staff/gifts/{gift.Id}", list, StringComparison.Ordinal);
        Assert.Contains("no connection", list, StringComparison.Ordinal);
        Assert.Contains("Needs attention", await ReadAsync(browser, "/staff/status"), StringComparison.Ordinal);

        host.Web.Inner.Mailbox.AnswerAllFromNowOn();
        using var sent = await SignInTests.PostAsync(browser, "/staff/work?handler=RetryAll", "/staff/work", ("table", "Outbox"), ("all", "mail.send.v1"));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        await host.Web.Inner.DrainAsync();

        Assert.Single(host.Web.Inner.Mailbox.Mails);
        Assert.DoesNotContain("/staff/work/outbox", await ReadAsync(browser, "/staff/work"), StringComparison.Ordinal);
        // The finding of the mail sees by itself that its cause is gone, and is closed in one step though it is grave.
        var exceptions = await ReadAsync(browser, "/staff/exceptions");
        Assert.Contains("Cause is gone", exceptions, StringComparison.Ordinal);
        var finding = FindingLink().Match(exceptions).Groups[1].Value;
        await SignInTests.PostAsync(browser, "/staff/exceptions?handler=Settle", "/staff/exceptions", ("id", finding));
        Assert.Contains("Nothing waits for a person", await ReadAsync(browser, "/staff/exceptions"), StringComparison.Ordinal);
        Assert.Contains(finding, await ReadAsync(browser, "/staff/exceptions?view=Closed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_to_close_what_has_no_sum_says_none()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await GivenUpAsync(host);
        using var olena = await host.SignedInAsync();
        await using var db = host.Web.Inner.Db();
        var found = await db.Exceptions.FirstAsync(e => e.AmountMinor == null);
        var address = "/staff/exceptions/" + found.Id;

        using var asked = await SignInTests.PostAsync(olena, address + "?handler=Close", address, ("explanation", "handed over on paper"));

        var page = await ReadAsync(olena, asked.Headers.Location!.OriginalString);
        Assert.Contains($"({found.Subject})</p>", page, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "W26")]
    public async Task Parked_work_is_set_aside_when_a_colleague_agrees_and_stays_to_be_seen()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await GivenUpAsync(host);
        using var olena = await host.SignedInAsync();
        var row = RowLink().Match(await ReadAsync(olena, "/staff/work")).Groups[1].Value;

        using var without = await SignInTests.PostAsync(olena, $"/staff/work/{row}?handler=Ignore", $"/staff/work/{row}", ("reason", " "));
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        using var asked = await SignInTests.PostAsync(olena, $"/staff/work/{row}?handler=Ignore", $"/staff/work/{row}", ("reason", "the donor asked for no mail"));
        var request = asked.Headers.Location!.OriginalString;
        Assert.Contains("You asked for this", await ReadAsync(olena, request), StringComparison.Ordinal);
        using var own = await SignInTests.PostAsync(olena, request + "?handler=Approve", request);
        Assert.Equal(HttpStatusCode.BadRequest, own.StatusCode);

        using var petro = await host.ColleagueAsync("petro@charity.example", "Petro");
        Assert.Contains("the donor asked for no mail", await ReadAsync(petro, request), StringComparison.Ordinal);
        Assert.Contains("Waiting for your approval", await ReadAsync(petro, "/staff"), StringComparison.Ordinal);
        // The menu of every page counts it for the one who may decide, not for the one who asked.
        Assert.Contains("<span>Approvals</span><span class=\"count\">1</span>", await ReadAsync(petro, "/staff/gifts"), StringComparison.Ordinal);
        Assert.DoesNotContain("<span>Approvals</span><span class=\"count\">", await ReadAsync(olena, "/staff/gifts"), StringComparison.Ordinal);
        using var agreed = await SignInTests.PostAsync(petro, request + "?handler=Approve", request, ("Note", "yes"));
        Assert.Equal("/staff/approvals", agreed.Headers.Location!.OriginalString);

        Assert.DoesNotContain(row, await ReadAsync(olena, "/staff/work"), StringComparison.Ordinal);
        Assert.Contains("the donor asked for no mail", await ReadAsync(olena, "/staff/work?view=Aside"), StringComparison.Ordinal);
        // And may be taken up again by one.
        host.Web.Inner.Mailbox.AnswerAllFromNowOn();
        await SignInTests.PostAsync(olena, "/staff/work?view=Aside&handler=Retry", "/staff/work?view=Aside", ("row", row));
        await host.Web.Inner.DrainAsync();
        Assert.Single(host.Web.Inner.Mailbox.Mails);
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task A_request_is_shown_to_those_who_may_decide_it_and_to_nobody_else()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await GivenUpAsync(host);
        using var olena = await host.SignedInAsync();
        var row = RowLink().Match(await ReadAsync(olena, "/staff/work")).Groups[1].Value;
        using var asked = await SignInTests.PostAsync(olena, $"/staff/work/{row}?handler=Ignore", $"/staff/work/{row}", ("reason", "x"));
        var request = asked.Headers.Location!.OriginalString;

        using var editor = await host.ColleagueAsync("ed@charity.example", "Ed", StaffRoles.Editor);
        using var hidden = await editor.GetAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.DoesNotContain(request, await ReadAsync(editor, "/staff/approvals"), StringComparison.Ordinal);
        using var refused = await SignInTests.PostAsync(editor, request + "?handler=Approve", "/staff");
        Assert.Contains("/staff/denied", refused.Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var auditor = await host.ColleagueAsync("aud@charity.example", "Aud", StaffRoles.Auditor);
        var read = await ReadAsync(auditor, request);
        Assert.DoesNotContain("handler=Approve", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grave_finding_is_taken_noted_and_closed_by_two()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        var gift = await host.Web.Inner.GivenAsync();
        await host.Web.Inner.DisputeAsync(gift);
        await host.Web.Inner.ArriveAsync();
        using var olena = await host.SignedInAsync();
        var list = await ReadAsync(olena, "/staff/exceptions?kind=DisputeNeedsResponse");
        Assert.Contains("Answer by", list, StringComparison.Ordinal);
        var address = "/staff/exceptions/" + FindingLink().Match(list).Groups[1].Value;

        var page = await ReadAsync(olena, address);
        Assert.Contains("Answer in Stripe", page, StringComparison.Ordinal);
        Assert.Contains("/_sim", page, StringComparison.Ordinal);
        Assert.Contains($"/staff/gifts/{gift.Id}", page, StringComparison.Ordinal);
        await SignInTests.PostAsync(olena, "/staff/exceptions?handler=Take", "/staff/exceptions", ("id", address[^36..]));
        Assert.Contains(address, await ReadAsync(olena, "/staff/exceptions?owner=me"), StringComparison.Ordinal);
        Assert.DoesNotContain(address, await ReadAsync(olena, "/staff/exceptions?owner=nobody"), StringComparison.Ordinal);
        await SignInTests.PostAsync(olena, address + "?handler=Note", address, ("note", "asked <b>the donor</b>"));
        Assert.Contains("asked &lt;b&gt;the donor", await ReadAsync(olena, address), StringComparison.Ordinal);

        using var asked = await SignInTests.PostAsync(olena, address + "?handler=Close", address, ("explanation", "answered on paper"));
        var request = asked.Headers.Location!.OriginalString;
        Assert.StartsWith("/staff/approvals/", request, StringComparison.Ordinal);
        Assert.Contains(address, await ReadAsync(olena, "/staff/exceptions"), StringComparison.Ordinal);
        using var petro = await host.ColleagueAsync("petro@charity.example", "Petro");
        await SignInTests.PostAsync(petro, request + "?handler=Approve", request);
        page = await ReadAsync(olena, address);
        Assert.Contains("answered on paper", page, StringComparison.Ordinal);
        Assert.Contains("Olena, Petro", page, StringComparison.Ordinal);

        await SignInTests.PostAsync(olena, address + "?handler=Reopen", address);
        page = await ReadAsync(olena, address);
        Assert.Contains("Explain and close", page, StringComparison.Ordinal);
        Assert.Contains("answered on paper", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "needs_response", "under_review,won,lost,prevented")]
    [InlineData(true, "warning_needs_response", "warning_under_review,warning_closed,needs_response,prevented")]
    public async Task Only_a_dispute_that_nobody_answered_and_nobody_decided_has_a_due_date_and_can_be_late(bool inquiry, string waits, string over)
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        var gift = await host.Web.Inner.GivenAsync();
        await host.Web.Inner.DisputeAsync(gift, inquiry: inquiry);
        await host.Web.Inner.ArriveAsync();
        using var olena = await host.SignedInAsync();
        var address = "/staff/exceptions/" + FindingLink().Match(await ReadAsync(olena, "/staff/exceptions?kind=DisputeNeedsResponse")).Groups[1].Value;
        var due = host.Web.Clock.GetUtcNow().UtcDateTime.AddDays(1);

        await StandsAsync(waits);
        Assert.Contains("/staff/exceptions?view=Late", await ReadAsync(olena, "/staff"), StringComparison.Ordinal);
        Assert.Contains(address, await ReadAsync(olena, "/staff/exceptions?view=Late"), StringComparison.Ordinal);
        Assert.Contains("Answer by", await ReadAsync(olena, "/staff/exceptions"), StringComparison.Ordinal);
        Assert.Contains("Answer by", await ReadAsync(olena, address), StringComparison.Ordinal);

        foreach (var status in over.Split(','))
        {
            await StandsAsync(status);
            Assert.DoesNotContain("/staff/exceptions?view=Late", await ReadAsync(olena, "/staff"), StringComparison.Ordinal);
            Assert.DoesNotContain(address, await ReadAsync(olena, "/staff/exceptions?view=Late"), StringComparison.Ordinal);
            var list = await ReadAsync(olena, "/staff/exceptions");
            Assert.Contains(address, list, StringComparison.Ordinal);
            Assert.DoesNotContain("Answer by", list, StringComparison.Ordinal);
            Assert.DoesNotContain("Answer by", await ReadAsync(olena, address), StringComparison.Ordinal);
        }

        async Task StandsAsync(string status)
        {
            await using var db = host.Web.Inner.Db();
            await db.Disputes.ExecuteUpdateAsync(set => set.SetProperty(d => d.Status, status).SetProperty(d => d.DueBy, due));
        }
    }

    [Fact]
    public async Task A_lost_dispute_that_stands_in_the_books_is_closed_in_one_step()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        var gift = await host.Web.Inner.GivenAsync();
        var dispute = await host.Web.Inner.DisputeAsync(gift);
        await host.Web.Inner.ArriveAsync();
        await host.Web.Inner.Stripe.DecideDisputeAsync(dispute, won: false);
        await host.Web.Inner.ArriveAsync();
        using var olena = await host.SignedInAsync();
        var list = await ReadAsync(olena, "/staff/exceptions");
        Assert.Equal(2, FindingLink().Matches(list).Select(m => m.Value).Distinct().Count());
        foreach (var id in FindingLink().Matches(list).Select(m => m.Groups[1].Value).Distinct().ToList())
        {
            await SignInTests.PostAsync(olena, "/staff/exceptions?handler=Settle", "/staff/exceptions", ("id", id));
        }

        Assert.Empty(FindingLink().Matches(await ReadAsync(olena, "/staff/exceptions")));
        await using var db = host.Web.Inner.Db();
        Assert.Equal(0, await db.Approvals.CountAsync());
    }

    [Fact]
    public async Task What_waits_too_long_is_late_and_stands_on_Today()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await GivenUpAsync(host);
        host.Web.Clock.Advance(TimeSpan.FromDays(2));
        using var olena = await host.SignedInAsync();
        Assert.Contains("/staff/exceptions?view=Late", await ReadAsync(olena, "/staff"), StringComparison.Ordinal);
        Assert.NotEmpty(FindingLink().Matches(await ReadAsync(olena, "/staff/exceptions?view=Late")));
    }

    [Fact]
    public async Task Every_kind_of_finding_says_in_four_languages_what_it_means_what_to_do_and_where()
    {
        await using var host = await StaffHost.StartAsync();
        var texts = host.Web.Services.GetRequiredService<Texts>();
        var remedies = host.Web.Services.GetRequiredService<Remedies>();
        foreach (var kind in Enum.GetValues<ExceptionKind>())
        {
            foreach (var language in Language.All)
            {
                var T = texts.In(language);
                Assert.NotEmpty(T[$"staff.exception.{kind}"]);
                Assert.NotEmpty(T[$"staff.remedy.means.{kind}"]);
                Assert.NotEmpty(T[$"staff.remedy.do.{kind}"]);
                foreach (var (subject, gift) in new[] { ("charge:ch_1", (Guid?)null), ("outbox:7", null), ("donation:x", Guid.NewGuid()), ("I1:entry:3", null) })
                {
                    var links = remedies.Of(Finding(kind, subject, gift));
                    Assert.NotEmpty(links);
                    Assert.All(links, link => Assert.NotEmpty(T[link.Label]));
                    Assert.All(links, link => Assert.True(link.IsOurs || Uri.IsWellFormedUriString(link.Address, UriKind.Absolute), link.Address));
                }
            }
        }
    }

    [Fact]
    public async Task Filters_and_addresses_that_mean_nothing_are_no_errors()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Administrator);
        await host.Web.Inner.SetUpOrganisationAsync();
        using var browser = await host.SignedInAsync();
        foreach (var address in new[]
                 {
                     "/staff/work?view=x", "/staff/work?skip=-1", "/staff/work?skip=99999999", "/staff/work?kind=%00", "/staff/exceptions?view=x&severity=y&kind=z&owner=%27",
                     "/staff/exceptions?after=2147483647", "/staff/exceptions?before=0.x.y", "/staff/messages?view=7&after=-5", "/staff/messages?before=99999999999999999999.0", "/staff/approvals?skip=-1", "/staff/status",
                 })
        {
            using var response = await browser.GetAsync(address);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {response.StatusCode}");
        }

        foreach (var address in new[] { "/staff/work/outbox-99", "/staff/work/outbox--1", "/staff/work/nothing", "/staff/work/outbox-99999999999999999999", $"/staff/exceptions/{Guid.NewGuid()}", $"/staff/approvals/{Guid.NewGuid()}" })
        {
            using var response = await browser.GetAsync(address);
            Assert.True(response.StatusCode == HttpStatusCode.NotFound, $"{address}: {response.StatusCode}");
        }
    }

    private static ExceptionItem Finding(ExceptionKind kind, string subject, Guid? gift)
    {
        var finding = new ExceptionItem();
        void Set(string name, object? value) => typeof(ExceptionItem).GetProperty(name)!.SetValue(finding, value);
        Set(nameof(ExceptionItem.Kind), kind);
        Set(nameof(ExceptionItem.Subject), subject);
        Set(nameof(ExceptionItem.DonationId), gift);
        return finding;
    }

    /// <summary>A gift whose receipt no server took for three days.</summary>
    internal static async Task<StartedGift> GivenUpAsync(StaffHost host)
    {
        await host.Web.Inner.SetUpOrganisationAsync();
        host.Web.Inner.Mailbox.Answer([.. Enumerable.Repeat(Refused, 200)]);
        var gift = await host.Web.Inner.GivenAsync();
        for (var i = 0; i < 80; i++)
        {
            host.Web.Clock.Advance(TimeSpan.FromHours(1));
            await host.Web.Inner.DrainAsync();
        }

        return gift;
    }

    internal static async Task<string> ReadAsync(HttpClient browser, string address)
    {
        using var response = await browser.GetAsync(address);
        var page = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {response.StatusCode}");
        return page;
    }
}
