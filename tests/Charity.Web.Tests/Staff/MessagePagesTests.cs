using System.Net;
using Charity.Donations;
using Charity.Staff;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Web.Tests.Staff;

/// <summary>What donors write: public only after a person has read it, and gone at once when hidden.</summary>
public sealed class MessagePagesTests
{
    private const string Words = "Тримайтеся! <script>alert(1)</script> https://evil.example";
    private const string Campaign = "/en/campaigns/" + TestOrganisation.CampaignSlug;

    [Fact]
    [Trait("Case", "A05")]
    public async Task A_message_is_public_only_after_it_was_read_and_its_markup_and_links_are_plain_words()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Editor, stripe: true);
        var gift = await GivenAsync(host, Words);
        using var browser = await host.SignedInAsync();
        Assert.DoesNotContain("Тримайтеся", await WorkPagesTests.ReadAsync(browser, Campaign), StringComparison.Ordinal);

        var queue = await WorkPagesTests.ReadAsync(browser, "/staff/messages");
        Assert.Contains("&lt;script&gt;alert(1)", queue, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"https://evil.example", queue, StringComparison.Ordinal);
        Assert.Contains("Holds an address", queue, StringComparison.Ordinal);
        await DecideAsync(browser, "Show", "", gift);

        var page = await WorkPagesTests.ReadAsync(browser, Campaign);
        Assert.Contains("Тримайтеся! &lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"https://evil.example", page, StringComparison.Ordinal);
        Assert.Contains("Everything is read", await WorkPagesTests.ReadAsync(browser, "/staff/messages"), StringComparison.Ordinal);

        // Hidden at once, though the page was just made and would be kept for seconds.
        await DecideAsync(browser, "Hide", "?view=Shown", gift, ("reason", "Insulting"));
        Assert.DoesNotContain("Тримайтеся", await WorkPagesTests.ReadAsync(browser, Campaign), StringComparison.Ordinal);
        Assert.Contains("Insulting", await WorkPagesTests.ReadAsync(browser, "/staff/messages?view=Hidden"), StringComparison.Ordinal);
        await using var db = host.Web.Inner.Db();
        Assert.Equal(
            ["message.show", "message.hide"],
            await db.Audit.Where(a => a.Subject == "donation:" + gift.ToString("N")).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync());
    }

    [Fact]
    public async Task A_message_that_is_shown_is_seen_though_many_gifts_came_after_it()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Editor, stripe: true);
        var gift = await GivenAsync(host, "Тримайтеся!");
        var inner = host.Web.Inner;
        for (var later = 0; later < 13; later++)
        {
            inner.Clock.Advance(TimeSpan.FromMinutes(1));
            await inner.PayAsync(await inner.GiveAsync(await inner.FormAsync()));
        }

        await inner.ArriveAsync();
        using var browser = await host.SignedInAsync();
        await DecideAsync(browser, "Show", "", gift);
        Assert.Contains("Тримайтеся!", await WorkPagesTests.ReadAsync(browser, Campaign), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_are_decided_at_once_and_put_back_by_undo()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Editor, stripe: true);
        var one = await GivenAsync(host, "перше");
        var two = await GivenAsync(host, "друге", again: true);
        using var browser = await host.SignedInAsync();

        await SignInTests.PostAsync(browser, "/staff/messages?handler=Show", "/staff/messages", ("ids", one.ToString()), ("ids", two.ToString()));
        var page = await WorkPagesTests.ReadAsync(browser, "/staff/messages");
        Assert.Contains("2 messages decided", page, StringComparison.Ordinal);
        Assert.Equal([MessageState.Shown, MessageState.Shown], await StatesAsync(host, one, two));
        await SignInTests.PostAsync(browser, "/staff/messages?handler=Undo", "/staff/messages", ("changed", $"{one:N},{two:N}"), ("from", "New"));
        Assert.Equal([MessageState.AwaitsModeration, MessageState.AwaitsModeration], await StatesAsync(host, one, two));
    }

    [Fact]
    public async Task Hiding_needs_a_reason_and_a_gift_that_is_not_paid_waits()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Editor, stripe: true);
        var gift = await GivenAsync(host, "слова");
        var unpaid = await host.Web.Inner.GiveAsync((await host.Web.Inner.FormAsync()) with { Message = "ще не сплачено" });
        using var browser = await host.SignedInAsync();
        Assert.DoesNotContain("ще не сплачено", await WorkPagesTests.ReadAsync(browser, "/staff/messages"), StringComparison.Ordinal);
        await DecideAsync(browser, "Hide", "", gift);
        Assert.Contains("Choose a reason", await WorkPagesTests.ReadAsync(browser, "/staff/messages"), StringComparison.Ordinal);
        Assert.Equal([MessageState.AwaitsModeration, MessageState.AwaitsModeration], await StatesAsync(host, gift, unpaid.Id));
    }

    private static async Task<Guid> GivenAsync(StaffHost host, string words, bool again = false)
    {
        var inner = host.Web.Inner;
        if (!again)
        {
            await inner.SetUpOrganisationAsync();
        }

        var gift = await inner.GiveAsync((await inner.FormAsync()) with { Message = words });
        await inner.PayAsync(gift);
        await inner.ArriveAsync();
        return gift.Id;
    }

    private static async Task DecideAsync(HttpClient browser, string handler, string view, Guid gift, params (string, string)[] more)
    {
        using var sent = await SignInTests.PostAsync(
            browser, "/staff/messages" + (view.Length == 0 ? "?" : view + "&") + "handler=" + handler, "/staff/messages" + view, [("one", gift.ToString()), .. more]);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
    }

    private static async Task<IReadOnlyList<MessageState>> StatesAsync(StaffHost host, params Guid[] gifts)
        => [(await host.Web.Inner.GiftAsync(gifts[0])).MessageState, (await host.Web.Inner.GiftAsync(gifts[1])).MessageState];
}
