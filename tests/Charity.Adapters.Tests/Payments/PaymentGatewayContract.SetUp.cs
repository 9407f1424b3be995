using Charity.Payments;
using Xunit;

namespace Charity.Adapters.Tests.Payments;

/// <summary>What setting up an account asks: what it may do, where its events go, what its key may see.</summary>
public abstract partial class PaymentGatewayContract
{
    [Fact]
    public async Task An_account_says_whether_it_may_charge_and_when_it_is_paid_out()
    {
        var open = await Gateway.GetAccountAsync(GatewayBench.Account, default);
        var shut = await Gateway.GetAccountAsync(GatewayBench.Few, default);

        Assert.Equal(new AccountFact(GatewayBench.Account, "BG", "EUR", true, true, null, "daily"), open);
        Assert.Equal(new AccountFact(GatewayBench.Few, "BG", "EUR", false, false, "requirements.past_due", "manual"), shut);
    }

    [Fact]
    public async Task Webhook_endpoints_are_listed_with_what_they_are_sent()
    {
        Assert.Empty((await Gateway.ListWebhookEndpointsAsync(GatewayBench.Account, null, default)).Items);
        var all = (await Gateway.ListWebhookEndpointsAsync(GatewayBench.Few, null, default)).Items;
        var rest = await Gateway.ListWebhookEndpointsAsync(GatewayBench.Few, all[0].Id, default);

        var one = Assert.Single(all, e => e.Url == "https://one.example/webhooks/stripe");
        var two = Assert.Single(all, e => e.Url == "https://two.example/webhooks/stripe");
        Assert.Equal(["charge.updated", "payout.paid"], one.EnabledEvents);
        Assert.Equal(["*"], two.EnabledEvents);
        Assert.Equal(("enabled", StripeApi.Version, false, GatewayBench.Few, bench.Now), (one.Status, one.ApiVersion, one.Livemode, one.Account, one.FetchedAt));
        Assert.Equal(all[1].Id, Assert.Single(rest.Items).Id);
        Assert.False(rest.HasMore);
    }

    [Fact]
    public async Task A_restricted_key_that_lacks_a_permission_is_told_apart_from_a_wrong_one()
    {
        var lacks = await FailsAsync(() => Gateway.ListDisputesAsync(GatewayBench.Few, new ListRange(null, null), default));
        var lacksToo = await FailsAsync(() => Gateway.GetEarlyFraudWarningAsync(GatewayBench.Few, "issfr_none", default));
        var wrong = await FailsAsync(() => Gateway.GetAccountAsync("acct_stale3", default));

        Assert.Equal((GatewayFault.Unauthorised, 403), (lacks.Fault, lacks.HttpStatus));
        Assert.Equal((GatewayFault.Unauthorised, 403), (lacksToo.Fault, lacksToo.HttpStatus));
        Assert.Equal((GatewayFault.Unauthorised, 401), (wrong.Fault, wrong.HttpStatus));
        Assert.Empty((await Gateway.ListRefundsAsync(GatewayBench.Few, new ListRange(null, null), default)).Items);
    }

    [Fact]
    public async Task Each_answer_tells_how_far_the_clocks_are_apart()
    {
        Assert.Null(bench.Clocks.Ahead);
        await Gateway.GetAccountAsync(GatewayBench.Account, default);
        Assert.Equal(TimeSpan.FromMinutes(2), bench.Clocks.Ahead);
    }
}
