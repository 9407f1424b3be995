using System.Text.RegularExpressions;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Testing;
using Charity.Tests.Architecture;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Donations;

/// <summary>What a campaign raised, and from how many.</summary>
public sealed class RaisedTotalsTests
{
    [Fact]
    public async Task A_donor_counts_once_a_campaign_in_the_currency_of_the_first_gift()
    {
        await using var host = await StartAsync();
        await host.GivenAsync(1000, "USD", "a@example.org");
        await host.GivenAsync(2000, "EUR", "a@example.org");
        await host.GivenAsync(3000, "EUR", "b@example.org");
        Assert.Equal([("EUR", 5000, 2, 1), ("USD", 1000, 1, 1)], await TotalsAsync(host));
    }

    [Fact]
    public async Task A_donor_whose_first_gift_is_refunded_counts_by_the_next_one()
    {
        await using var host = await StartAsync();
        var first = await host.GivenAsync(1000, "USD", "a@example.org");
        var second = await host.GivenAsync(2000, "EUR", "a@example.org");
        await host.RefundInDashboardAsync(first);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([("EUR", 2000, 1, 1), ("USD", 0, 0, 0)], await TotalsAsync(host));
        await host.RefundInDashboardAsync(second);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([("EUR", 0, 0, 0), ("USD", 0, 0, 0)], await TotalsAsync(host));
    }

    [Fact]
    public async Task A_gift_paid_earlier_and_heard_of_later_takes_its_place()
    {
        await using var host = await StartAsync();
        var early = await host.GiveAsync(1000, "USD", "a@example.org");
        host.Stripe.HoldDeliveries();
        await host.PayAsync(early);
        host.Stripe.ClearDeliveryRules();
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        // The held events stay held; the later gift is heard of first.
        var late = await host.GivenAsync(2000, "EUR", "a@example.org");
        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(late.Id)).Status);
        host.Stripe.ReleaseDeliveries();
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([("EUR", 2000, 1, 0), ("USD", 1000, 1, 1)], await TotalsAsync(host));
    }

    [Fact]
    public async Task Many_gifts_of_few_donors_at_once_are_counted_exactly()
    {
        await using var host = await StartAsync();
        var gifts = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => host.GiveAsync(1000 + i, i % 2 == 0 ? "EUR" : "USD", $"d{i % 7}@example.org")));
        foreach (var gift in gifts)
        {
            await host.PayAsync(gift);
        }

        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        var totals = await TotalsAsync(host);
        Assert.Equal((40, 7), (totals.Sum(t => t.Gifts), totals.Sum(t => t.Donors)));
        Assert.Equal(gifts.Sum(g => g.Form.Amount.Minor), totals.Sum(t => t.Raised));
    }

    [Fact]
    public async Task The_first_paid_gift_binds_the_campaign_to_its_promises()
    {
        await using var host = await StartAsync();
        await host.GiveAsync();
        await using (var db = host.Db())
        {
            Assert.Null((await db.Campaigns.SingleAsync()).FirstGiftAt);
        }

        await host.GivenAsync();
        await using (var db = host.Db())
        {
            Assert.NotNull((await db.Campaigns.SingleAsync()).FirstGiftAt);
        }
    }

    [Fact]
    [Trait("Case", "M05")]
    public async Task A_total_that_would_not_fit_refuses_the_gift_instead_of_wrapping()
    {
        await using var host = await StartAsync();
        host.SkipChecks();
        await host.GivenAsync();
        await using (var db = host.Db())
        {
            await db.CampaignTotals.ExecuteUpdateAsync(t => t.SetProperty(x => x.RaisedMinor, long.MaxValue - 100));
        }

        var gift = await host.GiveAsync();
        await host.PayAsync(gift);
        await host.ArriveAsync();
        Assert.Equal(long.MaxValue - 100, (await host.TotalsAsync()).Single(t => t.Currency == "EUR").RaisedMinor);
        Assert.Equal(DonationStatus.CheckoutOpen, (await host.GiftAsync(gift.Id)).Status);
        // It waits in the inbox and is tried again; nothing of it was saved.
        await using (var db = host.Db())
        {
            Assert.Contains(await db.Inbox.ToListAsync(), e => e.LastError is not null);
        }
    }

    [Fact]
    public async Task A_gift_a_query_and_the_ledgers_own_count_agree_on_what_was_raised()
    {
        await using var host = await StartAsync();
        var whole = await host.GivenAsync(4000, email: "a@example.org", coverFee: true);
        var part = await host.GivenAsync(3000, email: "b@example.org");
        var none = await host.GivenAsync(2000, "USD", "b@example.org");
        var lost = await host.GivenAsync(1000, email: "c@example.org", coverFee: true);
        await host.GiveAsync(9000);
        await host.RefundInDashboardAsync(part, 500);
        await host.RefundInDashboardAsync(none);
        await host.Stripe.DecideDisputeAsync(await host.DisputeAsync(lost), won: false);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        await using var db = host.Db();
        var counted = await Raised.In(db.Donations).Select(r => new { r.Gift.Id, r.Minor }).ToDictionaryAsync(g => g.Id, g => g.Minor);
        Assert.Equal(new Dictionary<Guid, long> { [whole.Id] = 4000, [part.Id] = 2500 }, counted);
        foreach (var gift in await db.Donations.ToListAsync())
        {
            Assert.Equal(counted.GetValueOrDefault(gift.Id), gift.RaisedMinor);
        }

        Assert.Equal([("EUR", 6500, 2, 2), ("USD", 0, 0, 0)], await TotalsAsync(host));
        Assert.Empty(await host.VerifyBooksAsync());
    }

    [Fact]
    public async Task A_wrong_total_is_found_at_night_and_counted_anew_from_its_gifts()
    {
        await using var host = await StartAsync();
        await host.GivenAsync(1000, "USD", "a@example.org");
        await host.GivenAsync(2000, "EUR", "a@example.org");
        await host.GivenAsync(3000, "EUR", "b@example.org");
        var right = await TotalsAsync(host);
        await using (var db = host.Db())
        {
            await db.CampaignTotals.Where(t => t.Currency == "EUR").ExecuteUpdateAsync(set => set
                .SetProperty(t => t.RaisedMinor, t => t.RaisedMinor - 700).SetProperty(t => t.Donors, 9).SetProperty(t => t.Gifts, 1));
            await db.CampaignTotals.Where(t => t.Currency == "USD").ExecuteDeleteAsync();
        }

        await host.JumpAsync(TimeSpan.FromHours(25));
        Assert.Equal(right, await TotalsAsync(host));
        await using (var db = host.Db())
        {
            var finding = await db.Exceptions.SingleAsync();
            Assert.Equal((ExceptionKind.TotalDiffers, null), (finding.Kind, finding.ExplainedAt));
            Assert.Contains("currency EUR, raised_difference -700, gifts_difference -1, donors_difference 8", finding.Detail, StringComparison.Ordinal);
            Assert.Contains("currency USD, raised_difference -1000", finding.Detail, StringComparison.Ordinal);
        }

        // The next gift is counted on top, and the next night finds nothing more.
        await host.GivenAsync(500, email: "c@example.org");
        Assert.Equal([("EUR", 5500, 3, 2), ("USD", 1000, 1, 1)], await TotalsAsync(host));
        await host.JumpAsync(TimeSpan.FromHours(25));
        Assert.Single(await host.FindingsAsync());
    }

    [Fact]
    public async Task A_total_that_goes_wrong_again_is_another_finding()
    {
        await using var host = await StartAsync();
        await host.GivenAsync(2000);
        for (var night = 1; night <= 2; night++)
        {
            await using (var db = host.Db())
            {
                await db.CampaignTotals.ExecuteUpdateAsync(set => set.SetProperty(t => t.RaisedMinor, 1));
            }

            await host.JumpAsync(TimeSpan.FromHours(25));
            Assert.Equal(night, (await host.FindingsAsync()).Count);
            Assert.Equal([("EUR", 2000, 1, 1)], await TotalsAsync(host));
        }
    }

    [Fact]
    public void What_a_gift_adds_is_said_once_by_the_program_and_once_by_its_auditor()
    {
        var less = new Regex("covered_?fee_?minor\\s*-\\s*(\\w+\\.)?refunded_?minor", RegexOptions.IgnoreCase);
        var places = Directory.EnumerateFiles(Path.Combine(Sources.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => less.Matches(File.ReadAllText(file)).Select(_ => Path.GetFileName(file)));
        Assert.Equal(["Raised.cs", "RaisedSql.cs"], places.Order(StringComparer.Ordinal));
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartWithStripeAsync(change: o => o.RefundsWaitForFunds = false);
        await host.SetUpOrganisationAsync();
        return host;
    }

    private static async Task<List<(string Currency, long Raised, int Gifts, int Donors)>> TotalsAsync(CharityHost host)
        => [.. (await host.TotalsAsync()).Select(t => (t.Currency, t.RaisedMinor, t.Gifts, t.Donors))];
}
