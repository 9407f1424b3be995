using Charity.Donations;
using Charity.Payments;
using Charity.Sandbox.Stripe.Delivery;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Reconciliation;

public sealed class EarlyRefundTests
{
    [Fact]
    [Trait("Case", "W07")]
    public async Task A_refund_told_of_before_its_gift_and_before_the_money_is_in_the_balance_counts()
    {
        await using var host = await CharityHost.StartWithStripeAsync(
            change: o => (o.BalanceTransactionDelay, o.RefundsWaitForFunds) = (TimeSpan.FromMinutes(10), false));
        await host.SetUpOrganisationAsync();
        var gift = await host.GiveAsync(2500);
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        var charge = await host.PayAsync(gift);
        await host.Stripe.RefundAsync(charge, 1000);
        await host.DeliverWebhooksAsync();

        var told = host.Stripe.Events.Where(e => StripeEvents.RuleOf(e.Type) is not null).ToList();
        host.Stripe.ClearDeliveryRules();
        foreach (var one in told.Where(e => e.Type.StartsWith("refund.", StringComparison.Ordinal)))
        {
            await host.Stripe.ReplayEventAsync(one.Id);
        }

        await host.ArriveAsync();
        foreach (var one in told.Where(e => !e.Type.StartsWith("refund.", StringComparison.Ordinal)))
        {
            await host.Stripe.ReplayEventAsync(one.Id);
        }

        await host.ArriveAsync();
        await host.AdvanceAsync(TimeSpan.FromMinutes(20));

        var stored = await host.GiftAsync(gift.Id);
        Assert.Equal((DonationStatus.Succeeded, 1000), (stored.Status, stored.RefundedMinor));
        Assert.Equal(1500, Assert.Single(await host.TotalsAsync()).RaisedMinor);
        await using var db = host.Db();
        Assert.Equal(gift.Id, (await db.Refunds.SingleAsync()).DonationId);
    }
}
