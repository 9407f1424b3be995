using Charity.Payments;
using Charity.Sandbox.Stripe.Faults;
using Xunit;

namespace Charity.Adapters.Tests.Payments;

/// <summary>What goes wrong between us and the provider, and what an adapter says of it.</summary>
public abstract partial class PaymentGatewayContract
{
    private const string SessionsPath = "/v1/checkout/sessions";

    [Theory]
    [InlineData("session")]
    [InlineData("payment")]
    [InlineData("charge")]
    [InlineData("transaction")]
    [InlineData("refund")]
    [InlineData("dispute")]
    [InlineData("payout")]
    [InlineData("warning")]
    public async Task What_does_not_exist_is_not_found(string what)
    {
        var error = await FailsAsync(() => what switch
        {
            "session" => Gateway.GetSessionAsync(GatewayBench.Account, "cs_test_none", default),
            "payment" => Gateway.GetPaymentAsync(GatewayBench.Account, "pi_none", default),
            "charge" => Gateway.GetChargeAsync(GatewayBench.Account, "ch_none", default),
            "transaction" => Gateway.GetTransactionAsync(GatewayBench.Account, "txn_none", default),
            "refund" => Gateway.GetRefundAsync(GatewayBench.Account, "re_none", default),
            "dispute" => Gateway.GetDisputeAsync(GatewayBench.Account, "dp_none", default),
            "payout" => Gateway.GetPayoutAsync(GatewayBench.Account, "po_none", default),
            _ => Gateway.GetEarlyFraudWarningAsync(GatewayBench.Account, "issfr_none", default),
        });

        Assert.Equal(GatewayFault.NotFound, error.Fault);
        Assert.Equal("resource_missing", error.Code);
        Assert.Equal(404, error.HttpStatus);
    }

    [Theory]
    [InlineData("../events?limit=1#")]
    [InlineData("..")]
    [InlineData("?limit=1")]
    [InlineData("%2e%2e/events")]
    [InlineData("cs_test_1/line_items")]
    public async Task An_id_from_outside_cannot_leave_its_place_in_the_address(string id)
    {
        var read = await FailsAsync(() => Gateway.GetSessionAsync(GatewayBench.Account, id, default));
        var written = await FailsAsync(() => Gateway.ExpireSessionAsync(GatewayBench.Account, id, "key-1", default));

        Assert.Equal((GatewayFault.NotFound, GatewayFault.NotFound), (read.Fault, written.Fault));
    }

    [Fact]
    public async Task A_call_without_an_id_or_a_key_is_not_made()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Gateway.GetRefundAsync(GatewayBench.Account, "", default));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Gateway.CreateRefundAsync(GatewayBench.Account, "charge=ch_1", "", default));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => Gateway.ListRefundsAsync(GatewayBench.Account, new ListRange(null, ""), default));
    }

    [Fact]
    public async Task A_withdrawn_key_and_an_unknown_account_are_faults_of_the_settings()
    {
        var withdrawn = await FailsAsync(() => Gateway.GetBalanceAsync("acct_stale3", default));
        var unknown = await FailsAsync(() => Gateway.GetBalanceAsync("acct_nobody", default));

        Assert.Equal(GatewayFault.Unauthorised, withdrawn.Fault);
        Assert.Equal(GatewayFault.Unauthorised, unknown.Fault);
    }

    [Theory]
    [InlineData(FaultKind.Conflict)]
    [InlineData(FaultKind.RateLimit)]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.Close)]
    [Trait("Case", "C06")]
    public async Task A_passing_fault_is_got_over_without_the_caller(FaultKind kind)
    {
        Stripe.AddFault(new Fault { Kind = kind, Path = SessionsPath });

        var session = await CreateAsync("gift-1", 2_500);

        Assert.Equal("open", session.Status);
        Assert.Single(Stripe.Payments());
        Assert.Empty(Stripe.Faults);
    }

    [Theory]
    [InlineData(FaultKind.CloseAfterExecute)]
    [InlineData(FaultKind.TimeoutAfterExecute)]
    [Trait("Case", "C03")]
    public async Task An_answer_lost_after_the_session_was_made_is_asked_for_again_with_the_same_key(FaultKind kind)
    {
        Stripe.AddFault(new Fault { Kind = kind, Path = SessionsPath });

        SessionFact session;
        using (GatewayBudget.Of(TimeSpan.FromSeconds(6)))
        {
            session = await CreateAsync("gift-1", 2_500);
        }

        Assert.Equal(Stripe.Payments().Single().Session, session.Id);
    }

    [Theory]
    [InlineData(FaultKind.CloseAfterExecute)]
    [InlineData(FaultKind.TimeoutAfterExecute)]
    [Trait("Case", "C03")]
    public async Task A_refund_whose_answer_was_lost_is_made_once(FaultKind kind)
    {
        var (_, outcome) = await PayAsync("gift-1", 2_500);
        await Stripe.AdvanceAsync(TimeSpan.FromDays(5));
        Stripe.AddFault(new Fault { Kind = kind, Path = "/v1/refunds" });

        RefundFact refund;
        using (GatewayBudget.Of(TimeSpan.FromSeconds(6)))
        {
            refund = await Gateway.CreateRefundAsync(
                GatewayBench.Account, new FormBody().Add("charge", outcome.ChargeId).ToString(), "refund-1", default);
        }

        var found = await Gateway.ListRefundsAsync(GatewayBench.Account, new ListRange(null, null), default);
        Assert.Equal(refund.Id, Assert.Single(found.Items).Id);
    }

    [Theory]
    [InlineData(FaultKind.CloseAfterExecute)]
    [InlineData(FaultKind.Unavailable)]
    public async Task Ending_a_session_is_got_through_a_passing_fault(FaultKind kind)
    {
        var session = await CreateAsync("gift-1", 2_500);
        Stripe.AddFault(new Fault { Kind = kind, Path = $"{SessionsPath}/{session.Id}/expire" });

        var ended = await Gateway.ExpireSessionAsync(GatewayBench.Account, session.Id, "key-2", default);

        Assert.Equal("expired", ended.Status);
    }

    [Theory]
    [InlineData(FaultKind.Unavailable, 500)]
    [InlineData(FaultKind.RateLimit, 429)]
    [InlineData(FaultKind.Close, null)]
    [InlineData(FaultKind.CorruptJson, null)]
    public async Task A_reading_call_that_fails_for_long_may_work_later(FaultKind kind, int? status)
    {
        var (session, _) = await PayAsync("gift-1", 2_500);
        Stripe.AddFault(new Fault { Kind = kind, Times = 0 });
        GatewayException one, list;
        using (GatewayBudget.Of(TimeSpan.FromSeconds(2)))
        {
            one = await FailsAsync(() => Gateway.GetSessionAsync(GatewayBench.Account, session.Id, default));
            list = await FailsAsync(() => Gateway.ListTransactionsAsync(GatewayBench.Account, new ListRange(null, null), null, default));
        }

        Stripe.ClearFaults();

        Assert.True(one.IsTransient && list.IsTransient);
        Assert.Equal((status, status), (one.HttpStatus, list.HttpStatus));
        Assert.Equal("paid", (await Gateway.GetSessionAsync(GatewayBench.Account, session.Id, default)).PaymentStatus);
    }

    [Fact]
    [Trait("Case", "C05")]
    public async Task Being_too_fast_for_the_provider_is_busy_and_nothing_happened()
    {
        Stripe.AddFault(new Fault { Kind = FaultKind.RateLimit, Path = SessionsPath, Times = 0 });

        var error = await FailsAsync(() => CreateAsync("gift-1", 2_500));
        Stripe.ClearFaults();
        var later = await CreateAsync("gift-1", 2_500);

        Assert.Equal(GatewayFault.Busy, error.Fault);
        Assert.Equal(429, error.HttpStatus);
        Assert.Equal(Stripe.Payments().Single().Session, later.Id);
    }

    [Fact]
    [Trait("Case", "C04")]
    public async Task A_failure_that_the_provider_stored_under_the_key_says_so()
    {
        Stripe.AddFault(new Fault { Kind = FaultKind.ServerError, Path = SessionsPath });

        var error = await FailsAsync(() => CreateAsync("gift-1", 2_500));
        var again = await FailsAsync(() => CreateAsync("gift-1", 2_500));

        Assert.Equal(GatewayFault.Unknown, error.Fault);
        Assert.Equal(500, error.HttpStatus);
        Assert.True(again.Replayed);
        Assert.Empty(Stripe.Payments());
    }

    [Fact]
    public async Task A_broken_answer_to_a_writing_call_is_an_unknown_outcome_that_the_same_key_clears_up()
    {
        Stripe.AddFault(new Fault { Kind = FaultKind.CorruptJson, Path = SessionsPath });

        var error = await FailsAsync(() => CreateAsync("gift-1", 2_500));
        var session = await CreateAsync("gift-1", 2_500);

        Assert.Equal(GatewayFault.Unknown, error.Fault);
        Assert.Equal(Stripe.Payments().Single().Session, session.Id);
    }

    [Theory]
    [InlineData(FaultKind.TimeoutBefore)]
    [InlineData(FaultKind.TimeoutAfterExecute)]
    [InlineData(FaultKind.Close)]
    [Trait("Case", "C07")]
    public async Task Silence_is_an_unknown_outcome_within_the_time_given(FaultKind kind)
    {
        Stripe.AddFault(new Fault { Kind = kind, Path = SessionsPath, Times = 0 });

        using (GatewayBudget.Of(TimeSpan.FromMilliseconds(300)))
        {
            // The simulator keeps callers hanging for 30 seconds; without a limit of its own this call would too.
            var call = FailsAsync(() => CreateAsync("gift-1", 2_500));
            var error = await call.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal(GatewayFault.Unknown, error.Fault);
            Assert.Null(error.HttpStatus);
        }
    }

    [Fact]
    [Trait("Case", "C07")]
    public async Task A_call_that_has_no_time_left_is_not_made()
    {
        using (GatewayBudget.Of(TimeSpan.Zero))
        {
            Assert.Equal("out_of_time", (await FailsAsync(() => CreateAsync("gift-1", 2_500))).Code);
        }

        Assert.Empty(Stripe.Payments());
    }

    [Fact]
    public async Task A_conflict_after_silence_is_not_taken_for_nothing_happened()
    {
        Stripe.AddFault(new Fault { Kind = FaultKind.CloseAfterExecute, Path = SessionsPath });
        Stripe.AddFault(new Fault { Kind = FaultKind.RateLimit, Path = SessionsPath, Times = 0 });

        var error = await FailsAsync(() => CreateAsync("gift-1", 2_500));

        Assert.Equal(GatewayFault.Unknown, error.Fault);
        Assert.Single(Stripe.Payments());
    }

    [Fact]
    public async Task The_caller_can_give_up()
    {
        Stripe.AddFault(new Fault { Kind = FaultKind.TimeoutBefore, Times = 0 });
        using var cancel = new CancellationTokenSource();

        var call = Gateway.GetBalanceAsync(GatewayBench.Account, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }
}
