using System.Text.RegularExpressions;
using Charity.Data;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

/// <summary>Lists of staff page by page, moments in the organisation's zone, findings in the reader's language.</summary>
public sealed partial class WorkListTests
{
    [GeneratedRegex("href=\"/staff/exceptions/([0-9a-f-]{36})\"")]
    private static partial Regex FindingLink();

    [GeneratedRegex("<a rel=\"(next|prev)\" href=\"([^\"]+)\"")]
    private static partial Regex PageLink();

    [Theory]
    [InlineData("")]
    [InlineData("?view=Closed")]
    public async Task Findings_stay_in_their_place_while_others_come_and_go(string view)
    {
        await using var host = await StaffHost.StartAsync();
        await host.Web.Inner.SetUpOrganisationAsync();
        await RaiseAsync(host, 120);
        await using (var db = host.Web.Inner.Db())
        {
            if (view.Length > 0)
            {
                await db.Exceptions.ExecuteUpdateAsync(set => set.SetProperty(e => e.ExplainedAt, e => e.FoundAt).SetProperty(e => e.ExplainedBy, "Olena").SetProperty(e => e.Explanation, "seen"));
            }
        }

        using var browser = await host.SignedInAsync();
        var (address, seen) = ("/staff/exceptions" + view, new List<string>());
        var backwards = new List<string>();
        for (var page = 0; page < 3; page++)
        {
            var html = await WorkPagesTests.ReadAsync(browser, address);
            seen.AddRange(FindingLink().Matches(html).Select(m => m.Groups[1].Value).Distinct());
            backwards.Add(Link(html, "prev") ?? "");
            address = Link(html, "next") ?? "";
            // The first one of the list is gone before the next page is asked for.
            await using var db = host.Web.Inner.Db();
            var first = Guid.Parse(seen[page]);
            await db.Exceptions.Where(e => e.Id == first).ExecuteDeleteAsync();
        }

        Assert.Equal("", address);
        Assert.Equal(120, seen.Count);
        Assert.Equal(120, seen.Distinct().Count());
        Assert.Equal("", backwards[0]);
        // What stood before the last page is the second, but for what is gone.
        var before = FindingLink().Matches(await WorkPagesTests.ReadAsync(browser, backwards[2])).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.Equal(50, before.Count);
        Assert.Equal(seen[50..100], before);
    }

    [Fact]
    public async Task Messages_stay_in_their_place_while_others_are_decided()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Editor, stripe: true);
        var inner = host.Web.Inner;
        await inner.SetUpOrganisationAsync();
        for (var i = 0; i < 53; i++)
        {
            inner.Clock.Advance(TimeSpan.FromSeconds(1));
            await inner.GiveAsync((await inner.FormAsync(email: $"donor{i}@example.org")) with { Message = $"words of {i:D2}" });
        }

        await using (var db = inner.Db())
        {
            await db.Donations.ExecuteUpdateAsync(set => set.SetProperty(d => d.Status, DonationStatus.Succeeded).SetProperty(d => d.PaidAt, d => d.CreatedAt));
        }

        inner.SkipChecks();
        using var browser = await host.SignedInAsync();
        var first = await WorkPagesTests.ReadAsync(browser, "/staff/messages");
        await using (var db = inner.Db())
        {
            await db.Donations.Where(d => d.Message == "words of 52").ExecuteUpdateAsync(set => set.SetProperty(d => d.MessageState, MessageState.Shown));
        }

        var second = await WorkPagesTests.ReadAsync(browser, Link(first, "next")!);
        Assert.Equal(["02", "01", "00"], Words(second));
        Assert.Equal(50, Words(first).Count);
        Assert.Equal("03", Words(first)[^1]);
        Assert.Equal(49, Words(await WorkPagesTests.ReadAsync(browser, Link(second, "prev")!)).Count(w => int.Parse(w, System.Globalization.CultureInfo.InvariantCulture) > 2));

        static List<string> Words(string html) => [.. Regex.Matches(html, "words of (\\d\\d)").Select(m => m.Groups[1].Value)];
    }

    [Fact]
    public async Task A_finding_is_told_in_the_readers_language_with_its_amounts_and_moments()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        var gift = await host.Web.Inner.GivenAsync(120_000);
        var dispute = await host.Web.Inner.DisputeAsync(gift);
        await host.Web.Inner.ArriveAsync();
        using var browser = await host.SignedInAsync();
        await using var db = host.Web.Inner.Db();
        var finding = await db.Exceptions.SingleAsync();
        var due = (await db.Disputes.SingleAsync()).DueBy!.Value;
        var sofia = TimeZoneInfo.ConvertTimeFromUtc(due, TimeZoneInfo.FindSystemTimeZoneById("Europe/Sofia"));
        foreach (var (language, start) in new[] { ("uk", "Оскарження"), ("bg", "Оспорване"), ("mk", "Оспорување"), ("en", "Dispute") })
        {
            var email = language + "@charity.example";
            using var reader = await host.ColleagueAsync(email, language, language: language);
            var page = System.Net.WebUtility.HtmlDecode(await WorkPagesTests.ReadAsync(reader, "/staff/exceptions/" + finding.Id));
            var sum = AmountFormat.Full(new Charity.Accounting.Money(120_000, Charity.Accounting.Currency.Eur), Language.Of(language));
            Assert.Contains($"{start} {dispute}", page, StringComparison.Ordinal);
            Assert.Contains(sum, page, StringComparison.Ordinal);
            Assert.Contains(DateFormat.Brief(DateOnly.FromDateTime(sofia), Language.Of(language)) + " " + DateFormat.Time(TimeOnly.FromDateTime(sofia)), page, StringComparison.Ordinal);
        }

        // A row of old holds its sentence.
        await db.Exceptions.ExecuteUpdateAsync(set => set.SetProperty(e => e.DetailKey, (string?)null).SetProperty(e => e.Detail, "Said in plain English."));
        Assert.Contains("lang=\"en\">Said in plain English.", await WorkPagesTests.ReadAsync(browser, "/staff/exceptions/" + finding.Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_gives_moments_in_the_organisations_zone_and_names_it_once()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        var gift = await host.Web.Inner.GivenAsync();
        await RaiseAsync(host, 1);
        using var browser = await host.SignedInAsync();
        var made = TimeZoneInfo.ConvertTimeFromUtc((await host.Web.Inner.GiftAsync(gift.Id)).CreatedAt, TimeZoneInfo.FindSystemTimeZoneById("Europe/Sofia"));
        var time = DateFormat.Time(TimeOnly.FromDateTime(made));
        Assert.Contains(time, await WorkPagesTests.ReadAsync(browser, "/staff/gifts"), StringComparison.Ordinal);
        Assert.Contains(time, await WorkPagesTests.ReadAsync(browser, $"/staff/gifts/{gift.Id}"), StringComparison.Ordinal);
        foreach (var page in new[] { "/staff", "/staff/gifts", $"/staff/gifts/{gift.Id}", "/staff/exceptions", "/staff/status" })
        {
            var html = await WorkPagesTests.ReadAsync(browser, page);
            Assert.DoesNotContain(" UTC", html, StringComparison.Ordinal);
            Assert.True(Regex.Count(html, "Days and times: ") == 1, page);
        }

        Assert.DoesNotContain("Days and times: ", await WorkPagesTests.ReadAsync(browser, "/staff/approvals"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_page_says_well_only_while_nothing_grave_waits()
    {
        await using var host = await StaffHost.StartAsync();
        await host.Web.Inner.SetUpOrganisationAsync();
        using var browser = await host.SignedInAsync();
        await RaiseAsync(host, 1, ExceptionSeverity.Notice);
        Assert.DoesNotContain("Something grave or late waits", await WorkPagesTests.ReadAsync(browser, "/staff/status"), StringComparison.Ordinal);
        await RaiseAsync(host, 1, ExceptionSeverity.Critical, "grave");

        var page = await WorkPagesTests.ReadAsync(browser, "/staff/status");
        Assert.Matches("<h1>[^<]*<span class=\"tag warm\">Needs attention", page);
        Assert.Contains("Something grave or late waits", page, StringComparison.Ordinal);
    }

    private static string? Link(string html, string rel)
        => PageLink().Matches(html).Where(m => m.Groups[1].Value == rel).Select(m => System.Net.WebUtility.HtmlDecode(m.Groups[2].Value)).SingleOrDefault();

    private static async Task RaiseAsync(StaffHost host, int number, ExceptionSeverity? severity = null, string subject = "s")
    {
        await using var scope = host.Web.Inner.Scope();
        var log = scope.ServiceProvider.GetRequiredService<ExceptionLog>();
        for (var i = 0; i < number; i++)
        {
            // Ten of each moment, so that ids decide too.
            host.Web.Clock.Advance(TimeSpan.FromSeconds(i % 10 == 0 ? 1 : 0));
            await log.RaiseAsync(
                new Finding(ExceptionKind.LatePayment, severity ?? (ExceptionSeverity)(i % 3), FormattableString.Invariant($"donation:{subject}{i}"), new KeptText(new TextKey("finding.paid-late"))),
                default);
        }

        await scope.ServiceProvider.GetRequiredService<CharityDb>().SaveChangesAsync();
    }
}
