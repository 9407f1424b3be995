using Charity.Data.Work;
using Charity.Donations;
using Charity.Payments;
using Charity.Sandbox.Stripe.Delivery;
using Charity.Testing;
using Charity.Testing.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Payments;

/// <summary>
/// From the endpoint to the books: whatever webhooks do, gifts and books end as what happened at Stripe. The host
/// checks the books after each test.
/// </summary>
public sealed class NothingIsLostTests
{
    [Fact]
    [Trait("Case", "W30")]
    public async Task An_event_forged_with_a_stolen_secret_says_nothing_that_stripe_does_not()
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync();
        var body = SignedEvent.Bytes(SignedEvent.Json("evt_forged", objectId: gift.Session));

        var (answer, _) = await host.Services.GetRequiredService<ReceiveWebhook>()
            .RunAsync(SignedEvent.Header(body, host.Clock.GetUtcNow(), TestSettings.WebhookSecret), body, default);
        await host.ArriveAsync();

        Assert.Equal(WebhookAnswer.Kept, answer);
        Assert.Equal(DonationStatus.CheckoutOpen, (await host.GiftAsync(gift.Id)).Status);
        Assert.Empty(await host.BalancesAsync());
        await using var db = host.Db();
        Assert.Equal(WorkState.Done, (await db.Inbox.SingleAsync(e => e.EventId == "evt_forged")).State);
    }

    [Fact]
    [Trait("Case", "W21")]
    public async Task A_thin_event_has_the_same_effect_as_a_full_one()
    {
        await using var host = await StartAsync(new Dictionary<string, string?> { ["Stripe:ThinEvents"] = "true" });
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        var gift = await host.GiveAsync();
        await host.PayAsync(gift);
        var body = SignedEvent.Bytes(SignedEvent.ThinJson(objectId: gift.Session));

        await host.Services.GetRequiredService<ReceiveWebhook>()
            .RunAsync(SignedEvent.Header(body, host.Clock.GetUtcNow(), TestSettings.WebhookSecret), body, default);
        await host.DrainAsync();

        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
    }

    [Fact]
    [Trait("Case", "W19")]
    [Trait("Case", "W20")]
    public async Task Events_in_a_strange_version_are_handled_and_those_of_the_other_mode_are_not()
    {
        await using var host = await StartAsync();
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Alter, ApiVersion = "2019-01-01" });
        var handled = await host.GivenAsync();
        host.Stripe.ClearDeliveryRules();
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Alter, Livemode = true });
        var quarantined = await host.GiveAsync(email: "other@example.org");
        await host.PayAsync(quarantined);
        await host.DeliverWebhooksAsync();
        await host.DrainAsync();

        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(handled.Id)).Status);
        Assert.Equal(DonationStatus.CheckoutOpen, (await host.GiftAsync(quarantined.Id)).Status);
        Assert.Contains(await host.FindingsAsync(), f => f.StartsWith("QuarantinedEvent event:", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Case", "W28")]
    public async Task Four_days_without_an_endpoint_end_in_the_same_books()
    {
        await using var host = await StartAsync();
        await host.RunTimetableAsync();
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        var gifts = new[] { await PaidAsync(host, 2_500), await PaidAsync(host, 10_000), await PaidAsync(host, 700) };
        await DownAsync(host, TimeSpan.FromDays(4));

        await UpAsync(host);

        await SameAsStripeAsync(host, gifts);
    }

    [Fact]
    [Trait("Case", "W28")]
    public async Task A_month_without_an_endpoint_loses_no_money_and_raises_an_alarm()
    {
        await using var host = await StartAsync();
        await host.RunTimetableAsync();
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        var gifts = new[] { await PaidAsync(host, 2_500), await PaidAsync(host, 10_000) };
        var fee = await host.Stripe.AddTransactionAsync(TestSettings.StripeAccount, -300, "eur", "stripe_fee", "Radar");
        await host.Stripe.RefundAsync(await ChargeAsync(host, gifts[0]), 500);
        await DownAsync(host, TimeSpan.FromDays(33));

        await UpAsync(host);

        await SameAsStripeAsync(host, gifts);
        await using var db = host.Db();
        Assert.True(await db.StripeTransactions.AnyAsync(t => t.Id == fee));
        Assert.Equal(500, (await host.GiftAsync(gifts[0].Id)).RefundedMinor);
        Assert.Contains(await host.FindingsAsync(), f => f.StartsWith("PollGap ", StringComparison.Ordinal) && f.EndsWith(":critical", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Case", "W24")]
    public async Task An_event_whose_nudge_was_lost_is_handled_by_the_timetable_within_two_minutes()
    {
        await using var host = await StartAsync();
        await host.RunTimetableAsync();
        var gift = await host.GiveAsync();
        await host.PayAsync(gift);
        // The row is stored and answered; the process dies before anything else. Another one starts.
        await host.DeliverWebhooksAsync();

        await host.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
    }

    private static async Task<CharityHost> StartAsync(Dictionary<string, string?>? settings = null)
    {
        var host = await CharityHost.StartWithStripeAsync(settings: settings, change: o => o.RefundsWaitForFunds = false);
        await host.SetUpOrganisationAsync();
        return host;
    }

    private static async Task<StartedGift> PaidAsync(CharityHost host, long minor)
    {
        var gift = await host.GiveAsync(minor, email: FormattableString.Invariant($"donor{minor}@example.org"));
        await host.PayAsync(gift);
        return gift;
    }

    private static Task<string> ChargeAsync(CharityHost host, StartedGift gift)
        => Task.FromResult(host.Stripe.Payments().Single(p => p.Session == gift.Session).Charge!);

    /// <summary>Our side stands still; at Stripe things go on.</summary>
    private static async Task DownAsync(CharityHost host, TimeSpan time)
    {
        var end = host.Clock.GetUtcNow() + time;
        while (host.Stripe.NextDueAt is { } due && due <= end)
        {
            host.Clock.Advance(due > host.Clock.GetUtcNow() ? due - host.Clock.GetUtcNow() : TimeSpan.Zero);
            await host.DeliverWebhooksAsync();
        }

        host.Clock.Advance(end - host.Clock.GetUtcNow());
    }

    /// <summary>Our side starts again; a second night comes for what the first only began.</summary>
    private static async Task UpAsync(CharityHost host)
    {
        await host.RunTimetableAsync();
        await host.DrainAsync();
        await host.AdvanceAsync(TimeSpan.FromDays(1.5));
    }

    private static async Task SameAsStripeAsync(CharityHost host, IEnumerable<StartedGift> gifts)
    {
        foreach (var gift in gifts)
        {
            Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
        }

        var truth = host.Stripe.Totals().Settled["eur"];
        var books = await host.BalancesAsync();
        Assert.Equal(truth.Balance, books.GetValueOrDefault("1100 EUR"));
        Assert.Equal(-truth.Gross, books["4000 EUR"]);
        Assert.Equal(truth.PaidOut, books["1150 EUR"]);
        Assert.True(truth is { Gross: > 0, PaidOut: > 0 });
        Assert.Equal(0, books.GetValueOrDefault("2200 EUR"));
    }
}
