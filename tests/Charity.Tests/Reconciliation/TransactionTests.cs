using Charity.Data;
using Charity.Exceptions;
using Charity.Payments;
using Charity.Reconciliation;
using Charity.Sandbox.Stripe.Delivery;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Reconciliation;

/// <summary>The one path from a balance transaction to the books.</summary>
public sealed class TransactionTests
{
    [Fact]
    [Trait("Case", "M08")]
    public async Task A_gift_in_another_currency_is_booked_as_settled_and_kept_as_given()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(1000, "USD");
        var stored = await host.GiftAsync(gift.Id);
        Assert.Equal((1000, "USD"), (stored.AmountMinor, stored.Currency));
        Assert.Equal((920L, "EUR"), (stored.SettledMinor, stored.SettledCurrency));
        var balances = await host.BalancesAsync();
        Assert.Equal(-920, balances["4000 EUR"]);
        Assert.DoesNotContain(balances.Keys, k => k.EndsWith("USD", StringComparison.Ordinal));
        await using var db = host.Db();
        Assert.NotNull((await db.StripeTransactions.SingleAsync()).ExchangeRate);
        var total = (await host.TotalsAsync()).Single(t => t.Currency == "USD");
        Assert.Equal((1000, 1, 1), (total.RaisedMinor, total.Gifts, total.Donors));
    }

    [Fact]
    public async Task A_type_that_the_books_do_not_know_is_posted_to_unidentified_and_is_a_finding()
    {
        await using var host = await StartAsync();
        var id = await host.Stripe.AddTransactionAsync(TestSettings.StripeAccount, 777, "eur", "climate_order_purchase", "Something new");
        await ImportAsync(host, id);
        Assert.Equal([$"UnknownTxnType txn:{id}"], await host.FindingsAsync());
        var balances = await host.BalancesAsync();
        Assert.Equal((777, -777), (balances["1100 EUR"], balances["2200 EUR"]));
    }

    [Fact]
    public async Task A_fee_of_the_provider_falls_to_the_general_fund()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        var world = await host.SetUpOrganisationAsync();
        var id = await host.Stripe.AddTransactionAsync(TestSettings.StripeAccount, -250, "eur", "stripe_fee", "Radar");
        await ImportAsync(host, id);
        await using var db = host.Db();
        var fee = await db.Postings.SingleAsync(p => p.Account.Code == "5000");
        Assert.Equal((250, world.GeneralFund), (fee.AmountMinor, fee.FundId!.Value));
        Assert.Empty(await host.FindingsAsync());
    }

    [Fact]
    public async Task What_the_nightly_sweep_finds_is_brought_in_although_no_event_ever_came()
    {
        await using var host = await StartAsync();
        host.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        var gift = await host.GiveAsync();
        await host.PayAsync(gift);
        // Longer than events are kept, so only the lists of objects tell.
        await host.JumpAsync(TimeSpan.FromDays(31));
        Assert.Equal(Charity.Donations.DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
        Assert.Equal(-2500, (await host.BalancesAsync())["4000 EUR"]);
    }

    [Fact]
    public async Task A_transaction_that_changed_is_a_finding_and_posts_nothing_more()
    {
        await using var host = await StartAsync();
        await host.GivenAsync();
        var before = await host.BalancesAsync();
        await using (var scope = host.Scope())
        {
            var services = scope.ServiceProvider;
            var fact = await services.GetRequiredService<IPaymentGateway>()
                .GetTransactionAsync(TestSettings.StripeAccount, (await services.GetRequiredService<CharityDb>().StripeTransactions.SingleAsync()).Id, default);
            var post = services.GetRequiredService<PostTransaction>();
            await post.RunAsync(fact, default);
            await post.RunAsync(fact with { Fee = fact.Fee + 1, Net = fact.Net - 1 }, default);
            await services.GetRequiredService<CharityDb>().SaveChangesAsync();
        }

        Assert.StartsWith(nameof(ExceptionKind.TxnMutated), Assert.Single(await host.FindingsAsync()), StringComparison.Ordinal);
        Assert.Equal(before, await host.BalancesAsync());
    }

    [Fact]
    public async Task A_gift_at_the_last_moment_of_a_local_month_belongs_to_that_month()
    {
        // 21:59:59 UTC is 23:59:59 in Sofia; two seconds later it is April there, in summer time.
        var clock = new FakeClock(new DateTimeOffset(2026, 3, 31, 20, 59, 59, TimeSpan.Zero));
        await using var host = await CharityHost.StartWithStripeAsync(clock: clock, change: o => o.BalanceTransactionDelay = TimeSpan.Zero);
        await host.SetUpOrganisationAsync();
        var march = await host.GiveAsync();
        await host.PayAsync(march);
        clock.Advance(TimeSpan.FromSeconds(2));
        var april = await host.GiveAsync();
        await host.PayAsync(april);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        await using var db = host.Db();
        Assert.Equal(
            [new DateOnly(2026, 3, 31), new DateOnly(2026, 4, 1)],
            await db.Entries.OrderBy(e => e.EffectiveDate).Select(e => e.EffectiveDate).ToListAsync());
    }

    [Fact]
    public async Task The_same_facts_from_every_side_at_once_are_posted_once()
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync();
        var charge = await host.PayAsync(gift);
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        host.Stripe.RunDue();
        var payment = host.Stripe.Payments().Single();
        for (var i = 0; i < 3; i++)
        {
            await Task.WhenAll(
                HandleAsync(host, r => r.ChargeAsync(TestSettings.StripeAccount, charge, default)),
                HandleAsync(host, r => r.PaymentAsync(TestSettings.StripeAccount, payment.PaymentIntent!, default)),
                HandleAsync(host, r => r.SessionAsync(TestSettings.StripeAccount, payment.Session, default)),
                HandleAsync(host, r => r.TransactionAsync(TestSettings.StripeAccount, payment.BalanceTransaction!, default)));
        }

        await host.DrainAsync();
        await using var db = host.Db();
        Assert.Equal((1, 1, 1), (await db.StripeTransactions.CountAsync(), await db.Entries.CountAsync(), await db.Receipts.CountAsync()));
        Assert.Equal(2500, Assert.Single(await host.TotalsAsync()).RaisedMinor);
    }

    [Fact]
    public async Task An_object_that_the_provider_does_not_know_is_a_finding_and_not_tried_for_ever()
    {
        await using var host = await StartAsync();
        await HandleAsync(host, r => r.RefundAsync(TestSettings.StripeAccount, "re_gone", default));
        Assert.Equal(["ProviderObjectGone object:re_gone"], await host.FindingsAsync());
    }

    [Fact]
    public async Task A_refund_fetched_before_another_write_is_fetched_again_and_never_written_over()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync();
        var id = await host.RefundInDashboardAsync(gift, 1000);
        MoneyFacts early;
        await using (var scope = host.Scope())
        {
            early = await scope.ServiceProvider.GetRequiredService<MoneyReader>().RefundAsync(TestSettings.StripeAccount, id, default);
        }

        await host.Stripe.FailRefundAsync(id);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, (await host.GiftAsync(gift.Id)).RefundedMinor);
        await using (var scope = host.Scope())
        {
            // The early fetch arrives last.
            Assert.False(await scope.ServiceProvider.GetRequiredService<ImportMoney>().ApplyAsync(early, default));
            await scope.ServiceProvider.GetRequiredService<CharityDb>().SaveChangesAsync();
        }

        Assert.Equal(0, (await host.GiftAsync(gift.Id)).RefundedMinor);
        await using var db = host.Db();
        Assert.Equal("failed", (await db.Refunds.SingleAsync()).Status);
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartWithStripeAsync(change: o => o.RefundsWaitForFunds = false);
        await host.SetUpOrganisationAsync();
        return host;
    }

    private static Task ImportAsync(CharityHost host, string transaction)
        => HandleAsync(host, r => r.TransactionAsync(TestSettings.StripeAccount, transaction, default));

    /// <summary>What a handler does, with the relay's rule that a refused commit is run again from the start.</summary>
    private static async Task HandleAsync(CharityHost host, Func<MoneyReader, Task<MoneyFacts>> read)
    {
        MoneyFacts facts;
        await using (var scope = host.Scope())
        {
            facts = await read(scope.ServiceProvider.GetRequiredService<MoneyReader>());
        }

        var engine = host.Services.GetRequiredService<IDatabaseEngine>();
        for (var run = 1; ; run++)
        {
            try
            {
                await using var scope = host.Scope();
                var import = scope.ServiceProvider.GetRequiredService<ImportMoney>();
                await import.PrepareAsync([facts], default);
                await import.ApplyAsync(facts, default);
                await scope.ServiceProvider.GetRequiredService<CharityDb>().SaveChangesAsync();
                return;
            }
            catch (DbUpdateException error) when (run < 20 && (error is DbUpdateConcurrencyException || engine.IsUniqueViolation(error)))
            {
            }
        }
    }
}
