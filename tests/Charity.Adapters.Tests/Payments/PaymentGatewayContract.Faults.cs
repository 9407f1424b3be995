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

    [Fact]
    public async Task An_id_from_outside_cannot_leave_its_place_in_the_address()
    {
        var error = await FailsAsync(() => Gateway.GetSessionAsync(GatewayBench.Account, "../events?limit=1#", default));

        Assert.Equal(GatewayFault.NotFound, error.Fault);
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
