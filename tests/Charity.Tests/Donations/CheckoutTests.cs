using Charity.Donations;
using Charity.Embedded.Stripe;
using Charity.Payments;
using Charity.Sandbox.Stripe.Faults;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Donations;

/// <summary>The way from the stored gift to the payment page, with all that can happen to the call.</summary>
public sealed class CheckoutTests
{
    private const string Sessions = "/v1/checkout/sessions";

    [Fact]
    [Trait("Case", "C01")]
    public async Task Donating_twice_by_double_click_makes_one_gift_and_one_session()
    {
        await using var host = await StartAsync();
        var form = await host.FormAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.PostAsync(form)));
        var again = await host.PostAsync(form);

        await using var db = host.Db();
        var gift = await db.Donations.SingleAsync();
        Assert.Equal(1, CreatedSessions(host));
        Assert.All(outcomes.Append(again).Where(o => o.Checkout!.Result == CheckoutResult.Ready), o => Assert.Equal(gift.SessionUrl, o.Checkout!.Url));
        Assert.Equal(CheckoutResult.Ready, again.Checkout!.Result);
        Assert.Equal(StartResult.Repeated, again.Start.Result);
        Assert.Single(outcomes, o => o.Start.Result == StartResult.Stored);
    }

    [Fact]
    [Trait("Case", "C01")]
    public async Task Another_form_under_the_same_attempt_shows_the_gift_that_stands()
    {
        await using var host = await StartAsync();
        var form = await host.FormAsync(2500);
        var first = await host.PostAsync(form);
        var second = await host.PostAsync(form with { Amount = new Charity.Accounting.Money(9900, Charity.Accounting.Currency.Eur) });
        Assert.Equal(StartResult.AlreadySubmitted, second.Start.Result);
        Assert.Equal((first.Start.DonationId, first.ThanksToken), (second.Start.DonationId, second.ThanksToken));
        Assert.Null(second.Checkout);
        Assert.Equal(2500, (await host.GiftAsync(first.Start.DonationId!.Value)).AmountMinor);
        Assert.Equal(1, CreatedSessions(host));
    }

    [Fact]
    [Trait("Case", "C02")]
    public async Task Two_tabs_with_forms_of_their_own_are_two_gifts_and_both_count()
    {
        await using var host = await StartAsync();
        var first = await host.GiveAsync(2500);
        var second = await host.GiveAsync(2500);
        await host.PayAsync(first);
        await host.PayAsync(second);
        await host.ArriveAsync();
        var total = Assert.Single(await host.TotalsAsync());
        Assert.Equal((5000, 2, 1), (total.RaisedMinor, total.Gifts, total.Donors));
    }

    [Fact]
    [Trait("Case", "C03")]
    public async Task A_timeout_after_the_provider_acted_ends_in_the_one_session_it_made()
    {
        await using var host = await StartAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.CloseAfterExecute, Method = "POST", Path = Sessions, Times = 3 });
        var form = await host.FormAsync();
        var first = await host.PostAsync(form);
        Assert.Equal(CheckoutResult.ProviderUnknown, first.Checkout!.Result);
        Assert.Equal(DonationStatus.CheckoutUnknown, (await host.GiftAsync(first.Start.DonationId!.Value)).Status);

        var second = await host.PostAsync(form);
        Assert.Equal(CheckoutResult.Ready, second.Checkout!.Result);
        Assert.Equal(1, CreatedSessions(host));
        Assert.Equal(1, (await host.GiftAsync(first.Start.DonationId!.Value)).SessionAttempt);
    }

    [Fact]
    [Trait("Case", "C03")]
    [Trait("Case", "C07")]
    public async Task A_session_nobody_heard_of_is_found_by_the_timetable()
    {
        await using var host = await StartAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.CloseAfterExecute, Method = "POST", Path = Sessions, Times = 3 });
        var outcome = await host.PostAsync(await host.FormAsync());
        var id = outcome.Start.DonationId!.Value;
        await host.AdvanceAsync(TimeSpan.FromMinutes(8));
        var gift = await host.GiftAsync(id);
        Assert.Equal(DonationStatus.CheckoutOpen, gift.Status);
        Assert.Equal(host.Stripe.Payments().Single().Session, gift.SessionId);
    }

    [Fact]
    [Trait("Case", "C04")]
    public async Task A_stored_failure_gets_a_new_number_only_after_a_search_found_no_session()
    {
        await using var host = await StartAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.ServerError, Method = "POST", Path = Sessions, ShouldRetry = false });
        var form = await host.FormAsync();
        var first = await host.PostAsync(form);
        Assert.Equal(CheckoutResult.ProviderUnknown, first.Checkout!.Result);
        // Pressed again at once: the search is not for a person to wait for, and without it there is no new number.
        Assert.Equal(CheckoutResult.ProviderUnknown, (await host.PostAsync(form)).Checkout!.Result);
        Assert.DoesNotContain(host.Stripe.Journal, r => r.Method == "GET" && r.Path == Sessions);
        Assert.Equal((1, 0), ((await host.GiftAsync(first.Start.DonationId!.Value)).SessionAttempt, CreatedSessions(host)));
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Contains(host.Stripe.Journal, r => r.Method == "GET" && r.Path == Sessions);
        Assert.Equal(CheckoutResult.Ready, (await host.PostAsync(form)).Checkout!.Result);
        var gift = await host.GiftAsync(first.Start.DonationId!.Value);
        Assert.Equal((2, 1), (gift.SessionAttempt, CreatedSessions(host)));
    }

    [Fact]
    [Trait("Case", "C04")]
    public async Task A_stored_failure_behind_which_a_session_was_made_adopts_it()
    {
        await using var host = await StartAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.ServerErrorAfterExecute, Method = "POST", Path = Sessions, ShouldRetry = false });
        var form = await host.FormAsync();
        await host.PostAsync(form);
        Assert.Equal(CheckoutResult.ProviderUnknown, (await host.PostAsync(form)).Checkout!.Result);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        var third = await host.PostAsync(form);
        Assert.Equal(CheckoutResult.Ready, third.Checkout!.Result);
        var gift = await host.GiftAsync(third.Start.DonationId!.Value);
        Assert.Equal((1, 1), (gift.SessionAttempt, CreatedSessions(host)));
        Assert.Equal(host.Stripe.Payments().Single().Session, gift.SessionId);
    }

    [Fact]
    [Trait("Case", "C05")]
    public async Task A_busy_provider_asks_for_patience_and_the_same_form_works_later()
    {
        await using var host = await StartAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.RateLimit, Method = "POST", Path = Sessions, Times = 0 });
        var form = await host.FormAsync();
        Assert.Equal(CheckoutResult.ProviderBusy, (await host.PostAsync(form)).Checkout!.Result);
        host.Stripe.ClearFaults();
        Assert.Equal(CheckoutResult.Ready, (await host.PostAsync(form)).Checkout!.Result);
        Assert.Equal(1, CreatedSessions(host));
    }

    [Fact]
    [Trait("Case", "C06")]
    public async Task A_lock_conflict_is_retried_by_the_client()
    {
        await using var host = await StartAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.Conflict, Method = "POST", Path = Sessions, Times = 1 });
        Assert.Equal(CheckoutResult.Ready, (await host.PostAsync(await host.FormAsync())).Checkout!.Result);
        Assert.Equal(1, CreatedSessions(host));
    }

    [Theory]
    [Trait("Case", "C07")]
    [InlineData(FaultKind.Close)]
    [InlineData(FaultKind.CorruptJson)]
    [InlineData(FaultKind.Unavailable)]
    public async Task An_answer_that_never_comes_leaves_the_gift_unknown_and_the_same_form_works(FaultKind kind)
    {
        await using var host = await StartAsync();
        host.Stripe.AddFault(new Fault { Kind = kind, Method = "POST", Path = Sessions, Times = 0 });
        var form = await host.FormAsync();
        var outcome = await host.PostAsync(form);
        Assert.Equal(CheckoutResult.ProviderUnknown, outcome.Checkout!.Result);
        Assert.Equal(DonationStatus.CheckoutUnknown, (await host.GiftAsync(outcome.Start.DonationId!.Value)).Status);
        host.Stripe.ClearFaults();
        Assert.Equal(CheckoutResult.Ready, (await host.PostAsync(form)).Checkout!.Result);
        Assert.Equal(1, CreatedSessions(host));
    }

    [Fact]
    [Trait("Case", "C07")]
    public async Task A_gift_that_got_no_answer_for_a_day_is_given_up_after_a_search_and_may_be_tried_anew()
    {
        await using var host = await StartAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.Close, Method = "POST", Path = Sessions, Times = 0 });
        var form = await host.FormAsync();
        var id = (await host.PostAsync(form)).Start.DonationId!.Value;
        await host.JumpAsync(TimeSpan.FromHours(26));
        Assert.Equal(DonationStatus.Failed, (await host.GiftAsync(id)).Status);
        host.Stripe.ClearFaults();
        Assert.Equal(CheckoutResult.Ready, (await host.PostAsync(form)).Checkout!.Result);
        Assert.Equal((2, 1), ((await host.GiftAsync(id)).SessionAttempt, CreatedSessions(host)));
    }

    [Theory]
    [Trait("Case", "C07")]
    [InlineData(4, CheckoutResult.Ready, new[] { 10, 6 })]
    [InlineData(11, CheckoutResult.ProviderUnknown, new[] { 10 })]
    public async Task All_calls_of_one_page_share_ten_seconds(int secondsOfEach, CheckoutResult expected, int[] secondsLeft)
    {
        var real = new FakeClock(FakeClock.DefaultStart);
        var road = new SlowRoad(real);
        await using var host = await CharityHost.StartWithStripeAsync(
            services => services.AddHttpClient(StripeAdapter.ClientName).AddHttpMessageHandler(() => new SlowRoad.Stretch(road)));
        await host.SetUpOrganisationAsync();
        var gift = await host.GiveAsync();
        host.Stripe.HoldDeliveries();
        host.Clock.Advance(TimeSpan.FromMinutes(75));
        host.Stripe.RunDue();
        road.Each = TimeSpan.FromSeconds(secondsOfEach);
        road.Left.Clear();

        // The old session is read, found to have ended, and a new one is asked for: two calls behind one press.
        GiveOutcome outcome;
        using (GatewayBudget.Of(GatewayBudget.Person, real))
        {
            outcome = await host.PostAsync(gift.Form);
        }

        Assert.Equal(expected, outcome.Checkout!.Result);
        Assert.Equal(secondsLeft, road.Left.Select(left => (int)left.TotalSeconds));

        // What was not sent in time is sent by the background, which has time of its own.
        road.Each = TimeSpan.Zero;
        await host.AdvanceAsync(TimeSpan.FromMinutes(8));
        Assert.Equal((DonationStatus.CheckoutOpen, 2), ((await host.GiftAsync(gift.Id)).Status, CreatedSessions(host)));
    }

    [Fact]
    [Trait("Case", "C08")]
    public async Task A_key_used_for_something_else_charges_nothing_and_alarms()
    {
        await using var host = await StartAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.CloseAfterExecute, Method = "POST", Path = Sessions, Times = 3 });
        var form = await host.FormAsync();
        var id = (await host.PostAsync(form)).Start.DonationId!.Value;
        await using (var db = host.Db())
        {
            // What no code of ours does: the stored body of the call is another one now.
            await db.StripeCalls.ExecuteUpdateAsync(c => c.SetProperty(x => x.Body, x => x.Body + "&metadata[changed]=1"));
        }

        Assert.Equal(CheckoutResult.ProviderFaulty, (await host.PostAsync(form)).Checkout!.Result);
        Assert.Contains(await host.FindingsAsync(), f => f.StartsWith(nameof(Charity.Exceptions.ExceptionKind.IdempotencyKeyReused), StringComparison.Ordinal));
        Assert.Empty(host.Stripe.Totals().Presented);
        Assert.NotEqual(DonationStatus.Succeeded, (await host.GiftAsync(id)).Status);
    }

    [Fact]
    public async Task After_the_page_expired_the_same_form_opens_a_new_one()
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync();
        await host.AdvanceAsync(TimeSpan.FromMinutes(75));
        Assert.Equal(DonationStatus.Expired, (await host.GiftAsync(gift.Id)).Status);
        var again = await host.PostAsync(gift.Form);
        Assert.Equal(CheckoutResult.Ready, again.Checkout!.Result);
        var stored = await host.GiftAsync(gift.Id);
        Assert.Equal((DonationStatus.CheckoutOpen, 2), (stored.Status, stored.SessionAttempt));
        Assert.NotEqual(gift.Session, stored.SessionId);
        await host.Stripe.PayAsync(stored.SessionId!);
        await host.ArriveAsync();
        stored = await host.GiftAsync(gift.Id);
        Assert.Equal((DonationStatus.Succeeded, false), (stored.Status, stored.Late));
    }

    [Fact]
    public async Task A_page_that_expired_unheard_of_is_looked_at_before_a_new_one_is_opened()
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync();
        // The donor paid in the last minute; no webhook has come.
        host.Stripe.HoldDeliveries();
        await host.PayAsync(gift);
        host.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(CheckoutResult.AlreadyPaid, (await host.PostAsync(gift.Form)).Checkout!.Result);
        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
        Assert.Equal(1, CreatedSessions(host));
    }

    [Fact]
    public async Task A_paid_gift_is_never_sent_to_pay_again()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync();
        Assert.Equal(CheckoutResult.AlreadyPaid, (await host.PostAsync(gift.Form)).Checkout!.Result);
        Assert.Equal(1, CreatedSessions(host));
    }

    [Fact]
    [Trait("Case", "M02")]
    public async Task A_definite_refusal_is_told_and_the_next_try_has_a_number_of_its_own()
    {
        await using var host = await StartAsync();
        // Above our minimum, but less than the provider takes once it is converted.
        var form = await host.FormAsync(40, "MKD");
        var outcome = await host.PostAsync(form);
        Assert.Equal((CheckoutResult.ProviderRefused, "amount_too_small"), (outcome.Checkout!.Result, outcome.Checkout.Code));
        Assert.Equal(DonationStatus.Failed, (await host.GiftAsync(outcome.Start.DonationId!.Value)).Status);
        await host.PostAsync(form);
        Assert.Equal(2, (await host.GiftAsync(outcome.Start.DonationId!.Value)).SessionAttempt);
    }

    [Fact]
    public async Task The_request_carries_our_reference_and_no_name()
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync(await host.FormAsync(name: "Secret Name"));
        var request = host.Stripe.Journal.Single(r => r is { Method: "POST", Path: Sessions });
        Assert.Equal($"don-{gift.Id}-cs-1", request.IdempotencyKey);
        Assert.Contains($"client_reference_id={gift.Id}", request.Form, StringComparison.Ordinal);
        Assert.Contains("adaptive_pricing[enabled]=false", request.Form, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString($"https://give.example.org/en/thanks/{gift.Token}?s="), request.Form, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", request.Form, StringComparison.Ordinal);
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        return host;
    }

    private static int CreatedSessions(CharityHost host) => host.Stripe.Payments().Count;

    /// <summary>Every call takes a while of real time, which this test makes itself.</summary>
    private sealed class SlowRoad(FakeClock real)
    {
        public TimeSpan Each { get; set; }

        /// <summary>What each call had left when it was sent.</summary>
        public List<TimeSpan> Left { get; } = [];

        public sealed class Stretch(SlowRoad road) : DelegatingHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                road.Pass();
                return base.SendAsync(request, cancellationToken);
            }
        }

        private void Pass()
        {
            Left.Add(GatewayBudget.Current);
            real.Advance(Each);
        }
    }
}
