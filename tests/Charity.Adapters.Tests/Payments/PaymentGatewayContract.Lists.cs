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

    [Theory]
    [InlineData("events")]
    [InlineData("sessions")]
    [InlineData("transactions")]
    [InlineData("refunds")]
    [InlineData("disputes")]
    [InlineData("payouts")]
    public async Task Every_list_begins_where_it_is_told_to_and_goes_on_where_it_stopped(string what)
    {
        for (var day = 0; day < 3; day++)
        {
            var first = (await PayAsync($"gift-{day}a", 9_000, $"key-{day}a")).Outcome.ChargeId!;
            var second = (await PayAsync($"gift-{day}b", 9_000, $"key-{day}b")).Outcome.ChargeId!;
            await Stripe.AdvanceAsync(TimeSpan.FromDays(7));
            await Stripe.RefundAsync(first, 100);
            await Stripe.OpenDisputeAsync(second);
        }

        await Stripe.AdvanceAsync(TimeSpan.FromDays(7));
        var all = await ReadAsync((range, cancel) => ListAsync(what, range, cancel), one => one.Id, 2);
        var from = all[all.Count / 2].Created;
        var late = await ListAsync(what, new ListRange(from, null), default);
        var none = await ListAsync(what, new ListRange(bench.Now.AddSeconds(1), null), default);

        Assert.True(all.Count >= 3, $"There are only {all.Count} {what}.");
        Assert.Equal(all.Select(one => one.Id), all.Select(one => one.Id).Distinct());
        Assert.Equal(all.Select(one => one.Created).OrderDescending(), all.Select(one => one.Created));
        Assert.Equal(all.Where(one => one.Created >= from), late.Items);
        Assert.Empty(none.Items);
        Assert.False(none.HasMore);
    }

    [Fact]
    public async Task A_list_that_should_go_on_after_something_unknown_is_refused()
    {
        var error = await FailsAsync(
            () => Gateway.ListRefundsAsync(GatewayBench.Account, new ListRange(null, "re_none"), default));

        Assert.Equal("resource_missing", error.Code);
        Assert.False(error.IsTransient);
    }

    private async Task<FactPage<(string Id, DateTime Created)>> ListAsync(string what, ListRange range, CancellationToken cancel)
    {
        static FactPage<(string, DateTime)> Of<T>(FactPage<T> page, Func<T, (string, DateTime)> key) => new([.. page.Items.Select(key)], page.HasMore);
        return what switch
        {
            "events" => Of(await Gateway.ListEventsAsync(GatewayBench.Account, range, cancel), e => (e.Id, e.Created)),
            "sessions" => Of(await Gateway.ListSessionsAsync(GatewayBench.Account, range, cancel), s => (s.Id, s.Created)),
            "transactions" => Of(await Gateway.ListTransactionsAsync(GatewayBench.Account, range, null, cancel), t => (t.Id, t.Created)),
            "refunds" => Of(await Gateway.ListRefundsAsync(GatewayBench.Account, range, cancel), r => (r.Id, r.Created)),
            "disputes" => Of(await Gateway.ListDisputesAsync(GatewayBench.Account, range, cancel), d => (d.Id, d.Created)),
            _ => Of(await Gateway.ListPayoutsAsync(GatewayBench.Account, range, cancel), p => (p.Id, p.Created)),
        };
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
