using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Charity.Donations;
using Charity.Receipts;
using Charity.Staff;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Web.Tests.Staff;

public sealed partial class GiftActionsTests
{
    [GeneratedRegex("href=\"(/staff/gifts/export\\?handler=File&amp;id=[0-9a-f-]+)\"")]
    private static partial Regex FileLink();

    [Fact]
    public async Task Correcting_a_name_shows_the_new_receipt_and_the_old_check_page_says_replaced()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        var gift = await host.Web.Inner.GivenAsync();
        using var browser = await host.SignedInAsync();
        var address = $"/staff/gifts/{gift.Id}";
        var check = Regex.Match(await ReadAsync(browser, address), "href=\"(/check/[^\"]+)\"").Groups[1].Value;

        using var wrong = await SignInTests.PostAsync(
            browser, address + "?handler=Correct", address, ("Name", ""), ("Email", "donor@example.org"), ("Reason", "Typing mistake"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("role=\"alert\"", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var sent = await SignInTests.PostAsync(
            browser, address + "?handler=Correct", address, ("Name", "Олена Ґудзь"), ("Email", "donor@example.org"), ("Reason", "Typing mistake"));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var page = await ReadAsync(browser, sent.Headers.Location!.OriginalString);

        await using var db = host.Web.Inner.Db();
        var receipts = await db.Receipts.OrderBy(r => r.Sequence).ToListAsync();
        Assert.Equal([ReceiptState.Replaced, ReceiptState.Valid], receipts.Select(r => r.State));
        Assert.Contains(receipts[1].Number, page, StringComparison.Ordinal);
        Assert.Contains("Олена Ґудзь", page, StringComparison.Ordinal);
        Assert.Contains("Typing mistake", page, StringComparison.Ordinal);
        foreach (var told in new[] { "?done=note&about=x", "?done=correct-Reissued", "?done=anything" })
        {
            Assert.DoesNotContain("role=\"status\"", await ReadAsync(browser, address + told), StringComparison.Ordinal);
        }

        var old = await ReadAsync(browser, check);
        Assert.Contains(receipts[0].Number, old, StringComparison.Ordinal);
        Assert.DoesNotContain("notice good", old, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_a_second_sending_and_a_comparison_stand_in_the_story()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        var gift = await host.Web.Inner.GivenAsync();
        using var browser = await host.SignedInAsync();
        var address = $"/staff/gifts/{gift.Id}";
        Guid receipt;
        await using (var db = host.Web.Inner.Db())
        {
            receipt = await db.Receipts.Select(r => r.Id).SingleAsync();
        }

        await DoneAsync("Note", ("text", "Called <b>twice</b>. 4242424242424242"));
        await DoneAsync("Resend", ("receipt", receipt.ToString()), ("to", "accountant@example.org"));
        await DoneAsync("Shown", ("anonymity", nameof(Anonymity.Hidden)));
        using var compared = await SignInTests.PostAsync(browser, address + "?handler=Resync", address);
        Assert.Equal(HttpStatusCode.OK, compared.StatusCode);
        await host.Web.Inner.DrainAsync();

        var page = await ReadAsync(browser, address);
        Assert.Contains("Called &lt;b&gt;twice&lt;/b&gt;. ••••••••••••4242", page, StringComparison.Ordinal);
        Assert.Contains("accountant@example.org", page, StringComparison.Ordinal);
        Assert.Equal("accountant@example.org", host.Web.Inner.Mailbox.Mails[^1].ToAddress);
        Assert.Equal(Anonymity.Hidden, (await host.Web.Inner.GiftAsync(gift.Id)).Anonymity);
        Assert.Contains("Compared with Stripe", page, StringComparison.Ordinal);

        async Task DoneAsync(string handler, params (string, string)[] fields)
        {
            using var sent = await SignInTests.PostAsync(browser, $"{address}?handler={handler}", address, fields);
            Assert.True(sent.StatusCode == HttpStatusCode.Redirect, $"{handler}: {sent.StatusCode}");
        }
    }

    [Fact]
    [Trait("Case", "A06")]
    public async Task An_export_is_written_shown_and_fetched_by_its_asker_alone()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        await host.Web.Inner.GivenAsync();
        using var browser = await host.SignedInAsync();
        const string address = "/staff/gifts/export?q=%D1%88%D0%B5%D0%B2%D1%87";

        using var asked = await SignInTests.PostAsync(browser, address, address);
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        using (var waiting = await browser.GetAsync(address))
        {
            Assert.Equal("3", waiting.Headers.GetValues("Refresh").Single());
            Assert.Contains("<progress", await waiting.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await host.Web.Inner.DrainAsync();
        var link = WebUtility.HtmlDecode(FileLink().Match(await ReadAsync(browser, address)).Groups[1].Value);
        using var file = await browser.GetAsync(link);
        Assert.Equal("text/csv", file.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("gifts-", file.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);
        var bytes = await file.Content.ReadAsByteArrayAsync();
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        Assert.Contains("Olena Шевченко", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        await using var db = host.Web.Inner.Db();
        Assert.Equal(1, await db.Audit.CountAsync(a => a.Action == "gift.export-fetch"));

        await db.GiftExports.ExecuteUpdateAsync(set => set.SetProperty(e => e.UserId, Guid.NewGuid()));
        using var stranger = await browser.GetAsync(link);
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        Assert.DoesNotContain("handler=File", await ReadAsync(browser, address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_is_kept_as_a_chip_and_taken_away_again()
    {
        await using var host = await StaffHost.StartAsync();
        await host.Web.Inner.SetUpOrganisationAsync();
        using var browser = await host.SignedInAsync();
        const string address = "/staff/gifts?q=%D0%B1%D1%8E%D1%80%D0%BE&status=Succeeded";

        using var kept = await SignInTests.PostAsync(browser, address + "&handler=Save", address, ("name", "Бюро"));
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
        var page = await ReadAsync(browser, "/staff/gifts");
        Assert.Contains("href=\"/staff/gifts?q=%D0%B1%D1%8E%D1%80%D0%BE&amp;status=Succeeded\"", page, StringComparison.Ordinal);
        await using var db = host.Web.Inner.Db();
        var id = await db.SavedFilters.Select(f => f.Id).SingleAsync();
        using var gone = await SignInTests.PostAsync(browser, "/staff/gifts?handler=Forget", "/staff/gifts", ("id", id.ToString()));
        Assert.DoesNotContain("class=\"chip\"", await ReadAsync(browser, "/staff/gifts"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task An_auditor_sees_the_story_and_no_way_to_change_it()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Auditor, stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        var gift = await host.Web.Inner.GivenAsync();
        using var browser = await host.SignedInAsync();

        var page = await ReadAsync(browser, $"/staff/gifts/{gift.Id}");

        Assert.Contains("class=\"story\"", page, StringComparison.Ordinal);
        foreach (var handler in new[] { "Note", "Correct", "Shown", "Resend", "Resync" })
        {
            Assert.DoesNotContain("handler=" + handler, page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("/staff/gifts/export", await ReadAsync(browser, "/staff/gifts"), StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(HttpClient browser, string address)
    {
        using var response = await browser.GetAsync(address);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {response.StatusCode}");
        return await response.Content.ReadAsStringAsync();
    }
}
