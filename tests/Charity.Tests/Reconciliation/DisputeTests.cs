using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Receipts;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Reconciliation;

[Trait("Case", "L07")]
public sealed class DisputeTests
{
    [Fact]
    public async Task A_dispute_takes_the_amount_and_its_fee_and_a_won_one_brings_the_amount_back()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(5000);
        var dispute = await host.DisputeAsync(gift);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.True((await host.GiftAsync(gift.Id)).DisputeOpen);
        // An open dispute is not yet a loss.
        Assert.Equal(5000, Assert.Single(await host.TotalsAsync()).RaisedMinor);
        var balances = await host.BalancesAsync();
        Assert.Equal((5000, 1500), (balances["1170 EUR"], balances["5010 EUR"]));
        Assert.Equal([$"DisputeNeedsResponse dispute:{dispute}"], await host.FindingsAsync());

        await host.Stripe.DecideDisputeAsync(dispute, won: true);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.False((await host.GiftAsync(gift.Id)).DisputeOpen);
        Assert.False((await host.BalancesAsync()).ContainsKey("1170 EUR"));
        Assert.Equal(5000, Assert.Single(await host.TotalsAsync()).RaisedMinor);
    }

    [Fact]
    public async Task A_lost_dispute_is_a_loss_in_books_total_and_receipt()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(5000);
        var dispute = await host.DisputeAsync(gift);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        await host.Stripe.DecideDisputeAsync(dispute, won: false);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((5000, 0), ((await host.GiftAsync(gift.Id)).LostToDisputeMinor, Assert.Single(await host.TotalsAsync()).RaisedMinor));
        var balances = await host.BalancesAsync();
        Assert.Equal(5000, balances["4850 EUR"]);
        Assert.False(balances.ContainsKey("1170 EUR"));
        Assert.Contains($"DisputeLost dispute:{dispute}", await host.FindingsAsync());
        await using var db = host.Db();
        Assert.NotEqual(ReceiptState.Valid, (await db.Receipts.SingleAsync(r => r.Kind == "donation")).State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_inquiry_that_was_explained_and_becomes_a_dispute_is_a_finding_of_its_own(bool explained)
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(5000);
        var dispute = await host.DisputeAsync(gift, inquiry: true);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([$"DisputeNeedsResponse dispute:{dispute}:inquiry"], await host.FindingsAsync());
        if (explained)
        {
            await ExplainAllAsync(host);
        }

        Assert.Equal(dispute, await host.DisputeAsync(gift));
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        await using var db = host.Db();
        var found = await db.Exceptions.Where(e => e.Kind == ExceptionKind.DisputeNeedsResponse).ToListAsync();
        Assert.Equal(2, found.Count);
        Assert.True(found.Single(e => e.Subject == $"dispute:{dispute}").IsOpen);
        Assert.Equal(explained, !found.Single(e => e.Subject == $"dispute:{dispute}:inquiry").IsOpen);
        Assert.Equal(5000, (await host.BalancesAsync())["1170 EUR"]);
        if (!explained)
        {
            Assert.Equal(CauseEnd.BecameDispute, Assert.Single(await GoneAsync(host)).Value);
        }
    }

    [Theory]
    [InlineData(true, CauseEnd.Won)]
    [InlineData(false, CauseEnd.Lost)]
    public async Task What_became_of_a_dispute_is_said(bool won, CauseEnd end)
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(5000);
        var dispute = await host.DisputeAsync(gift);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(await GoneAsync(host));
        await host.Stripe.DecideDisputeAsync(dispute, won);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        var gone = await GoneAsync(host);
        await using var db = host.Db();
        var asked = await db.Exceptions.SingleAsync(e => e.Kind == ExceptionKind.DisputeNeedsResponse);
        Assert.Equal(end, gone[asked.Id]);
        // Closed by one, without words: what happened is kept in their place.
        Assert.Equal(
            ExceptionOutcome.Done,
            (await host.RunAsync<CloseException, CloseException.Outcome>(c => c.RunAsync(asked.Id, null, Actor.Staff(Guid.NewGuid(), "Olena"), default))).Result);
        await using var after = host.Db();
        var kept = await after.Exceptions.SingleAsync(e => e.Id == asked.Id);
        Assert.Equal((end, null), (kept.CauseEnd, kept.Explanation));
    }

    [Fact]
    public async Task An_inquiry_closed_without_a_dispute_says_so()
    {
        await using var host = await StartAsync();
        var dispute = await host.DisputeAsync(await host.GivenAsync(5000), inquiry: true);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        await host.Stripe.DecideDisputeAsync(dispute, won: true);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(CauseEnd.InquiryClosed, Assert.Single(await GoneAsync(host)).Value);
    }

    private static async Task<IReadOnlyDictionary<Guid, CauseEnd>> GoneAsync(CharityHost host)
    {
        await using var scope = host.Scope();
        await using var db = host.Db();
        return await scope.ServiceProvider.GetRequiredService<Causes>().GoneAsync(await db.Exceptions.AsNoTracking().ToListAsync(), default);
    }

    private static async Task ExplainAllAsync(CharityHost host)
    {
        await using var db = host.Db();
        await db.Exceptions.ExecuteUpdateAsync(set => set
            .SetProperty(e => e.ExplainedAt, host.Clock.UtcNow).SetProperty(e => e.ExplainedBy, "Olena, Petro").SetProperty(e => e.Explanation, "answered on paper"));
    }

    [Fact]
    public async Task A_dispute_lost_then_won_then_lost_again_ends_as_one_loss()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(5000);
        var dispute = await host.DisputeAsync(gift);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        await host.Stripe.DecideDisputeAsync(dispute, won: false);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((5000, 0, 5000), await StateAsync(host, gift));

        for (var turn = 0; turn < 2; turn++)
        {
            await host.Stripe.TurnDisputeAsync(dispute, won: true);
            await host.JumpAsync(TimeSpan.FromHours(3));
            Assert.Equal((0, 5000, 0), await StateAsync(host, gift));
            await host.Stripe.TurnDisputeAsync(dispute, won: false);
            // On the day of the turn, too: the entry is another one all the same.
            await host.AdvanceAsync(TimeSpan.FromMinutes(1));
            Assert.Equal((5000, 0, 5000), await StateAsync(host, gift));
        }

        Assert.Equal(1500, (await host.BalancesAsync())["5010 EUR"]);
        Assert.Equal(3, (await host.FindingsAsync()).Count(f => f.StartsWith($"DisputeLost dispute:{dispute}", StringComparison.Ordinal)));
        await using var db = host.Db();
        Assert.DoesNotContain(await db.Receipts.ToListAsync(), r => r.State == ReceiptState.Valid);
        Assert.DoesNotContain(await db.Inbox.ToListAsync(), e => e.State is not (WorkState.Done or WorkState.Ignored));
    }

    [Fact]
    public async Task Turns_of_a_dispute_that_were_never_heard_of_leave_the_same_books()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(5000);
        var dispute = await host.DisputeAsync(gift);
        await host.Stripe.DecideDisputeAsync(dispute, won: false);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        host.Stripe.HoldDeliveries();
        await host.Stripe.TurnDisputeAsync(dispute, won: true);
        await host.Stripe.TurnDisputeAsync(dispute, won: false);
        host.Stripe.ReleaseDeliveries();
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((5000, 0, 5000), await StateAsync(host, gift));
    }

    /// <summary>What the gift lost, what its campaign raised, and what the books say was lost; nothing is left in dispute.</summary>
    private static async Task<(long Lost, long Raised, long Booked)> StateAsync(CharityHost host, StartedGift gift)
    {
        var balances = await host.BalancesAsync();
        Assert.False(balances.ContainsKey("1170 EUR"));
        return ((await host.GiftAsync(gift.Id)).LostToDisputeMinor, Assert.Single(await host.TotalsAsync()).RaisedMinor, balances.GetValueOrDefault("4850 EUR"));
    }

    [Fact]
    public async Task A_dispute_lost_before_we_heard_of_it_is_booked_the_same()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(5000);
        host.Stripe.HoldDeliveries();
        var dispute = await host.DisputeAsync(gift);
        await host.Stripe.DecideDisputeAsync(dispute, won: false);
        host.Stripe.ReleaseDeliveries();
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        var balances = await host.BalancesAsync();
        Assert.Equal((5000, 1500), (balances["4850 EUR"], balances["5010 EUR"]));
        Assert.False(balances.ContainsKey("1170 EUR"));
    }

    [Fact]
    public async Task A_dispute_over_a_part_costs_that_part_only()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(5000);
        var dispute = await host.DisputeAsync(gift, 2000);
        await host.Stripe.DecideDisputeAsync(dispute, won: false);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((2000, 3000), ((await host.GiftAsync(gift.Id)).LostToDisputeMinor, Assert.Single(await host.TotalsAsync()).RaisedMinor));
        Assert.Equal(2000, (await host.BalancesAsync())["4850 EUR"]);
    }

    [Fact]
    public async Task An_inquiry_moves_no_money()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(5000);
        var dispute = await host.DisputeAsync(gift, inquiry: true);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.False((await host.GiftAsync(gift.Id)).DisputeOpen);
        Assert.False((await host.BalancesAsync()).ContainsKey("1170 EUR"));
        await host.Stripe.DecideDisputeAsync(dispute, won: true);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(5000, Assert.Single(await host.TotalsAsync()).RaisedMinor);
    }

    [Fact]
    [Trait("Case", "W08")]
    public async Task A_dispute_over_an_unknown_charge_becomes_a_finding_and_is_posted()
    {
        await using var host = await StartAsync();
        var session = await host.Stripe.OpenSessionAsync(TestSettings.StripeAccount, 4200, "eur");
        await host.Stripe.PayAsync(session, CharityHost.GoodCard);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        var charge = host.Stripe.Payments().Single().Charge!;
        var dispute = await host.Stripe.OpenDisputeAsync(charge);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Contains($"DisputeWithoutDonation dispute:{dispute}", await host.FindingsAsync());
        Assert.Equal(4200, (await host.BalancesAsync())["1170 EUR"]);
        await host.Stripe.DecideDisputeAsync(dispute, won: false);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        var balances = await host.BalancesAsync();
        // What was never a gift is no loss of one: it leaves Unidentified receipts.
        Assert.False(balances.ContainsKey("4850 EUR") || balances.ContainsKey("2200 EUR") || balances.ContainsKey("1170 EUR"));
    }

    [Fact]
    public async Task A_warning_of_fraud_is_shown_to_staff()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync(5000);
        var charge = (await host.GiftAsync(gift.Id)).ChargeId!;
        await host.Stripe.RaiseFraudWarningAsync(charge);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([$"EarlyFraudWarning charge:{charge}"], await host.FindingsAsync());
        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        return host;
    }
}
