using Charity.Donations;
using Charity.Testing;
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
}
