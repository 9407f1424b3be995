using Charity.Data.Audit;
using Charity.Donations;
using Charity.Reconciliation;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Reconciliation;

public sealed class ResyncGiftTests
{
    private static readonly Actor Me = Actor.Staff(Guid.NewGuid(), "Olena");

    [Fact]
    [Trait("Case", "L06")]
    public async Task What_no_webhook_told_of_is_fetched_applied_once_and_named()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync(10_000);
        await host.RefundInDashboardAsync(gift, 4_000);

        var outcome = await ResyncAsync(host, gift.Id);

        Assert.Equal(ResyncResult.Done, outcome.Result);
        Assert.Equal(("EUR 0.00", "EUR 40.00"), Of(outcome, "refunded"));
        Assert.Contains("re_", Of(outcome, "refunds").After, StringComparison.Ordinal);
        Assert.Equal(4_000, (await host.GiftAsync(gift.Id)).RefundedMinor);
        var books = await host.BalancesAsync();

        // The webhooks come after all, and it is asked for once more: nothing moves.
        await host.ArriveAsync();
        Assert.Empty((await ResyncAsync(host, gift.Id)).Changes);
        Assert.Equal(books, await host.BalancesAsync());
        Assert.Equal(4_000, (await host.GiftAsync(gift.Id)).RefundedMinor);
        await using var db = host.Db();
        Assert.Equal(2, await db.Audit.CountAsync(a => a.Action == ResyncGift.Action));
    }

    [Fact]
    public async Task A_payment_that_no_webhook_told_of_settles_the_gift()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GiveAsync();
        await host.PayAsync(gift);

        var outcome = await ResyncAsync(host, gift.Id);

        Assert.Equal((nameof(DonationStatus.CheckoutOpen), nameof(DonationStatus.Succeeded)), Of(outcome, "status"));
        await host.ArriveAsync();
        await using var db = host.Db();
        Assert.Single(await db.Receipts.ToListAsync());
    }

    [Fact]
    public async Task A_dispute_that_no_webhook_told_of_is_found()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync();
        await host.DisputeAsync(gift);

        var outcome = await ResyncAsync(host, gift.Id);

        Assert.Contains("needs_response", Of(outcome, "disputes").After, StringComparison.Ordinal);
        Assert.True((await host.GiftAsync(gift.Id)).DisputeOpen);
    }

    [Fact]
    public async Task A_transfer_and_an_unknown_gift_are_not_asked_for_and_a_second_click_waits()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var transfer = await host.RunAsync<StartTransfer, StartOutcome>(async s => await s.RunAsync(await host.FormAsync(), default));
        var gift = await host.GivenAsync();

        Assert.Equal(ResyncResult.NotByCard, (await ResyncAsync(host, transfer.DonationId!.Value)).Result);
        Assert.Equal(ResyncResult.Unknown, (await ResyncAsync(host, Guid.NewGuid())).Result);
        var resync = new ResyncGift(host.Services.GetRequiredService<Charity.Data.UseCases>(), new RefreshLimit());
        Assert.Equal(ResyncResult.Done, (await resync.RunAsync(gift.Id, Me, default)).Result);
        Assert.Equal(ResyncResult.JustDone, (await resync.RunAsync(gift.Id, Me, default)).Result);
    }

    private static (string? Before, string? After) Of(ResyncOutcome outcome, string name)
        => outcome.Changes.Where(c => c.Name == name).Select(c => (c.Before, c.After)).Single();

    /// <summary>Under a limit of its own, which counts real time: each asking stands for one of another minute.</summary>
    private static Task<ResyncOutcome> ResyncAsync(CharityHost host, Guid gift)
        => new ResyncGift(host.Services.GetRequiredService<Charity.Data.UseCases>(), new RefreshLimit()).RunAsync(gift, Me, default);
}
