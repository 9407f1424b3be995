using Charity.Donations;
using Charity.Receipts;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Reconciliation;

public sealed class RefundTests
{
    [Fact]
    [Trait("Case", "L06")]
    public async Task A_refund_made_in_the_dashboard_reaches_gift_total_books_and_receipt()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(2500);
        await host.RefundInDashboardAsync(gift);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        var stored = await host.GiftAsync(gift.Id);
        Assert.Equal((2500, 0, DonationStatus.Succeeded), (stored.RefundedMinor, stored.RaisedMinor, stored.Status));
        var total = Assert.Single(await host.TotalsAsync());
        Assert.Equal((0, 0, 0), (total.RaisedMinor, total.Gifts, total.Donors));
        var balances = await host.BalancesAsync();
        // The fee is not given back.
        Assert.Equal((-63, 2500, -2500), (balances["1100 EUR"], balances["4800 EUR"], balances["4000 EUR"]));
        await using var db = host.Db();
        Assert.NotEqual(ReceiptState.Valid, (await db.Receipts.SingleAsync(r => r.Kind == "donation")).State);
    }

    [Fact]
    [Trait("Case", "L02")]
    public async Task Part_refunds_add_up_and_leave_the_rest_counted()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(2500);
        await host.RefundInDashboardAsync(gift, 1000);
        await host.RefundInDashboardAsync(gift, 500);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1500, (await host.GiftAsync(gift.Id)).RefundedMinor);
        var total = Assert.Single(await host.TotalsAsync());
        Assert.Equal((1000, 1, 1), (total.RaisedMinor, total.Gifts, total.Donors));
    }

    [Fact]
    [Trait("Case", "W07")]
    public async Task A_refund_heard_of_before_its_gift_finds_the_gift_settled()
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync(2500);
        host.Stripe.HoldDeliveries();
        var charge = await host.PayAsync(gift);
        await host.AdvanceAsync(TimeSpan.FromSeconds(10));
        host.Stripe.ClearDeliveryRules();
        await host.Stripe.RefundAsync(charge, 1000);
        // Only the refund's own events arrive.
        await host.AdvanceAsync(TimeSpan.FromSeconds(10));

        var stored = await host.GiftAsync(gift.Id);
        Assert.Equal((DonationStatus.Succeeded, 1000), (stored.Status, stored.RefundedMinor));
        Assert.Equal(1500, Assert.Single(await host.TotalsAsync()).RaisedMinor);
        host.Stripe.ReleaseDeliveries();
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1500, Assert.Single(await host.TotalsAsync()).RaisedMinor);
        Assert.Empty(await host.FindingsAsync());
    }

    [Fact]
    [Trait("Case", "W07")]
    public async Task A_refund_before_the_gifts_own_balance_transaction_finds_the_gift_all_the_same()
    {
        await using var host = await CharityHost.StartWithStripeAsync(change: o =>
        {
            o.RefundsWaitForFunds = false;
            o.BalanceTransactionDelay = TimeSpan.FromMinutes(10);
        });
        await host.SetUpOrganisationAsync();
        var gift = await host.GiveAsync(2500);
        host.Stripe.HoldDeliveries();
        var charge = await host.PayAsync(gift);
        await host.DeliverWebhooksAsync();
        host.Stripe.ClearDeliveryRules();
        await host.Stripe.RefundAsync(charge, 1000);
        await host.ArriveAsync();
        Assert.Equal((DonationStatus.Succeeded, 1000), ((await host.GiftAsync(gift.Id)).Status, (await host.GiftAsync(gift.Id)).RefundedMinor));
        host.Stripe.ReleaseDeliveries();
        await host.AdvanceAsync(TimeSpan.FromMinutes(15));
        // The refund left before the gift came in, so the balance was below zero for a while; nothing else is found.
        Assert.All(await host.FindingsAsync(), f => Assert.StartsWith("NegativeStripeBalance", f, StringComparison.Ordinal));
        Assert.Equal((-2500, 1000), ((await host.BalancesAsync())["4000 EUR"], (await host.BalancesAsync())["4800 EUR"]));
    }

    [Fact]
    public async Task A_refund_that_waits_for_funds_counts_at_once_and_is_posted_when_it_moves()
    {
        await using var host = await CharityHost.StartWithStripeAsync(change: o => o.RefundsWaitForFunds = true);
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync(2500);
        await host.RefundInDashboardAsync(gift);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((2500, 0), ((await host.GiftAsync(gift.Id)).RefundedMinor, Assert.Single(await host.TotalsAsync()).RaisedMinor));
        Assert.False((await host.BalancesAsync()).ContainsKey("4800 EUR"));
        // Another gift brings the funds.
        await host.GivenAsync(9000, email: "b@example.org");
        await host.JumpAsync(TimeSpan.FromDays(4));
        Assert.Equal(2500, (await host.BalancesAsync())["4800 EUR"]);
        Assert.Equal((2500, 9000), ((await host.GiftAsync(gift.Id)).RefundedMinor, Assert.Single(await host.TotalsAsync()).RaisedMinor));
    }

    [Fact]
    [Trait("Case", "L04")]
    public async Task A_refund_that_the_bank_sends_back_is_owed_again_and_counts_again()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(2500);
        var refund = await host.RefundInDashboardAsync(gift);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        await host.Stripe.FailRefundAsync(refund);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((0, 2500), ((await host.GiftAsync(gift.Id)).RefundedMinor, Assert.Single(await host.TotalsAsync()).RaisedMinor));
        Assert.Equal([$"RefundFailed refund:{refund}"], await host.FindingsAsync());
        var balances = await host.BalancesAsync();
        Assert.Equal((2437, -2500), (balances["1100 EUR"], balances["2300 EUR"]));
    }

    [Fact]
    public async Task A_covered_fee_goes_to_the_fund_that_bears_fees_and_comes_back_from_it()
    {
        await using var host = await CharityHost.StartWithStripeAsync(change: o => o.RefundsWaitForFunds = false);
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync(2500, coverFee: true);
        var stored = await host.GiftAsync(gift.Id);
        await using (var db = host.Db())
        {
            var income = await db.Postings.Where(p => p.Account.Code == "4000").ToDictionaryAsync(p => p.FundId!.Value, p => p.AmountMinor);
            Assert.Equal(-2500, income[organisation.UrgentFund]);
            Assert.Equal(-stored.CoveredFeeMinor, income[organisation.GeneralFund]);
        }

        Assert.Equal(2500, Assert.Single(await host.TotalsAsync()).RaisedMinor);
        await host.RefundInDashboardAsync(gift);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        await using (var db = host.Db())
        {
            var left = await db.Postings.Where(p => p.FundId == organisation.UrgentFund).SumAsync(p => p.AmountMinor);
            Assert.Equal(0, left);
        }

        Assert.Equal(0, Assert.Single(await host.TotalsAsync()).RaisedMinor);
    }

    [Fact]
    [Trait("Case", "C10")]
    public async Task Refunding_a_payment_that_no_gift_belongs_to_empties_unidentified_receipts()
    {
        await using var host = await StartAsync();
        var session = await host.Stripe.OpenSessionAsync(TestSettings.StripeAccount, 4200, "eur");
        await host.Stripe.PayAsync(session, CharityHost.GoodCard);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        var charge = host.Stripe.Payments().Single().Charge!;
        Assert.Equal([$"TxnWithoutDonation charge:{charge}"], await host.FindingsAsync());
        Assert.Equal(-4200, (await host.BalancesAsync())["2200 EUR"]);
        await host.Stripe.RefundAsync(charge);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.False((await host.BalancesAsync()).ContainsKey("2200 EUR"));
        Assert.Single(await host.FindingsAsync());
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartWithStripeAsync(change: o => o.RefundsWaitForFunds = false);
        await host.SetUpOrganisationAsync();
        return host;
    }
}
