using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Payments;
using Charity.Reconciliation;
using Charity.Sandbox.Stripe.Faults;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
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
        // It went on at the page at which it broke off: the first one was read once.
        var pages = host.Stripe.Journal.Where(r => r is { Method: "GET", Path: "/v1/balance_transactions", Fault: null } && r.Query.Contains("payout=", StringComparison.Ordinal)).ToList();
        Assert.Equal([false, true], pages.Select(r => r.Query.Contains("starting_after=", StringComparison.Ordinal)));
        Assert.Equal(2, await db.Outbox.CountAsync(m => m.Kind == ImportPayout.Kind && m.State == WorkState.Done));
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
        }

        await using (var scope = host.Scope())
        {
            await PayoutSums.CheckAsync(scope.ServiceProvider, id, TestSettings.StripeAccount);
        }

        Assert.Equal([$"PayoutSumMismatch payout:{id}"], await host.FindingsAsync());
    }

    [Fact]
    [Trait("Case", "L09")]
    public async Task Money_of_a_failed_payout_is_part_of_the_next_one()
    {
        await using var host = await StartAsync();
        await host.GivenAsync(2500);
        await host.JumpAsync(TimeSpan.FromDays(5));
        string failed;
        await using (var db = host.Db())
        {
            failed = (await db.Payouts.SingleAsync()).ProviderId;
        }

        await host.Stripe.FailPayoutAsync(failed);
        await host.GivenAsync(7500, email: "b@example.org");
        await host.JumpAsync(TimeSpan.FromDays(6));

        await using var after = host.Db();
        var others = await after.Payouts.Where(p => p.ProviderId != failed).ToListAsync();
        Assert.All(others, p => Assert.True(p.TransactionsImported));
        var back = await after.StripeTransactions.SingleAsync(t => t.Type == "payout_failure");
        Assert.Equal(failed, back.SourceId);
        Assert.Contains(back.PayoutId, others.Select(p => p.ProviderId));
        Assert.DoesNotContain(await host.FindingsAsync(), f => f.StartsWith(nameof(ExceptionKind.PayoutSumMismatch), StringComparison.Ordinal));
        Assert.Equal(others.Sum(p => p.AmountMinor), (await host.BalancesAsync())["1150 EUR"]);
    }

    [Fact]
    public async Task A_transaction_that_never_comes_stops_the_import_after_a_day_and_is_put_before_a_person()
    {
        await using var host = await StartAsync();
        var message = new ImportPayout(TestSettings.StripeAccount, "po_1", "20260310");
        var never = new TransactionFact(
            TestSettings.StripeAccount, "txn_never", "charge", "charge", 2500, 63, 2437, "EUR", "ch_x", "ch_x", null, null,
            host.Clock.UtcNow, null, null, host.Clock.UtcNow);
        var waited = TimeSpan.Zero;
        string? parked = null;
        for (var look = 1; parked is null && look < 1000; look++)
        {
            await using var scope = host.Scope();
            var item = new WorkItem<ImportPayout, PayoutPage>(message, new PayoutPage([never], false), look);
            await scope.ServiceProvider.GetRequiredService<ImportPayouts>().ApplyAsync(item, default);
            await scope.ServiceProvider.GetRequiredService<CharityDb>().SaveChangesAsync();
            waited += item.Postponed ?? TimeSpan.Zero;
            parked = item.ParkReason;
        }

        Assert.Equal("1 transactions of payout po_1 were asked for and never came, the first is txn_never.", parked);
        Assert.InRange(waited, TimeSpan.FromHours(20), TimeSpan.FromHours(30));
        // Asked for once, however often it was looked for.
        await using var db = host.Db();
        Assert.Equal("txn_never", (await db.Outbox.SingleAsync(m => m.Kind == ImportTransaction.Kind)).Subject);
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        return host;
    }
}
