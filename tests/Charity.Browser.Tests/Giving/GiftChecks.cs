using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Giving;

/// <summary>How a gift must stand in the end, as staff see it.</summary>
internal static class GiftChecks
{
    internal static async Task SeeOneBookedGiftAsync(IPage staff, Gift gift)
    {
        Assert.Equal(1, await staff.FindGiftsAsync(gift));
        await staff.OpenBookedGiftAsync();
        Assert.Equal(1, await staff.Locator("table.entry").CountAsync());
        var sums = staff.Locator("table.entry tfoot .tag");
        Assert.True(await sums.CountAsync() > 0);
        Assert.Equal(await sums.CountAsync(), await staff.Locator("table.entry tfoot .tag.good").CountAsync());
        Assert.Equal(1, await staff.Locator("a[href^='/receipts/']").CountAsync());
    }
}
