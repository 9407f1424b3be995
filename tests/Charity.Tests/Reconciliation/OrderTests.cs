using Charity.Data.Work;
using Charity.Sandbox.Stripe;
using Charity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Reconciliation;

/// <summary>Events come twice, in any order, before and after what they tell of; the books end the same.</summary>
public sealed class OrderTests
{
    [Fact]
    [Trait("Case", "W03")]
    public async Task Two_events_for_one_change_take_effect_once()
    {
        await using var host = await StartAsync();
        await host.GivenAsync();
        var before = await BooksDump.OfAsync(host);
        foreach (var e in host.Stripe.Events)
        {
            await AddEventAsync(host, $"{e.Id}_twin", e.Type, e.ObjectId);
        }

        Assert.True(await host.DrainAsync() > 0);
        Assert.Equal(before, await BooksDump.OfAsync(host));
    }

    [Fact]
    [Trait("Case", "W25")]
    public async Task Everything_replayed_twice_and_shuffled_changes_nothing()
    {
        await using var host = await StartAsync();
        await LiveAsync(host);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        var before = await BooksDump.OfAsync(host);
        var random = new Random(25);
        for (var round = 0; round < 2; round++)
        {
            foreach (var e in host.Stripe.Events.OrderBy(_ => random.Next()).ToList())
            {
                await AddEventAsync(host, $"{e.Id}_{round}", e.Type, e.ObjectId);
            }

            await host.DrainAsync();
        }

        Assert.Equal(before, await BooksDump.OfAsync(host));
    }

    [Fact]
    [Trait("Case", "W04")]
    public async Task Five_hundred_orders_of_all_events_of_two_lives_end_in_the_same_books()
    {
        const int orders = 500;
        await using var world = await StartAsync();
        world.Stripe.HoldDeliveries();
        await LiveAsync(world);
        var events = world.Stripe.Events.ToList();
        var first = await EndOfAsync(world, events, 0);
        await Parallel.ForAsync(1, orders, async (seed, _) =>
        {
            var dump = await EndOfAsync(world, events, seed);
            Assert.True(first == dump, $"Seed {seed} ends otherwise:\n{BooksDump.Difference(first, dump)}");
        });
        Assert.Contains("refund", first, StringComparison.Ordinal);
        Assert.Contains("lost", first, StringComparison.Ordinal);
    }

    /// <summary>The books after all events in the order that the seed decides, in batches of a size that it decides too.</summary>
    private static async Task<string> EndOfAsync(CharityHost world, List<SimulatedEvent> events, int seed)
    {
        var random = new Random(seed);
        await using var host = await CharityHost.StartWithStripeAsync(
            WithoutMails, database: await world.Database.CopyAsync(), clock: world.Clock, simulator: world.Stripe);
        foreach (var batch in events.OrderBy(_ => random.Next()).ToList().Chunk(1 + random.Next(events.Count)))
        {
            await AddEventsAsync(host, batch.Select(e => (e.Id, e.Type, e.ObjectId)));
            await host.DrainAsync();
        }

        return await BooksDump.OfAsync(host);
    }

    [Fact]
    [Trait("Case", "W04")]
    public async Task Events_that_arrive_at_any_stage_of_the_lives_they_tell_of_end_in_the_same_books()
    {
        string? first = null;
        for (var seed = 0; seed < 20; seed++)
        {
            await using var host = await StartAsync();
            var random = new Random(seed);
            await LiveAsync(host, async () =>
            {
                // Some of what is told so far arrives, late and shuffled; the rest with what follows.
                host.Stripe.ReorderDeliveries(random.Next());
                if (random.Next(2) == 0)
                {
                    await host.ArriveAsync();
                }
            });
            await host.ArriveAsync();
            // A dispute that we met while it was open asked for an answer; one met when it was over did not.
            var dump = await BooksDump.OfAsync(host, withoutDisputeNeedsResponse: true);
            first ??= dump;
            Assert.True(first == dump, $"Seed {seed} ends otherwise:\n{BooksDump.Difference(first, dump)}");
        }
    }

    /// <summary>Mails are not what is shown here, and drawing their documents takes most of the time.</summary>
    private static void WithoutMails(IServiceCollection services)
    {
        foreach (var mails in services.Where(s => s.ImplementationInstance is WorkKind { Kind: "mail.send.v1" }).ToList())
        {
            services.Remove(mails);
        }
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartWithStripeAsync(change: o =>
        {
            o.RefundsWaitForFunds = false;
            o.BalanceTransactionDelay = TimeSpan.Zero;
        });
        await host.SetUpOrganisationAsync();
        return host;
    }

    /// <summary>
    /// Five gifts: one stays, one is refunded in two parts of which one comes back, one is disputed and lost, one is
    /// disputed and won after a part refund, one is paid twice. The clock stands still throughout.
    /// </summary>
    private static async Task LiveAsync(CharityHost host, Func<Task>? between = null)
    {
        between ??= () => Task.CompletedTask;
        var gifts = new List<StartedGift>();
        for (var i = 0; i < 5; i++)
        {
            gifts.Add(await host.GiveAsync(2500 + (i * 100), i == 2 ? "USD" : "EUR", $"d{i % 3}@example.org", coverFee: i == 1));
        }

        var charges = new List<string>();
        foreach (var gift in gifts)
        {
            charges.Add(await host.PayAsync(gift));
            await between();
        }

        var twice = await host.Stripe.OpenSessionAsync(
            TestSettings.StripeAccount, 1, "eur", gifts[4].Id.ToString(),
            [new(Charity.Payments.CheckoutRequest.DonationIdField, gifts[4].Id.ToString())]);
        await host.Stripe.PayAsync(twice, CharityHost.GoodCard);
        await between();
        await host.Stripe.RefundAsync(charges[1], 1000);
        await between();
        var second = await host.Stripe.RefundAsync(charges[1], 900);
        await between();
        await host.Stripe.FailRefundAsync(second);
        await between();
        var lost = await host.Stripe.OpenDisputeAsync(charges[2]);
        await between();
        await host.Stripe.RefundAsync(charges[3], 500);
        var won = await host.Stripe.OpenDisputeAsync(charges[3]);
        await between();
        await host.Stripe.DecideDisputeAsync(lost, won: false);
        await between();
        await host.Stripe.DecideDisputeAsync(won, won: true);
        await between();
    }

    private static Task AddEventAsync(CharityHost host, string id, string type, string objectId)
        => AddEventsAsync(host, [(id, type, objectId)]);

    private static async Task AddEventsAsync(CharityHost host, IEnumerable<(string Id, string Type, string ObjectId)> events)
    {
        await using var db = host.Db();
        foreach (var (id, type, objectId) in events)
        {
            var rule = Charity.Payments.StripeEvents.RuleOf(type);
            db.Inbox.Add(new InboxEvent
            {
                Kind = rule?.Kind ?? type,
                State = rule?.Kind is null ? WorkState.Ignored : WorkState.Pending,
                Account = TestSettings.StripeAccount,
                EventId = id,
                Type = type,
                ObjectType = rule?.ObjectType,
                ObjectId = objectId,
                CreatedAt = host.Clock.UtcNow,
                DueAt = host.Clock.UtcNow,
                ProviderCreatedAt = host.Clock.UtcNow,
            });
        }

        await db.SaveChangesAsync();
    }
}
