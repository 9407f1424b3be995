using Charity.Donations;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Donations;

public sealed class CardGiftTests
{
    [Fact]
    public async Task A_paid_gift_settles_counts_and_is_posted_once()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync(2500);

        var stored = await host.GiftAsync(gift.Id);
        Assert.Equal(DonationStatus.Succeeded, stored.Status);
        Assert.Equal(2500, stored.SettledMinor);
        Assert.Equal(63, stored.FeeMinor);
        var total = Assert.Single(await host.TotalsAsync());
        Assert.Equal((2500, 1, 1), (total.RaisedMinor, total.Gifts, total.Donors));
        var balances = await host.BalancesAsync();
        Assert.Equal(2437, balances["1100 EUR"]);
        Assert.Equal(63, balances["5000 EUR"]);
        Assert.Equal(-2500, balances["4000 EUR"]);
        Assert.Empty(await host.FindingsAsync());
    }

    [Theory]
    [Trait("Case", "M03")]
    [InlineData("ISK", 12_000, 8_000, 800_000)]
    [InlineData("MGA", 1_500_000, 500_000, 5_000)]
    public async Task A_gift_in_a_currency_that_stripe_counts_in_its_own_way_is_what_the_donor_gave(
        string currency, long minor, long refundedMinor, long refundedAtStripe)
    {
        await using var host = await CharityHost.StartWithStripeAsync(change: o => o.RefundsWaitForFunds = false);
        var organisation = await host.SetUpOrganisationAsync();
        await using (var db = host.Db())
        {
            await db.Campaigns.Where(c => c.Id == organisation.Campaign)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Currencies, "EUR," + currency));
        }

        var gift = await host.GivenAsync(minor, currency);
        Assert.Equal(
            (DonationStatus.Succeeded, minor),
            ((await host.GiftAsync(gift.Id)).Status, (await host.TotalsAsync()).Single(t => t.Currency == currency).RaisedMinor));
        await host.Stripe.RefundAsync((await host.GiftAsync(gift.Id)).ChargeId!, refundedAtStripe);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        var stored = await host.GiftAsync(gift.Id);
        Assert.Equal((refundedMinor, minor - refundedMinor), (stored.RefundedMinor, stored.RaisedMinor));
        Assert.Empty(await host.FindingsAsync());
    }
}
