using System.Text.Json;
using Charity.Payments;
using Xunit;

namespace Charity.Adapters.Tests.Payments;

/// <summary>Lists: newest first, in pages, from a moment on.</summary>
public abstract partial class PaymentGatewayContract
{
    [Fact]
    public async Task Events_come_newest_first_page_by_page_with_the_bytes_they_were_sent_with()
    {
        for (var i = 0; i < 3; i++)
        {
            await PayAsync($"gift-{i}", 1_000, $"key-{i}");
            await Stripe.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        var all = await ReadAsync((range, cancel) => Gateway.ListEventsAsync(GatewayBench.Account, range, cancel), e => e.Id, 4);

        Assert.Equal(Stripe.Events.Select(e => e.Id).Reverse(), all.Select(e => e.Id));
        foreach (var one in all)
        {
            using var body = JsonDocument.Parse(one.Body);
            Assert.Equal(one.Id, body.RootElement.GetProperty("id").GetString());
            Assert.Equal(one.ObjectId, body.RootElement.GetProperty("data").GetProperty("object").GetProperty("id").GetString());
            Assert.Equal(StripeApi.Version, one.ApiVersion);
        }
    }

    [Fact]
    public async Task Events_are_listed_from_a_moment_on()
    {
        await PayAsync("gift-1", 1_000, "key-1");
        await Stripe.AdvanceAsync(TimeSpan.FromHours(1));
        var from = bench.Now;
        var (_, outcome) = await PayAsync("gift-2", 1_000, "key-2");

        var page = await Gateway.ListEventsAsync(GatewayBench.Account, new ListRange(from, null), default);

        Assert.All(page.Items, e => Assert.True(e.Created >= from));
        Assert.Contains(page.Items, e => e.ObjectId == outcome.PaymentIntentId);
        Assert.DoesNotContain(page.Items, e => e.Created < from);
        Assert.False(page.HasMore);
    }

    [Fact]
    public async Task Sessions_transactions_refunds_and_disputes_are_listed_whole()
    {
        var charges = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            charges.Add((await PayAsync($"gift-{i}", 5_000, $"key-{i}")).Outcome.ChargeId!);
        }

        await Stripe.AdvanceAsync(TimeSpan.FromMinutes(1));
        var refunds = new[] { await Stripe.RefundAsync(charges[0]), await Stripe.RefundAsync(charges[1], 100), await Stripe.RefundAsync(charges[1], 50) };
        var disputes = new[] { await Stripe.OpenDisputeAsync(charges[2]), await Stripe.OpenDisputeAsync(charges[3]), await Stripe.OpenDisputeAsync(charges[4]) };

        var sessions = await ReadAsync((r, c) => Gateway.ListSessionsAsync(GatewayBench.Account, r, c), s => s.Id, 2);
        var transactions = await ReadAsync((r, c) => Gateway.ListTransactionsAsync(GatewayBench.Account, r, null, c), t => t.Id, 2);
        var foundRefunds = await ReadAsync((r, c) => Gateway.ListRefundsAsync(GatewayBench.Account, r, c), r => r.Id, 2);
        var foundDisputes = await ReadAsync((r, c) => Gateway.ListDisputesAsync(GatewayBench.Account, r, c), d => d.Id, 2);

        Assert.Equal(5, sessions.Count);
        Assert.Equal(refunds.Order(), foundRefunds.Select(r => r.Id).Order());
        Assert.Equal(disputes.Order(), foundDisputes.Select(d => d.Id).Order());
        foreach (var charge in charges)
        {
            var transaction = Assert.Single(transactions, t => t.SourceId == charge);
            Assert.Equal(charge, transaction.ChargeId);
            Assert.NotNull(transaction.PaymentIntentId);
        }

        // Of what is not the charge itself, the expanded source names the charge behind it.
        Assert.Contains(transactions, t => t.SourceId == disputes[0] && t.ChargeId == charges[2]);
    }

    [Fact]
    public async Task An_empty_list_is_a_list()
    {
        var page = await Gateway.ListRefundsAsync(GatewayBench.Account, new ListRange(bench.Now, null), default);

        Assert.Empty(page.Items);
        Assert.False(page.HasMore);
    }

    private static async Task<List<T>> ReadAsync<T>(
        Func<ListRange, CancellationToken, Task<FactPage<T>>> list, Func<T, string> id, int pageSize)
    {
        var all = new List<T>();
        string? after = null;
        while (true)
        {
            var page = await list(new ListRange(null, after, pageSize), default);
            Assert.True(page.Items.Count <= pageSize);
            all.AddRange(page.Items);
            if (!page.HasMore)
            {
                return all;
            }

            after = id(page.Items[^1]);
        }
    }
}
