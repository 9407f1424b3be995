using System.Net;
using Charity.Sandbox.Stripe.Faults;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>The idempotency store: replays, refusals, and what it does not keep.</summary>
public sealed class IdempotencyTests
{
    private const string Sessions = "/v1/checkout/sessions";

    [Fact]
    [Trait("Case", "C03")]
    public async Task The_same_key_and_body_make_one_session_and_the_same_bytes()
    {
        using var bench = new SimulatorBench();
        var first = await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k");
        bench.Clock.Advance(TimeSpan.FromHours(23));
        var again = await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k");

        Assert.Equal(first.Body, again.Body);
        Assert.Equal("true", again.Header("Idempotent-Replayed"));
        Assert.Equal(first.Header("Request-Id"), again.Header("Original-Request"));
        Assert.Single(bench.Simulator.Payments());
    }

    [Fact]
    public async Task The_order_of_parameters_does_not_matter()
    {
        using var bench = new SimulatorBench();
        var form = SimulatorBench.SessionForm();
        var first = await bench.Api.PostAsync(Sessions, form, "k");
        var again = await bench.Api.PostAsync(Sessions, form.Reverse().ToDictionary(), "k");
        Assert.Equal(first.Body, again.Body);
    }

    [Fact]
    [Trait("Case", "C08")]
    public async Task The_same_key_with_other_parameters_is_refused_and_charges_nothing()
    {
        using var bench = new SimulatorBench();
        await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(2_500), "k");
        var other = await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(9_900), "k");
        Assert.Equal((HttpStatusCode.BadRequest, "idempotency_error"), (other.Status, other.ErrorType));
        var elsewhere = await bench.Api.PostAsync("/v1/refunds", new Dictionary<string, string> { ["charge"] = "ch_1" }, "k");
        Assert.Equal((HttpStatusCode.BadRequest, "idempotency_error"), (elsewhere.Status, elsewhere.ErrorType));
        Assert.Single(bench.Simulator.Payments());
    }

    [Fact]
    public async Task Keys_belong_to_an_account_and_live_for_a_day()
    {
        using var bench = new SimulatorBench();
        var mine = await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k");
        var theirs = await bench.OtherApi.PostAsync(Sessions, SimulatorBench.SessionForm(), "k");
        Assert.NotEqual(mine.Id, theirs.Id);

        bench.Clock.Advance(TimeSpan.FromHours(24));
        var later = await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k");
        Assert.NotEqual(mine.Id, later.Id);
    }

    [Fact]
    public async Task A_refused_parameter_is_not_stored()
    {
        using var bench = new SimulatorBench();
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(1), "k")).Status);
        Assert.Equal(HttpStatusCode.OK, (await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(2_500), "k")).Status);
    }

    [Fact]
    [Trait("Case", "C04")]
    public async Task An_error_after_execution_began_is_stored_and_replayed()
    {
        using var bench = new SimulatorBench();
        bench.Simulator.AddFault(new Fault { Kind = FaultKind.ServerError, Method = "POST", Path = Sessions });
        var failed = await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k");
        var again = await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k");
        Assert.Equal(HttpStatusCode.InternalServerError, failed.Status);
        Assert.Equal(failed.Body, again.Body);
        Assert.Equal("true", again.Header("Idempotent-Replayed"));
        Assert.Empty(bench.Simulator.Payments());
        Assert.Equal(HttpStatusCode.OK, (await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k2")).Status);
    }

    [Fact]
    [Trait("Case", "C04")]
    public async Task An_error_may_hide_that_everything_was_done()
    {
        using var bench = new SimulatorBench();
        bench.Simulator.AddFault(new Fault { Kind = FaultKind.ServerErrorAfterExecute, Path = Sessions });
        Assert.Equal(HttpStatusCode.InternalServerError, (await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k")).Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k")).Status);
        Assert.Equal("gift-1", Assert.Single(bench.Simulator.Payments()).ClientReferenceId);
    }

    [Fact]
    public async Task A_refusal_by_the_state_of_an_object_is_stored()
    {
        using var bench = new SimulatorBench(o => o.RefundsWaitForFunds = false);
        var (_, _, charge) = await bench.GiveAsync(1_000);
        var form = new Dictionary<string, string> { ["charge"] = charge, ["amount"] = "2000" };
        var refused = await bench.Api.PostAsync("/v1/refunds", form, "r");
        var again = await bench.Api.PostAsync("/v1/refunds", form, "r");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("true", again.Header("Idempotent-Replayed"));
    }

    [Fact]
    [Trait("Case", "C06")]
    public async Task A_request_beside_the_first_with_its_key_is_turned_away()
    {
        using var bench = new SimulatorBench();
        bench.Simulator.AddFault(new Fault { Kind = FaultKind.Slow, Path = Sessions, Delay = TimeSpan.FromMilliseconds(400) });
        var slow = bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k");
        var beside = await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k");
        Assert.Equal((HttpStatusCode.Conflict, "idempotency_key_in_use"), (beside.Status, beside.ErrorCode));
        var first = await slow;
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first.Body, (await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k")).Body);
    }

    [Fact]
    public async Task A_key_may_have_255_characters()
    {
        using var bench = new SimulatorBench();
        Assert.Equal(HttpStatusCode.OK, (await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), new string('k', 255))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), new string('k', 256))).Status);
    }
}
