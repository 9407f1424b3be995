using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Payments;
using Charity.Receipts;
using Charity.Sandbox.Stripe.Delivery;
using Charity.Sandbox.Stripe.Faults;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Donations;

/// <summary>What becomes of a gift once money moves, or does not.</summary>
public sealed class SettlingTests
{
    [Fact]
    [Trait("Case", "C09")]
    public async Task A_gift_paid_after_it_was_given_up_counts_and_is_marked_late()
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync();
        await using (var db = host.Db())
        {
            // Our row was given up while the page at the provider was still open.
            (await db.Donations.SingleAsync()).Expire();
            await db.SaveChangesAsync();
        }

        await host.PayAsync(gift);
        await host.ArriveAsync();
        var stored = await host.GiftAsync(gift.Id);
        Assert.Equal((DonationStatus.Succeeded, true), (stored.Status, stored.Late));
        Assert.Equal(2500, Assert.Single(await host.TotalsAsync()).RaisedMinor);
        Assert.Equal([$"LatePayment donation:{gift.Id}"], await host.FindingsAsync());
    }

    [Fact]
    [Trait("Case", "C10")]
    public async Task A_second_payment_of_one_gift_waits_for_a_person_and_is_never_counted()
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync();
        var second = await host.Stripe.OpenSessionAsync(
            TestSettings.StripeAccount, 2500, "eur", gift.Id.ToString(), [new(CheckoutRequest.DonationIdField, gift.Id.ToString())]);
        await host.PayAsync(gift);
        await host.ArriveAsync();
        await host.Stripe.PayAsync(second, CharityHost.GoodCard);
        await host.ArriveAsync();
        await host.AdvanceAsync(TimeSpan.FromSeconds(10));

        var charge = host.Stripe.Payments().Single(p => p.Session == second).Charge;
        Assert.Equal([$"UnexpectedPayment charge:{charge}"], await host.FindingsAsync());
        Assert.Equal(2500, Assert.Single(await host.TotalsAsync()).RaisedMinor);
        var balances = await host.BalancesAsync();
        Assert.Equal((-2500, -2500), (balances["4000 EUR"], balances["2200 EUR"]));
        Assert.Equal(1, await CountReceiptsAsync(host));
    }

    [Theory]
    [Trait("Case", "C11")]
    [InlineData(2600, "eur", ExceptionKind.AmountMismatch, 2600)]
    [InlineData(2500, "usd", ExceptionKind.CurrencyMismatch, 2300)]
    public async Task A_session_paid_with_another_amount_or_currency_gives_no_receipt_and_stands_in_the_books(
        long amount, string currency, ExceptionKind kind, long settled)
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync(2500);
        var other = await host.Stripe.OpenSessionAsync(
            TestSettings.StripeAccount, amount, currency, gift.Id.ToString(), [new(CheckoutRequest.DonationIdField, gift.Id.ToString())]);
        await host.Stripe.PayAsync(other, CharityHost.GoodCard);
        await host.ArriveAsync();
        await host.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(DonationStatus.CheckoutOpen, (await host.GiftAsync(gift.Id)).Status);
        Assert.Equal([$"{kind} charge:{host.Stripe.Payments().Single(p => p.Session == other).Charge}"], await host.FindingsAsync());
        Assert.Empty(await host.TotalsAsync());
        Assert.Equal(0, await CountReceiptsAsync(host));
        Assert.Equal(-settled, (await host.BalancesAsync())["2200 EUR"]);
    }

    [Fact]
    [Trait("Case", "C12")]
    [Trait("Case", "D11")]
    public async Task The_return_address_is_believed_in_nothing()
    {
        await using var host = await StartAsync();
        var mine = await host.GiveAsync();
        var other = await host.GiveAsync();
        await host.PayAsync(other);
        foreach (var claimed in new[] { other.Session, "cs_test_invented", "cs_test_<script>", "", null })
        {
            await RefreshAsync(host, mine.Id, claimed);
        }

        Assert.Equal(DonationStatus.CheckoutOpen, (await host.GiftAsync(mine.Id)).Status);
        Assert.Equal(DonationStatus.CheckoutOpen, (await host.GiftAsync(other.Id)).Status);
        await RefreshAsync(host, other.Id, null);
        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(other.Id)).Status);
    }

    [Fact]
    [Trait("Case", "C12")]
    public async Task The_thanks_page_settles_a_gift_before_the_webhook_and_beside_it_once()
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync();
        await host.PayAsync(gift);
        await Task.WhenAll(RefreshAsync(host, gift.Id, null), host.ArriveAsync(), RefreshAsync(host, gift.Id, gift.Session));
        await host.ArriveAsync();
        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
        Assert.Equal((2500, 1), (Assert.Single(await host.TotalsAsync()).RaisedMinor, await CountReceiptsAsync(host)));
    }

    [Fact]
    [Trait("Case", "C12")]
    public async Task A_session_that_was_never_heard_of_is_adopted_from_the_return_address_only_when_it_names_the_gift()
    {
        await using var host = await StartAsync();
        host.Stripe.AddFault(new Fault
        {
            Kind = FaultKind.CloseAfterExecute, Method = "POST", Path = "/v1/checkout/sessions", Times = 3,
        });
        var id = (await host.PostAsync(await host.FormAsync())).Start.DonationId!.Value;
        var session = host.Stripe.Payments().Single().Session;
        var foreign = await host.Stripe.OpenSessionAsync(TestSettings.StripeAccount, 2500, "eur");
        await RefreshAsync(host, id, foreign);
        Assert.Equal(DonationStatus.CheckoutUnknown, (await host.GiftAsync(id)).Status);
        await RefreshAsync(host, id, session);
        Assert.Equal((DonationStatus.CheckoutOpen, session), ((await host.GiftAsync(id)).Status, (await host.GiftAsync(id)).SessionId));
    }

    [Fact]
    [Trait("Case", "C13")]
    public async Task A_challenge_that_is_passed_settles_one_that_fails_leaves_the_page_open_one_that_is_left_expires()
    {
        await using var host = await StartAsync();
        var (passed, failed, left) = (await host.GiveAsync(), await host.GiveAsync(), await host.GiveAsync());
        foreach (var gift in new[] { passed, failed, left })
        {
            await host.Stripe.PayAsync(gift.Session, "4000002760003184");
        }

        string IntentOf(StartedGift gift) => host.Stripe.Payments().Single(p => p.Session == gift.Session).PaymentIntent!;
        await host.Stripe.AnswerChallengeAsync(IntentOf(passed), true);
        await host.Stripe.AnswerChallengeAsync(IntentOf(failed), false);
        await host.ArriveAsync();
        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(passed.Id)).Status);
        Assert.Equal(DonationStatus.CheckoutOpen, (await host.GiftAsync(failed.Id)).Status);
        Assert.Equal(DonationStatus.CheckoutOpen, (await host.GiftAsync(left.Id)).Status);
        await host.AdvanceAsync(TimeSpan.FromMinutes(80));
        Assert.Equal(DonationStatus.Expired, (await host.GiftAsync(failed.Id)).Status);
        Assert.Equal(DonationStatus.Expired, (await host.GiftAsync(left.Id)).Status);
        Assert.Empty(await host.FindingsAsync());
    }

    [Theory]
    [Trait("Case", "C14")]
    [InlineData("4000000000000002")]
    [InlineData("4000000000009995")]
    [InlineData("4000000000009987")]
    [InlineData("4000000000000069")]
    [InlineData("4000000000000127")]
    [InlineData("4000000000000119")]
    public async Task A_declined_card_changes_nothing_and_another_card_may_follow(string card)
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync();
        await host.PayAsync(gift, card);
        await host.ArriveAsync();
        Assert.Equal(DonationStatus.CheckoutOpen, (await host.GiftAsync(gift.Id)).Status);
        Assert.Empty(await host.TotalsAsync());
        await host.PayAsync(gift);
        await host.ArriveAsync();
        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
    }

    [Fact]
    [Trait("Case", "C15")]
    public async Task A_balance_transaction_that_comes_later_is_posted_once_and_one_that_never_comes_is_found()
    {
        await using var host = await CharityHost.StartWithStripeAsync(change: o => o.BalanceTransactionDelay = TimeSpan.FromMinutes(10));
        await host.SetUpOrganisationAsync();
        var gift = await host.GiveAsync();
        await host.PayAsync(gift);
        await host.ArriveAsync();
        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
        Assert.Empty(await host.BalancesAsync());
        await host.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(-2500, (await host.BalancesAsync())["4000 EUR"]);

        host.Stripe.Options.BalanceTransactionDelay = TimeSpan.FromDays(400);
        var never = await host.GiveAsync();
        await host.PayAsync(never);
        await host.ArriveAsync();
        await host.JumpAsync(TimeSpan.FromDays(4));
        Assert.Contains($"DonationWithoutTxn donation:{never.Id}", await host.FindingsAsync());
        Assert.DoesNotContain(await host.FindingsAsync(), f => f.Contains(gift.Id.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Case", "W30")]
    public async Task A_forged_event_with_a_leaked_secret_settles_nothing()
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync();
        var body = $$"""
            {"id":"evt_forged","object":"event","type":"checkout.session.completed","created":{{host.Clock.GetUtcNow().ToUnixTimeSeconds()}},
             "livemode":false,"api_version":"{{StripeApi.Version}}","data":{"object":{"id":"{{gift.Session}}","object":"checkout.session",
             "status":"complete","payment_status":"paid","amount_total":2500,"currency":"eur","client_reference_id":"{{gift.Id}}"} } }
            """;
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        var signature = WebhookSignature.Header(bytes, [TestSettings.WebhookSecret], host.Clock.GetUtcNow().ToUnixTimeSeconds());
        var (answer, _) = await host.Services.GetRequiredService<ReceiveWebhook>().RunAsync(signature, bytes, default);
        Assert.Equal(WebhookAnswer.Kept, answer);
        Assert.True(await host.DrainAsync() > 0);
        Assert.Equal(DonationStatus.CheckoutOpen, (await host.GiftAsync(gift.Id)).Status);
        Assert.Empty(await host.TotalsAsync());
        Assert.Equal(0, await CountReceiptsAsync(host));
        await using var db = host.Db();
        Assert.Equal(WorkState.Done, (await db.Inbox.SingleAsync(e => e.EventId == "evt_forged")).State);
    }

    [Fact]
    [Trait("Case", "D04")]
    public async Task A_slow_debit_is_not_counted_while_it_is_processing_and_is_undone_when_it_fails()
    {
        await using var host = await StartAsync();
        var (succeeding, failing) = (await host.GiveAsync(), await host.GiveAsync());
        await ApplyAsync(host, Slow(succeeding, "processing"));
        await ApplyAsync(host, Slow(failing, "processing"));
        await host.DrainAsync();
        Assert.Equal(DonationStatus.Processing, (await host.GiftAsync(succeeding.Id)).Status);
        Assert.Empty(await host.TotalsAsync());
        Assert.Equal(0, await CountReceiptsAsync(host));

        await ApplyAsync(host, Slow(succeeding, "succeeded"));
        await ApplyAsync(host, Slow(failing, "requires_payment_method"));
        await host.DrainAsync();
        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(succeeding.Id)).Status);
        Assert.Equal(DonationStatus.Failed, (await host.GiftAsync(failing.Id)).Status);
        Assert.Equal((2500, 1), (Assert.Single(await host.TotalsAsync()).RaisedMinor, await CountReceiptsAsync(host)));
    }

    [Fact]
    public async Task What_the_session_of_another_entitys_account_claims_is_not_believed()
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync();
        var fact = GiftFact.From(Slow(gift, "succeeded")) with { Account = "acct_other" };
        await using var scope = host.Scope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<SettleGift>().ApplyAsync(fact, default));
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        return host;
    }

    private static async Task RefreshAsync(CharityHost host, Guid id, string? claimed)
    {
        // A limit of its own each time: the pause is for pages, not for this test.
        await using var scope = host.Scope();
        var refresh = ActivatorUtilities.CreateInstance<RefreshGift>(scope.ServiceProvider, new RefreshLimit());
        await refresh.RunAsync(id, claimed, default);
    }

    private static async Task ApplyAsync(CharityHost host, PaymentFact fact)
    {
        await using var scope = host.Scope();
        await scope.ServiceProvider.GetRequiredService<SettleGift>().ApplyAsync(GiftFact.From(fact), default);
        await scope.ServiceProvider.GetRequiredService<CharityDb>().SaveChangesAsync();
    }

    /// <summary>A debit that takes days, which the simulator does not offer: what the provider would say of it.</summary>
    private static PaymentFact Slow(StartedGift gift, string status)
    {
        var now = new DateTime(2026, 3, 10, 9, 0, 0, DateTimeKind.Utc);
        var (chargeStatus, paid) = status switch { "succeeded" => ("succeeded", true), "processing" => ("pending", false), _ => ("failed", false) };
        var charge = new ChargeFact(
            TestSettings.StripeAccount, "py_" + gift.Id.ToString("N"), "pi_" + gift.Id.ToString("N"), chargeStatus, paid, 2500, 0, "EUR", now,
            gift.Id.ToString(), null, null, false, now);
        return new PaymentFact(
            TestSettings.StripeAccount, "pi_" + gift.Id.ToString("N"), status, 2500, paid ? 2500 : 0, "EUR", gift.Id.ToString(), now, charge, null, false, now);
    }

    private static async Task<int> CountReceiptsAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.Receipts.CountAsync(r => r.State == ReceiptState.Valid);
    }
}
