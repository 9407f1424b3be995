using System.Net;
using System.Text.RegularExpressions;
using Charity.Data.Work;
using Charity.Languages;
using Charity.Web.Pages.Staff.Gifts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

public sealed partial class GiftPagesTests
{
    [GeneratedRegex("href=\"/staff/gifts/([0-9a-f-]{36})\"")]
    private static partial Regex GiftLink();

    [GeneratedRegex("rel=\"next\"[^>]*href=\"([^\"]+)\"|href=\"([^\"]+)\"[^>]*rel=\"next\"")]
    private static partial Regex NextLink();

    [Fact]
    public async Task A_gift_s_page_tells_its_story_from_the_form_to_balanced_postings_and_the_mail()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        var gift = await host.Web.Inner.GivenAsync();
        using var browser = await host.SignedInAsync();

        var page = await ReadAsync(browser, $"/staff/gifts/{gift.Id}");

        var row = await host.Web.Inner.GiftAsync(gift.Id);
        Assert.Contains(row.DonorName, page, StringComparison.Ordinal);
        foreach (var id in new[] { row.SessionId, row.PaymentIntentId, row.ChargeId })
        {
            Assert.Contains(id!, page, StringComparison.Ordinal);
        }

        // Accounts by number, and by name in the reader's language.
        Assert.Matches(@"1100 (Stripe balance|Залишок у Stripe)", page);
        Assert.Matches(@"4000 (Donation income|Доходи від пожертв)", page);
        Assert.Matches("<span class=\"tag good\">0[.,]00 EUR</span>", page);
        Assert.Contains("BG-", page, StringComparison.Ordinal);
        Assert.Contains("charge.updated", page, StringComparison.Ordinal);
        Assert.Contains("receipt.issue.v1", page, StringComparison.Ordinal);
        Assert.Contains("mail.send.v1", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("шевченко", true)]
    [InlineData("ШЕВЧЕНКО", true)]
    [InlineData("евчен", true)]
    [InlineData("olena", true)]
    [InlineData("donor@example", true)]
    [InlineData("Петренко", false)]
    public async Task A_gift_is_found_by_part_of_a_name_whatever_its_case_and_script(string words, bool found)
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        var gift = await host.Web.Inner.GiveAsync();
        using var browser = await host.SignedInAsync();

        var page = await ReadAsync(browser, "/staff/gifts?q=" + Uri.EscapeDataString(words));

        Assert.Equal(found, page.Contains($"/staff/gifts/{gift.Id}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Paging_shows_every_gift_once_while_new_ones_arrive_even_at_one_moment()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        // More than two pages, all in the same moment: the clock stands still.
        var made = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < (IndexModel.PageSize * 2) + 7; i++)
        {
            made.Add((await host.Web.Inner.GiveAsync()).Id.ToString());
        }

        using var browser = await host.SignedInAsync();
        var seen = new List<string>();
        var address = "/staff/gifts";
        while (address.Length > 0)
        {
            var page = await ReadAsync(browser, address);
            seen.AddRange(GiftLink().Matches(page).Select(m => m.Groups[1].Value));
            var next = NextLink().Match(page);
            address = WebUtility.HtmlDecode(next.Groups[1].Value + next.Groups[2].Value);
            host.Web.Clock.Advance(TimeSpan.FromMinutes(1));
            await host.Web.Inner.GiveAsync();
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(made.Order(), seen.Order());
    }

    [Fact]
    public async Task Every_recurring_job_says_in_words_what_it_does()
    {
        await using var host = await StaffHost.StartAsync();
        var texts = host.Web.Services.GetRequiredService<Texts>();
        using var scope = host.Web.Services.CreateScope();
        var jobs = scope.ServiceProvider.GetServices<TimetableJobType>().Select(job => ((ITimetableJob)scope.ServiceProvider.GetRequiredService(job.Type)).Name).ToList();

        Assert.NotEmpty(jobs);
        Assert.All(jobs.Select(job => "staff.job." + job.Replace('.', '-')), key => Assert.True(texts.Has(key), $"{key} has no text."));
    }

    [Fact]
    public async Task An_unknown_gift_and_a_broken_cursor_are_no_errors()
    {
        await using var host = await StaffHost.StartAsync();
        await host.Web.Inner.SetUpOrganisationAsync();
        using var browser = await host.SignedInAsync();
        using var unknown = await browser.GetAsync($"/staff/gifts/{Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        foreach (var query in new[] { "after=x", "after=99999999999999999999.1", "after=1.-1", "status=Nothing", "from=yesterday", "to=9999-12-31", "q=%00" })
        {
            using var response = await browser.GetAsync("/staff/gifts?" + query);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("/staff")]
    [InlineData("/staff/gifts")]
    [InlineData("/staff/work")]
    [InlineData("/staff/exceptions")]
    public async Task A_stranger_is_led_to_the_sign_in(string path)
    {
        await using var host = await StaffHost.StartAsync();
        using var browser = host.Web.Browser();
        using var response = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Contains("/staff/sign-in", response.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(HttpClient browser, string address)
    {
        using var response = await browser.GetAsync(address);
        var page = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {response.StatusCode}");
        return page;
    }
}
