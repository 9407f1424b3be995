using System.Net;
using Charity.Data.Work;
using Charity.Embedded.Stripe;
using Charity.Payments;
using Charity.Receipts;
using Charity.Reconciliation;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Reconciliation;

public sealed class UnhappyMoneyTests
{
    [Fact]
    public async Task A_gift_that_the_donors_bank_takes_back_loses_its_receipt()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync(2500);
        var charge = (await host.GiftAsync(gift.Id)).ChargeId;
        await using (var scope = host.Scope())
        {
            var now = host.Clock.UtcNow;
            var back = new TransactionFact(
                TestSettings.StripeAccount, "txn_back", "payment_reversal", null, -2500, 0, -2500, "EUR", charge, charge, null, null, now, null,
                null, now);
            await scope.ServiceProvider.GetRequiredService<PostTransaction>().RunAsync(back, CancellationToken.None);
            await scope.ServiceProvider.GetRequiredService<Charity.Data.CharityDb>().SaveChangesAsync();
        }

        await host.ArriveAsync();

        Assert.Equal(0, Assert.Single(await host.TotalsAsync()).RaisedMinor);
        await using var db = host.Db();
        Assert.Equal(ReceiptState.Void, (await db.Receipts.SingleAsync(r => r.DonationId == gift.Id)).State);
    }

    [Fact]
    public async Task While_our_key_is_refused_events_wait_and_none_is_given_up()
    {
        var key = new Key();
        await using var host = await CharityHost.StartWithStripeAsync(
            services => services.AddHttpClient(StripeAdapter.ClientName).AddHttpMessageHandler(() => new Door(key)));
        await host.SetUpOrganisationAsync();
        var gift = await host.GiveAsync(2500);
        await host.PayAsync(gift);
        key.Refused = true;
        for (var i = 0; i < 12; i++)
        {
            await host.ArriveAsync();
            await host.AdvanceAsync(TimeSpan.FromHours(1));
        }

        await using (var db = host.Db())
        {
            Assert.Equal(0, await db.Inbox.CountAsync(e => e.State == WorkState.Parked));
            Assert.Contains(await host.FindingsAsync(), f => f.StartsWith("GatewayMisconfigured ", StringComparison.Ordinal));
        }

        key.Refused = false;
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        await host.ArriveAsync();
        Assert.Equal(Charity.Donations.DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
    }

    private sealed class Key
    {
        public bool Refused { get; set; }
    }

    /// <summary>Answers as Stripe does to a withdrawn key.</summary>
    private sealed class Door(Key key) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => key.Refused
                ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized)
                {
                    Content = new StringContent("""{"error":{"type":"invalid_request_error","code":"api_key_expired"}}"""),
                })
                : base.SendAsync(request, cancellationToken);
    }
}
