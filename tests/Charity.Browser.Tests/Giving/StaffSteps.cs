using Charity.Browser.Tests.Running;
using Charity.Staff;
using Microsoft.Playwright;

namespace Charity.Browser.Tests.Giving;

/// <summary>What staff do.</summary>
internal static class StaffSteps
{
    /// <summary>By password, then by the code of an authenticator app.</summary>
    internal static async Task SignInAsync(this IPage page, StaffSecrets secrets, string email = StaffSecrets.Email)
    {
        await page.GotoAsync("/staff");
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(secrets.StaffPassword);
        await page.Locator("form:has(#password) button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/staff/code**");
        await page.Locator("#code").FillAsync(Totp.Code(secrets.StaffTotpKey, Totp.StepAt(TimeProvider.System.GetUtcNow())));
        await page.Locator("form:has(#code) button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(address => address.TrimEnd('/').EndsWith("/staff", StringComparison.Ordinal));
    }

    /// <summary>Shows once more who it is, and comes back to what was asked for.</summary>
    internal static async Task ConfirmAsync(this IPage page, StaffSecrets secrets, string back)
    {
        await page.Locator("#code").FillAsync(Totp.Code(secrets.StaffTotpKey, Totp.StepAt(TimeProvider.System.GetUtcNow())));
        await page.Locator("form.door-form:not([data-passkey]) button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(back);
    }

    /// <summary>The gifts that the list finds for that donor.</summary>
    internal static async Task<int> FindGiftsAsync(this IPage page, Gift gift)
    {
        await page.GotoAsync("/staff/gifts");
        await page.Locator("#q").FillAsync(gift.Email);
        await page.Locator("form.filter button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**q=**");
        return await page.Locator("table.list tbody tr").CountAsync();
    }

    /// <summary>Opens the found gift, and waits until its money is booked.</summary>
    internal static async Task OpenBookedGiftAsync(this IPage page)
    {
        await page.Locator("table.list tbody tr a").First.ClickAsync();
        await page.WaitForURLAsync("**/staff/gifts/*-*");
        await page.AgainUntilAsync(() => page.Locator("table.entry").CountAsync(), entries => entries > 0, "a journal entry");
    }

    /// <summary>Loads the page again until something is there. Each turn waits for the page, and nothing else.</summary>
    internal static async Task<T> AgainUntilAsync<T>(this IPage page, Func<Task<T>> look, Func<T, bool> enough, string what)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (enough(seen))
            {
                return seen;
            }

            if (TimeProvider.System.GetElapsedTime(since).TotalMilliseconds > Visitor.Patience)
            {
                throw new TimeoutException($"{page.Url} never showed {what}; it showed {seen}.");
            }

            await page.ReloadAsync();
        }
    }
}
