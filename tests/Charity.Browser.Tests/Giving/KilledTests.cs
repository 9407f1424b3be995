using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Giving;

/// <summary>
/// The whole process ended by force between payment and receipt, with a sandbox of its own: after a new start the gift is
/// received, booked once, and its one receipt is mailed once.
/// </summary>
public sealed class KilledTests : IAsyncLifetime
{
    /// <summary>Milliseconds. Work that the killed process had taken up is free again after two minutes.</summary>
    private const float LongestLease = 240_000;

    private IPlaywright? playwright;
    private IBrowser browser = null!;
    private SandboxProcess sandbox = null!;

    public async Task InitializeAsync()
    {
        if (BrowserNeeded.SkipReason is null)
        {
            (playwright, browser) = await BrowserFixture.LaunchAsync();
            sandbox = await SandboxProcess.StartAsync(gifts: 0);
        }
    }

    public async Task DisposeAsync()
    {
        if (playwright is not null)
        {
            await sandbox.DisposeAsync();
            await browser.DisposeAsync();
            playwright.Dispose();
        }
    }

    /// <param name="heard">Whether Stripe could send its events before the end, or none of them had left.</param>
    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_killed_between_payment_and_receipt_finishes_the_gift_after_its_next_start(bool heard)
    {
        var gift = new Gift("steps-again", "uk");
        await using (var donor = await Visitor.ComeAsync(browser, sandbox, "uk-UA"))
        {
            var page = donor.Page;
            await page.ChooseCardAsync(gift);
            if (!heard)
            {
                var held = await donor.Context.APIRequest.PostAsync($"{sandbox.Sandbox}/_sim/deliveries/hold");
                Assert.Equal(200, held.Status);
            }

            // The browser learns nothing of the payment, so that the donor's own page cannot make the application ask.
            var back = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            await donor.Context.RouteAsync("**/c/pay/**", async route =>
            {
                var paid = await route.FetchAsync(new RouteFetchOptions { MaxRedirects = 0 });
                back.TrySetResult(paid.Headers["location"]);
                await route.AbortAsync();
            });
            await page.PayAsync(GivingSteps.GoodCard);
            var address = await back.Task.WaitAsync(TimeSpan.FromMilliseconds(Visitor.Patience));
            await sandbox.KillAsync();
            await sandbox.StartAsync();

            await page.GotoAsync(address);
            await page.SeeReceivedAsync(LongestLease);
            Assert.Equal(1, await page.MailsAsync(sandbox, gift));
            await page.OpenPdfAsync();
        }

        using var door = new StaffDoor(browser, sandbox);
        await using var staff = await door.ComeInAsync();
        await GiftChecks.SeeOneBookedGiftAsync(staff.Page, gift);
        await using var again = await Visitor.ComeAsync(browser, sandbox, "uk-UA");
        Assert.Equal(1, await again.Page.MailsAsync(sandbox, gift));
    }
}
