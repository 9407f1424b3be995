using Charity.Exceptions;
using Charity.Sandbox.Stripe.Faults;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Reconciliation;

public sealed class PayoutTests
{
    [Fact]
    public async Task A_payout_moves_the_balance_into_transit_and_knows_its_transactions()
    {
        await using var host = await StartAsync();
        await host.GivenAsync(2500);
        await host.GivenAsync(7500, email: "b@example.org");
        await host.JumpAsync(TimeSpan.FromDays(5));

        await using var db = host.Db();
        var payout = await db.Payouts.SingleAsync();
        Assert.Equal(("paid", "completed", true), (payout.Status, payout.ReconciliationStatus, payout.TransactionsImported));
        var paidOut = await db.StripeTransactions.Where(t => t.PayoutId == payout.ProviderId && t.Type == "charge").SumAsync(t => t.NetMinor);
        Assert.Equal(payout.AmountMinor, paidOut);
        var balances = await host.BalancesAsync();
        Assert.Equal(payout.AmountMinor, balances["1150 EUR"]);
        Assert.False(balances.ContainsKey("1100 EUR"));
        Assert.Empty(await host.FindingsAsync());
    }

    [Fact]
    [Trait("Case", "L09")]
    public async Task A_failed_payout_puts_the_money_back_and_is_a_finding()
    {
        await using var host = await StartAsync();
        await host.GivenAsync(2500);
        await host.JumpAsync(TimeSpan.FromDays(5));
        string id;
        await using (var db = host.Db())
        {
            id = (await db.Payouts.SingleAsync()).ProviderId;
        }

        await host.Stripe.FailPayoutAsync(id);
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Contains($"PayoutFailed payout:{id}", await host.FindingsAsync());
        var balances = await host.BalancesAsync();
        Assert.False(balances.ContainsKey("1150 EUR"));
        Assert.Equal(2437, balances["1100 EUR"]);
    }

    [Fact]
    [Trait("Case", "L08")]
    public async Task A_payout_whose_import_broke_off_at_a_page_is_completed_without_doubles()
    {
        await using var host = await StartAsync();
        for (var i = 0; i < 130; i++)
        {
            await host.PayAsync(await host.GiveAsync(2000 + i, email: $"d{i}@example.org"));
        }

        await host.AdvanceAsync(TimeSpan.FromSeconds(10));
        host.Stripe.HoldDeliveries();
        host.Clock.Advance(TimeSpan.FromDays(5));
        host.Stripe.RunDue();
        // The payout's own transaction, the first page, and then the second fails as often as the client tries.
        host.Stripe.AddFault(new Fault { Kind = FaultKind.Close, Method = "GET", Path = "/v1/balance_transactions", Nth = 3, Times = 3 });
        host.Stripe.ReleaseDeliveries();
        await host.ArriveAsync();
        Assert.Equal(3, host.Stripe.Journal.Count(r => r.Fault is not null));
        await host.AdvanceAsync(TimeSpan.FromMinutes(3));

        await using var db = host.Db();
        var payout = await db.Payouts.SingleAsync();
        Assert.True(payout.TransactionsImported);
        Assert.Equal(131, await db.StripeTransactions.CountAsync(t => t.PayoutId == payout.ProviderId));
        Assert.Equal(130, await db.Donations.CountAsync(d => d.SettledMinor != null));
        Assert.DoesNotContain(await host.FindingsAsync(), f => f.StartsWith(nameof(ExceptionKind.PayoutSumMismatch), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_payout_whose_transactions_do_not_sum_to_it_is_a_finding()
    {
        await using var host = await StartAsync();
        await host.GivenAsync(2500);
        await host.JumpAsync(TimeSpan.FromDays(5));
        string id;
        await using (var db = host.Db())
        {
            var payout = await db.Payouts.SingleAsync();
            id = payout.ProviderId;
            // As if the provider had said another amount: asked again, the sum is compared again.
            await db.Payouts.ExecuteUpdateAsync(p => p.SetProperty(x => x.TransactionsImported, false));
            await db.Outbox.Where(m => m.Subject == id).ExecuteDeleteAsync();
        }

        await using (var scope = host.Scope())
        {
            await PayoutSums.CheckAsync(scope.ServiceProvider, id, TestSettings.StripeAccount);
        }

        Assert.Equal([$"PayoutSumMismatch payout:{id}"], await host.FindingsAsync());
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        return host;
    }
}
